import type { Change } from "../changes/changes";
import type { Severity } from "../severity";
import { worst } from "../severity";
import { type EnvironmentReport, type Report, type ReportKind, statusOf } from "./model";
import { count } from "./sections";

/** The sign of each severity. */
export const SIGNS: Readonly<Record<Severity, string>> = {
  "breaks logins": "🛑",
  "weakens security": "🟠",
  "changes access": "🟡",
  cosmetic: "🔵",
};

const CLEAN: Readonly<Record<ReportKind, string>> = {
  plan: "no changes, authentik is as configured",
  drift: "no drift, nothing was changed outside terraform",
  verify: "sound, nothing was found",
};

/** What the reader must know in one line: the sign first, then what and how bad. */
export function verdict(environment: EnvironmentReport, kind: ReportKind): string {
  const status = statusOf(environment);
  if (status === "failed") {
    return `❌ failed: what ${kind === "plan" ? "would change" : "is different"} is not known`;
  }
  if (status === "unchanged") {
    return `✅ ${CLEAN[kind]}`;
  }
  return partsOf(environment)
    .filter(({ said }) => said.length > 0)
    .map(({ said, severity = "cosmetic" }) => {
      const meaning = severity === "cosmetic" ? "" : ` – ${severity}`;
      return `${SIGNS[severity]} ${said.join(", ")}${meaning}`;
    })
    .join(" · ");
}

/** The worst of everything that is reported. */
export function severityOf(environment: EnvironmentReport): Severity | undefined {
  return worst(partsOf(environment).flatMap(({ severity }) => (severity ? [{ severity }] : [])));
}

interface Part {
  readonly said: readonly string[];
  readonly severity: Severity | undefined;
}

/** What would be done, what was done outside and what was found are said apart: a plan may repair what drift broke. */
function partsOf(environment: EnvironmentReport): Part[] {
  const { changes, outputs, drift, findings, failedChecks, notShown = [] } = environment;
  const some = (list: readonly unknown[], noun: string) =>
    list.length > 0 ? [count(list.length, noun)] : [];
  return [
    { said: [...some(changes, "change"), ...some(outputs, "changed output")], severity: worstOf(changes) },
    { said: some(drift, "object").map((objects) => `${objects} changed outside`), severity: worstOf(drift) },
    { said: some(failedChecks, "failed check"), severity: undefined },
    { said: some(findings, "finding"), severity: worst(findings) },
    {
      said: some(notShown, "thing").map((things) => `${things} that this report cannot show`),
      severity: undefined,
    },
  ];
}

/** The worst consequence; a deletion without a known one changes access. */
function worstOf(changes: readonly Change[]): Severity | undefined {
  return worst(
    changes.flatMap<{ severity: Severity }>(({ action, consequences }) => {
      const isUnexplained = consequences.length === 0 && (action === "delete" || action === "replace");
      return isUnexplained ? [{ severity: "changes access" }] : consequences;
    }),
  );
}

/** How many environments failed, changed or stay as they are. */
export function overview(report: Report): string {
  const statuses = report.environments.map(statusOf);
  const of = (status: string) => statuses.filter((each) => each === status).length;
  return [
    of("failed") > 0 && `${of("failed")} failed`,
    of("changed") > 0 && `${of("changed")} with something to look at`,
    of("unchanged") > 0 && `${of("unchanged")} in order`,
  ]
    .filter(Boolean)
    .join(", ");
}

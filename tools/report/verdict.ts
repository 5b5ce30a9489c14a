import type { Change, Drift } from "../changes/changes";
import { COSMETIC } from "../objects/severities";
import { bySeverity, type Severity, worst } from "../severity";
import { countedSeverity } from "./alerts";
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
  if (status === "in order") {
    return `✅ ${clean(environment, kind)}`;
  }
  return partsOf(environment)
    .filter(({ said }) => said.length > 0)
    .map((part) => ({ ...part, severity: countedSeverity({ ...part, severity: part.severity ?? COSMETIC }) }))
    .sort(bySeverity)
    .map(({ said, severity, now }) => `${SIGNS[severity]} ${said.join(", ")}${meaning(severity, now)}`)
    .join(" · ");
}

/** Of a verification that found nothing, what it noted and what is no detail. */
function clean({ notes = [] }: EnvironmentReport, kind: ReportKind): string {
  const told = notes.filter(({ severity }) => severity !== COSMETIC).map(({ text }) => text);
  if (kind !== "verify" || told.length === 0) return CLEAN[kind];
  return `sound, with ${told.length === 1 ? "this note" : "these notes"}: ${told.join("; ")}`;
}

function meaning(severity: Severity, now: Severity | undefined): string {
  if (now !== undefined && now !== severity) return ` – ${now} until this plan is applied`;
  return severity === COSMETIC ? "" : ` – ${severity}`;
}

/** The worst of everything that is reported. */
export function severityOf(environment: EnvironmentReport): Severity | undefined {
  return worst(
    partsOf(environment).flatMap(({ severity, fixedByPlan }) =>
      severity ? [{ severity: countedSeverity({ severity, fixedByPlan }) }] : [],
    ),
  );
}

interface Part {
  readonly said: readonly string[];
  readonly severity: Severity | undefined;
  /** What it is until the plan is applied that ends it. */
  readonly now?: Severity;
  readonly fixedByPlan?: true;
}

/** What would be done, what was done outside and what was found are said apart, and what of that the plan repairs. */
function partsOf(environment: EnvironmentReport): Part[] {
  const { changes, outputs, drift, findings, failedChecks, notShown = [] } = environment;
  const some = (list: readonly unknown[], noun: string) =>
    list.length > 0 ? [count(list.length, noun)] : [];
  const outside = (list: readonly Drift[]) =>
    some(list, "object").map((objects) => `${objects} changed outside`);
  const [driftEnded, driftLeft] = parted(drift);
  const [findingsEnded, findingsLeft] = parted(findings);
  return [
    { said: [...some(changes, "change"), ...some(outputs, "changed output")], severity: worstOf(changes) },
    { said: outside(driftLeft), severity: worstOf(driftLeft) },
    ended(
      outside(driftEnded).map((said) => `${said}, set back by this plan`),
      worstOf(driftEnded),
    ),
    { said: some(failedChecks, "failed check"), severity: undefined },
    { said: some(findingsLeft, "finding"), severity: worst(findingsLeft) },
    ended(
      some(findingsEnded, "finding").map((said) => `${said} fixed by this plan`),
      worst(findingsEnded),
    ),
    {
      said: some(notShown, "thing").map((things) => `${things} that this report cannot show`),
      severity: undefined,
    },
  ];
}

const ended = (said: readonly string[], severity: Severity | undefined): Part => ({
  said,
  severity,
  now: severity,
  fixedByPlan: true,
});

function parted<T extends { readonly fixedByPlan?: true }>(all: readonly T[]): [ended: T[], left: T[]] {
  return [all.filter(({ fixedByPlan }) => fixedByPlan), all.filter(({ fixedByPlan }) => !fixedByPlan)];
}

/** The worst consequence; a deletion without a known one changes access. */
export function worstOf(changes: readonly Change[]): Severity | undefined {
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
    of("attention") > 0 && `${of("attention")} with something to look at`,
    of("in order") > 0 && `${of("in order")} in order`,
  ]
    .filter(Boolean)
    .join(", ");
}

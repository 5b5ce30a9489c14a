import type { Severity } from "../findings";
import { worst } from "../severity";
import { type EnvironmentReport, type Report, type ReportKind, statusOf } from "./model";
import { count } from "./sections";

const SIGNS: Readonly<Record<Severity, string>> = {
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
  const severity = severityOf(environment) ?? "cosmetic";
  const meaning = severity === "cosmetic" ? "" : ` – ${severity}`;
  return `${SIGNS[severity]} ${happeningsOf(environment).join(", ")}${meaning}`;
}

/** The worst of everything that is reported; a deletion without a known consequence changes access. */
export function severityOf(environment: EnvironmentReport): Severity | undefined {
  const { changes, drift, findings } = environment;
  const unexplained = changes
    .filter(
      ({ action, consequences }) =>
        consequences.length === 0 && (action === "delete" || action === "replace"),
    )
    .map(() => ({ severity: "changes access" as const }));
  return worst([
    ...[...changes, ...drift].flatMap(({ consequences }) => consequences),
    ...findings,
    ...unexplained,
  ]);
}

/** For example "2 changes" and "1 object changed outside". */
function happeningsOf(environment: EnvironmentReport): string[] {
  const { changes, outputs, drift, findings, failedChecks } = environment;
  return [
    changes.length > 0 && count(changes.length, "change"),
    outputs.length > 0 && count(outputs.length, "changed output"),
    drift.length > 0 && `${count(drift.length, "object")} changed outside`,
    failedChecks.length > 0 && count(failedChecks.length, "failed check"),
    findings.length > 0 && count(findings.length, "finding"),
  ].filter((part) => part !== false);
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

import type { Change } from "../changes/changes";
import { alertsOf } from "./alerts";
import { visibleJson } from "./escape";
import { exitCodeOf, type Report, statusOf } from "./model";
import { severityOf, verdict } from "./verdict";

/** Raised when a field changes its meaning or goes away. */
const JSON_FORMAT = 1;

/** The report for programs; secrets are masked as in every other format. */
export function renderJson(report: Report): string {
  const environments = report.environments.map((environment) => ({
    ...environment,
    changes: environment.changes.map(told),
    drift: environment.drift.map(told),
    findings: environment.findings.map(({ unmanaged, ...finding }) => finding),
    alerts: alertsOf(environment).map(({ alert }) => alert),
    status: statusOf(environment),
    severity: severityOf(environment) ?? null,
    verdict: verdict(environment, report.kind),
  }));
  return `${visibleJson({ format: JSON_FORMAT, kind: report.kind, exitCode: exitCodeOf(report), environments, made: report.made })}\n`;
}

/** A change without what only says where it is shown. */
function told<T extends Change>({ whose, guarded, isCliApplications, ...rest }: T): Told<T> {
  return { ...rest, consequences: rest.consequences.map(({ several, ...consequence }) => consequence) };
}

type Told<T extends Change> = Omit<T, "whose" | "guarded" | "isCliApplications">;

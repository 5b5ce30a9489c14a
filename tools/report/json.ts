import type { Change, Drift } from "../changes/changes";
import type { Finding } from "../findings/finding";
import { alertsOf } from "./alerts";
import { visibleJson } from "./escape";
import type { PublishedReport } from "./json-schema";
import { type EnvironmentReport, exitCodeOf, type Report, statusOf } from "./model";
import { severityOf, verdict } from "./verdict";

type Published = PublishedReport["environments"][number];

/** The report for programs; secrets are masked as in every other format. */
export function renderJson(report: Report): string {
  const published: PublishedReport = {
    format: 1,
    kind: report.kind,
    exitCode: exitCodeOf(report),
    environments: report.environments.map((environment) => publishedEnvironment(environment, report)),
    made: report.made,
  };
  return `${visibleJson(published)}\n`;
}

function publishedEnvironment(environment: EnvironmentReport, { kind }: Report): Published {
  const { name, server, failure, unchanged, outputs, failedChecks } = environment;
  return {
    name,
    server,
    status: statusOf(environment),
    severity: severityOf(environment) ?? null,
    verdict: verdict(environment, kind),
    failure,
    alerts: alertsOf(environment).map(({ alert }) => alert),
    changes: environment.changes.map(publishedChange),
    unchanged,
    outputs,
    drift: environment.drift.map(publishedDrift),
    failedChecks,
    findings: environment.findings.map(publishedFinding),
    notShown: environment.notShown ?? [],
    warnings: environment.warnings ?? [],
    notes: environment.notes ?? [],
  };
}

function publishedChange(change: Change): Published["changes"][number] {
  const { action, importId, movedFrom, setsBack } = change;
  return { ...publishedObject(change), action, importId, movedFrom, setsBack };
}

function publishedDrift(drift: Drift): Published["drift"][number] {
  const { objectId, attribution, fixedByPlan, found } = drift;
  const action = drift.action === "delete" ? "delete" : "update";
  return { ...publishedObject(drift), action, objectId, attribution, fixedByPlan, found };
}

function publishedObject({ address, type, label, attributes, consequences }: Change) {
  const means = consequences.map(({ several, ...consequence }) => consequence);
  return { address, type, label, attributes, consequences: means };
}

function publishedFinding({ unmanaged, ...finding }: Finding): Published["findings"][number] {
  return finding;
}

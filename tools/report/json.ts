import type { AttributeChange, Change, Drift, Value } from "../changes/changes";
import type { Finding } from "../findings/finding";
import type { Action } from "../objects/predicates";
import { type Alert, alertsOf } from "./alerts";
import { visibleJson } from "./escape";
import { type EnvironmentReport, exitCodeOf, type Report, statusOf } from "./model";
import type { ReportJson } from "./report-schema";
import { valueText } from "./value-text";
import { severityOf, verdict, worstOf } from "./verdict";

type EnvironmentJson = ReportJson["environments"][number];
type ChangeJson = EnvironmentJson["changes"][number];
type DriftJson = EnvironmentJson["drift"][number];

/** The report for programs, member by member as its schema has it; secrets are masked as in every other format. */
export function renderJson(report: Report): string {
  const { at, command, commit, versions } = report.made;
  const json: ReportJson = {
    format: 1,
    kind: report.kind,
    at,
    exitCode: exitCodeOf(report),
    environments: report.environments.map((environment) => environmentJson(environment, report)),
    made: { command, commit: commit ?? null, versions: [...versions] },
  };
  return `${visibleJson(json)}\n`;
}

function environmentJson(environment: EnvironmentReport, { kind }: Report): EnvironmentJson {
  const { outputs, failedChecks, notShown = [], warnings = [], notes = [] } = environment;
  const isPlanned = kind === "plan" && environment.failure === undefined;
  return {
    name: environment.name,
    server: environment.server ?? null,
    status: statusOf(environment),
    severity: severityOf(environment) ?? null,
    verdict: verdict(environment, kind),
    failure: environment.failure ?? null,
    alerts: alertsOf(environment).map(({ alert }) => alertJson(alert)),
    changes: environment.changes.map(changeJson),
    outputs: outputs.map(({ name, action, before, after }) => ({
      name,
      action,
      before: valueJson(before),
      after: valueJson(after),
    })),
    unchanged: isPlanned ? environment.unchanged : null,
    drift: environment.drift.map(driftJson),
    failedChecks: failedChecks.map(({ address, problems }) => ({ address, problems })),
    findings: environment.findings.map(findingJson),
    notShown: [...notShown],
    warnings: warnings.map(({ place, text }) => ({ place, text })),
    notes: notes.map(({ severity, text }) => ({ severity, text })),
  };
}

function alertJson({ severity, untilApplied, origin, subject, text, docs }: Alert) {
  return { severity, untilApplied: untilApplied ?? null, origin, subject, text, docs: docs ?? null };
}

function changeJson(change: Change): ChangeJson {
  return {
    ...objectJson(change, change.action),
    attributes: change.attributes.map((attribute) => ({
      ...attributeJson(attribute),
      replaces: attribute.replaces,
    })),
    importId: change.importId ?? null,
    movedFrom: change.movedFrom ?? null,
    setsBack: change.setsBack ?? false,
  };
}

function driftJson(drift: Drift): DriftJson {
  const { objectId, attribution, fixedByPlan, found = [] } = drift;
  const people = attribution?.kind === "known" ? attribution.people : [];
  return {
    ...objectJson(drift, drift.action === "delete" ? "delete" : "update"),
    attributes: drift.attributes.map(attributeJson),
    objectId: objectId ?? null,
    changedBy: people.map(({ who, when, what }) => ({ who, when, what })),
    changedByUnknown: attribution?.kind === "unknown" ? attribution.reason : null,
    fixedByPlan: fixedByPlan ?? false,
    findingCodes: [...found],
  };
}

/** What changes of a plan and drift have in common. */
function objectJson<A extends Action>(change: Change, action: A) {
  const { address, type, label, consequences } = change;
  return {
    address,
    type,
    label,
    action,
    severity: worstOf([change]) ?? null,
    consequences: consequences.map(({ code, severity, text, docs }) => ({ code, severity, text, docs })),
  };
}

const attributeJson = ({ name, before, after }: AttributeChange) => ({
  name,
  before: valueJson(before),
  after: valueJson(after),
});

const valueJson = (value: Value) => ({ kind: value.kind, text: valueText(value) });

function findingJson(finding: Finding): EnvironmentJson["findings"][number] {
  const { code, severity, subject, address, message, consequence, remedy, fixedByPlan } = finding;
  return {
    code,
    severity,
    subject,
    address: address ?? null,
    message,
    consequence,
    remedy,
    fixedByPlan: fixedByPlan ?? false,
  };
}

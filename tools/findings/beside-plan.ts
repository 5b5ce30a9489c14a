import type { Change, Drift } from "../changes/changes";
import type { Finding } from "./finding";
import { notDeployedRule } from "./rules/not-deployed";
import { isEndedByImport, SAME_STATES } from "./same-states";

/** What a report says of a plan and beside it. */
interface Beside {
  readonly changes: readonly Change[];
  readonly drift: readonly Drift[];
  readonly findings: readonly Finding[];
}

/** What tells that authentik has, under the configured names, what Terraform does not know. */
const FOUND_ALREADY: readonly string[] = [
  "application-slug-taken",
  "client-id-taken",
  "connector-name-taken",
  "provider-name-taken",
];

/**
 * The findings that a plan leaves to be said: not what it imports, and nothing twice. What is a change outside terraform as
 * well is told there, what the plan ends is marked.
 */
export function besidePlan<T extends Beside>(shown: T): T {
  const left = withoutFirst(shown.findings.filter((finding) => !isTakenOver(finding, shown.changes)));
  const drift = shown.drift.map((each) => {
    const found = [...new Set(left.filter((finding) => saysTheSame(finding, each)).map(({ code }) => code))];
    return found.length > 0 ? { ...each, found } : each;
  });
  const findings = left
    .filter((finding) => !shown.drift.some((each) => saysTheSame(finding, each)))
    .map((finding) =>
      isEnded(finding, shown.changes) ? { ...finding, fixedByPlan: true as const } : finding,
    );
  return { ...shown, drift, findings };
}

/** A first plan shows what it makes; that nothing is deployed is worth saying where authentik seems to have it already. */
function withoutFirst(findings: readonly Finding[]): readonly Finding[] {
  const isFirst = !findings.some(({ code }) => FOUND_ALREADY.includes(code));
  return findings.filter(({ code }) => !(isFirst && code === notDeployedRule.code));
}

const addressOf = ({ address, subject }: Finding) => address ?? subject;

/** The change that imports what the finding is about. */
function importOf({ unmanaged }: Finding, changes: readonly Change[]): Change | undefined {
  return changes.find(
    ({ type, importId }) => unmanaged && type === unmanaged.type && importId === unmanaged.id,
  );
}

function isTakenOver(finding: Finding, changes: readonly Change[]): boolean {
  return isEndedByImport(finding) && importOf(finding, changes) !== undefined;
}

function saysTheSame(finding: Finding, { address, action, consequences }: Drift): boolean {
  if (address !== addressOf(finding)) return false;
  if (finding.code === "object-gone") return action === "delete";
  const codes = SAME_STATES[finding.code]?.consequences ?? [];
  return consequences.some(({ code }) => codes.includes(code));
}

function isEnded(finding: Finding, changes: readonly Change[]): boolean {
  const state = SAME_STATES[finding.code];
  const change = importOf(finding, changes) ?? changes.find(({ address }) => address === addressOf(finding));
  if (!state?.isEndedBy || !change) return false;
  const leadsThere = change.consequences.some(({ code }) => state.consequences.includes(code));
  return !leadsThere && state.isEndedBy(change);
}

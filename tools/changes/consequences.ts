import { managedType } from "../objects";
import { type Consequence, consequenceRows, GENERAL_CONSEQUENCES } from "../objects/consequences";
import type { Action } from "../objects/predicates";
import type { PlanJson, ResourceChange } from "../set-up/plan-json";
import { bySeverity } from "../severity";
import { seenIn } from "./surroundings";

/** What a change means for people and devices, worst first. */
export function consequencesOf(change: ResourceChange, action: Action, plan: PlanJson): Consequence[] {
  const seen = seenIn(change, action, plan);
  const isAnothers = managedType(change.type)?.isAgentsOnly && !seen.around.isAgents();
  const rows = seen.isLeftOver || isAnothers ? [] : consequenceRows(change.type);
  return [...rows, ...GENERAL_CONSEQUENCES]
    .filter(({ when }) => when(seen))
    .map(({ code, severity, text, docs }) => ({ code, severity, text, docs }))
    .sort(bySeverity);
}

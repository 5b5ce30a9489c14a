import { managedType } from "../objects";
import { type Consequence, consequenceRows, GENERAL_CONSEQUENCES } from "../objects/consequences";
import type { Action } from "../objects/predicates";
import { isCliApplications, isUndecided } from "../set-up/around";
import type { PlanJson, ResourceChange } from "../set-up/plan-json";
import { bySeverity } from "../severity";
import { seenIn } from "./surroundings";

/** What a change means for people and devices, worst first; with a doubt where nothing tells whose the object is. */
export function consequencesOf(change: ResourceChange, action: Action, plan: PlanJson): Consequence[] {
  const seen = seenIn(change, action, plan);
  const type = managedType(change.type, isCliApplications(change, plan));
  const isAnothers = type?.isAgentsOnly && !seen.around.isAgents();
  const rows = !type || seen.isLeftOver || isAnothers ? [] : consequenceRows(type);
  const doubt = isUndecided(change, plan)
    ? ", if this is the agent's, which is not known: nothing in the plan tells"
    : "";
  return [...rows, ...GENERAL_CONSEQUENCES]
    .filter(({ when }) => when(seen))
    .map(({ code, severity, text, docs }) => ({ code, severity, text: text + doubt, docs }))
    .sort(bySeverity);
}

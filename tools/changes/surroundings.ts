import type { Action, Seen, Surroundings } from "../objects/predicates";
import { bindsRequiredStage, isOwnProvider, scopesAfter, whoseChange } from "../set-up/around";
import { engineMode, hasCompanion, isGuarded, isRepeated, targetKind, targetStays } from "../set-up/bindings";
import { hasTrue, type PlanJson, type ResourceChange } from "../set-up/plan-json";

/** A change as the rows of objects/ look at it. */
export function seenIn(change: ResourceChange, action: Action, plan: PlanJson): Seen {
  return {
    action,
    before: change.before,
    after: change.after,
    isLeftOver: change.deposed !== undefined,
    around: surroundingsOf(change, plan),
    isUnknown: (attribute) => hasTrue(change.unknown[attribute]),
  };
}

function surroundingsOf(change: ResourceChange, plan: PlanJson): Surroundings {
  return {
    isAgents: () => whoseChange(change, plan) !== "another's",
    guards: (kind) => targetKind(change, plan) === kind,
    guardedStays: () => targetStays(change, plan),
    hasCompanion: (when) => hasCompanion(change, plan, when),
    isRepeated: (when) => isRepeated(change, plan, when),
    engineMode: (when) => engineMode(change, plan, when),
    isGuarded: () => isGuarded(change, plan),
    scopes: () => scopesAfter(change, plan),
    bindsRequiredStage: () => bindsRequiredStage(change, plan),
    isOwnProvider: (id) => isOwnProvider(id, plan),
  };
}

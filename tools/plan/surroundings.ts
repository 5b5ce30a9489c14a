import type { Action, Seen, Surroundings } from "../objects/predicates";
import { provider } from "../objects/provider";
import { scopeMapping } from "../objects/scope-mapping";
import { othersThanTheAgents } from "./agent-objects";
import { hasCompanion, isGuarded, targetKind, targetStays } from "./binding-targets";
import { hasTrue, type PlanJson, type ResourceChange } from "./plan-json";

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
    isAgents: () => !othersThanTheAgents(plan).has(change.address),
    guards: (kind) => targetKind(change, plan) === kind,
    guardedStays: () => targetStays(change, plan),
    hasCompanion: (when) => hasCompanion(change, plan, when),
    isGuarded: () => isGuarded(change, plan),
    scopes: () => managedScopes(plan),
    isOwnProvider: (id) =>
      plan.prior.some(
        ({ mode, type, values }) =>
          mode === "managed" && type === provider.type && String(values.id) === String(id),
      ),
  };
}

function managedScopes(plan: PlanJson): string[] {
  return plan.prior
    .filter((resource) => resource.mode === "data" && resource.type === scopeMapping.type)
    .flatMap(({ values: { managed_list: many, managed } }) => [...(Array.isArray(many) ? many : []), managed])
    .filter((managed) => typeof managed === "string");
}

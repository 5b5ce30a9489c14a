import { API_SCOPE, API_SCOPE_MAPPING } from "../../lib/rules/scopes";
import { application, endpointStage, flow, flowStageBinding, provider, scopeMapping } from "../objects";
import { handlesIn } from "./handles";
import { meaningOf, meantBy } from "./meaning";
import type { PlanJson, ResourceChange } from "./plan-json";
import type { Attributes } from "./reading";
import { setUpInPlan, withoutUnknown } from "./set-up";
import { isOfCliApplication, type Whose, whose } from "./whose";

// What a plan's set-up answers about the object of a change.

/** Whether the changed object is the agent's. */
export function whoseChange({ address }: Pick<ResourceChange, "address">, plan: PlanJson): Whose {
  const setUp = setUpInPlan(plan);
  const object = setUp.byAddress.get(address);
  return object ? whose(setUp, object) : "not known";
}

/** Whether the changed object is one of an application of the command line. */
export function isCliApplications({ address }: Pick<ResourceChange, "address">, plan: PlanJson): boolean {
  const setUp = setUpInPlan(plan);
  const object = setUp.byAddress.get(address);
  return object !== undefined && isOfCliApplication(setUp, object);
}

/** Types of which a stack may have objects that have nothing to do with the agent. */
const SHARED: ReadonlySet<string> = new Set([
  flow.type,
  provider.type,
  application.type,
  flowStageBinding.type,
]);

/** Whether the object may have nothing to do with the agent, and the plan does not tell. */
export function isUndecided(change: Pick<ResourceChange, "address" | "type">, plan: PlanJson): boolean {
  return SHARED.has(change.type) && whoseChange(change, plan) === "not known";
}

/** Whether a provider of this number is there already and managed here, and none of an application of the command line. */
export function isOwnProvider(id: unknown, plan: PlanJson): boolean {
  const setUp = setUpInPlan(plan);
  return handlesIn("jwt_federation_providers", id)
    .flatMap((key) => setUp.byKey.get(key) ?? [])
    .filter(({ mode, type, deployed }) => mode === "managed" && type === provider.type && deployed)
    .some((each) => !isOfCliApplication(setUp, each));
}

/** Whether the endpoint stage that a flow stage binding binds will let only known devices pass. */
export function bindsRequiredStage(
  { address, before, after, unknown }: Pick<ResourceChange, "address" | "before" | "after" | "unknown">,
  plan: PlanJson,
): boolean {
  const setUp = setUpInPlan(plan);
  const planned = after && withoutUnknown(after, unknown);
  const seen = [before, after].filter((values) => values !== null);
  const stages = meantBy(setUp, meaningOf(setUp, { address, seen, planned }, "stage"));
  return stages.some(({ type, planned: stage }) => type === endpointStage.type && stage?.mode === "required");
}

/**
 * The scopes of the mappings that the provider will have, each as the names of managed mappings end: `/scope-openid`;
 * none where the plan does not show all of them.
 */
export function scopesAfter(
  { address, after, unknown }: Pick<ResourceChange, "address" | "after" | "unknown">,
  plan: PlanJson,
): readonly string[] {
  const setUp = setUpInPlan(plan);
  const planned = after && withoutUnknown(after, unknown);
  const meaning = meaningOf(setUp, { address, seen: planned ? [planned] : [], planned }, "property_mappings");
  const isShown = meaning.isTold && [...meaning.keys].every((key) => setUp.byKey.has(key));
  const given = planned?.property_mappings;
  // Another look-up that shares mappings with the provider's may have read more.
  const isRead = ({ ids }: Attributes) =>
    !Array.isArray(given) || !Array.isArray(ids) || ids.every((id) => given.includes(id));
  const mappings = meantBy(setUp, meaning).filter(
    ({ type, seen }) => type === scopeMapping.type && seen.every(isRead),
  );
  return isShown ? mappings.flatMap(({ seen }) => seen.flatMap(scopesIn)) : [];
}

function scopesIn({ managed_list: list, managed, scope_name: name }: Attributes): string[] {
  const known = [...(Array.isArray(list) ? list : []), managed].filter((each) => typeof each === "string");
  const own = typeof name === "string" ? [name === API_SCOPE ? API_SCOPE_MAPPING : name] : [];
  return [
    ...known.map((each) => each.replace(/^.*(?=\/scope-)/, "")),
    ...own.map((each) => `/scope-${each}`),
  ];
}

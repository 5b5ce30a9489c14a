import { groupsOf } from "./authentication";
import { outcomeOf } from "./expressions";
import type { JsonObject, Row } from "./json";
import type { Store } from "./store";

/** Undefined for what is not run here: it counts as a policy that fails to run. */
const policyPasses = (policy: Row | undefined): boolean | undefined =>
  outcomeOf(String((policy?.settings as JsonObject | undefined)?.expression));

function bindingPasses(binding: Row, user: Row, store: Store): boolean {
  if (binding.policy)
    return policyPasses(store.get("policy", binding.policy)) ?? binding.failure_result === true;
  if (binding.group) return groupsOf(user, store).some(({ pk }) => pk === binding.group);
  return binding.user === user.pk;
}

/**
 * Whether the enabled bindings of the target let the user in, all of them or any as its engine
 * mode says; `whenUnbound` is the answer for a target without any.
 */
export function letsIn(target: Row, user: Row, store: Store, whenUnbound: boolean): boolean {
  const results = store
    .filter("policybinding", (binding) => binding.target === target.pbm && binding.enabled === true)
    .map((binding) => bindingPasses(binding, user, store) !== binding.negate);
  if (results.length === 0) return whenUnbound;
  return target.policy_engine_mode === "all" ? results.every(Boolean) : results.some(Boolean);
}

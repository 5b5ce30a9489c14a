import { groupsOf } from "./authentication";
import type { Row } from "./json";
import type { Store } from "./store";

function bindingPasses(binding: Row, user: Row, store: Store): boolean {
  if (binding.policy) return store.get("policy", binding.policy)?.passes !== false;
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

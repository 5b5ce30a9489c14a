import { groupsOf } from "./authentication";
import { outcomeOf } from "./expressions";
import type { Row } from "./json";
import type { Store } from "./store";

/** Whether what is bound lets the user in; undefined when it fails to run, as all policies do here that take Python. */
function outcome(binding: Row, user: Row, store: Store): boolean | undefined {
  if (binding.policy) return outcomeOf(String(store.get("policy", binding.policy)?.expression));
  if (binding.group) return groupsOf(user, store).some(({ pk }) => pk === binding.group);
  return binding.user === user.pk;
}

/** A policy that fails to run counts as its binding says, and is not negated. */
function bindingPasses(binding: Row, user: Row, store: Store): boolean {
  const passes = outcome(binding, user, store);
  return passes === undefined ? binding.failure_result === true : passes !== binding.negate;
}

/**
 * Whether the enabled bindings of the target let the user in, all of them or any as its engine
 * mode says; `whenUnbound` is the answer for a target without any.
 */
export function letsIn(target: Row, user: Row, store: Store, whenUnbound: boolean): boolean {
  const results = store
    .filter("policybinding", (binding) => binding.target === target.pbm && binding.enabled === true)
    .map((binding) => bindingPasses(binding, user, store));
  if (results.length === 0) return whenUnbound;
  return target.policy_engine_mode === "all" ? results.every(Boolean) : results.some(Boolean);
}

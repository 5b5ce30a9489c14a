import { withoutIndexes } from "../set-up/address";
import type { PlanJson } from "./plan-json";

/** The attributes that are configured for a resource, and what their expressions refer to; undefined when it is not. */
export function configurationOf(
  plan: PlanJson,
  address: string,
): ReadonlyMap<string, readonly string[]> | undefined {
  return plan.configured.get(withoutIndexes(address));
}

import type { TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { PLACES } from "./rules/places";
import type { StateBackend } from "./state-backend";

const claimed = new WeakMap<IConstruct, Map<string, TerraformStack>>();

/** What is wrong with a stack's places, which earlier stacks of the same app have already; they become its own else. */
export function claimPlaces(stack: TerraformStack, backend: StateBackend | undefined): string[] {
  const owners = claimed.get(stack.node.root) ?? new Map<string, TerraformStack>();
  claimed.set(stack.node.root, owners);
  return PLACES.flatMap(({ of, message }, index) => {
    const place = of(stack.node.id, backend);
    if (place === undefined) return [];
    const owner = owners.get(`${index} ${place}`) ?? stack;
    owners.set(`${index} ${place}`, owner);
    return owner === stack ? [] : [message(owner.node.id)];
  });
}

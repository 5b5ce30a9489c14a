import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { attributeSince, CURRENT_RELEASE, isBefore, type Release } from "./rules/releases";

const given = new WeakMap<TerraformStack, Release>();
const asked = new WeakSet<TerraformStack>();

/** Says for which release of authentik a stack is. @returns what is wrong with saying it now */
export function setRelease(construct: Construct, release: Release): string[] {
  const stack = TerraformStack.of(construct);
  const isLate = asked.has(stack) && release !== CURRENT_RELEASE;
  given.set(stack, release);
  return isLate
    ? [`release: constructs before this one were made for ${CURRENT_RELEASE}: make the server before them`]
    : [];
}

/** Whether the provider of the stack's release knows an attribute, so that it may stand in what is synthesised. */
export function isKnown(construct: Construct, type: string, attribute: string): boolean {
  const stack = TerraformStack.of(construct);
  asked.add(stack);
  return !isBefore(given.get(stack) ?? CURRENT_RELEASE, attributeSince(type, attribute));
}

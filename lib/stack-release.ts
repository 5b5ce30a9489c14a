import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { attributeSince, CURRENT_RELEASE, grantSince, isBefore, type Release } from "./rules/releases";

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
  return !isBefore(releaseOf(construct), attributeSince(type, attribute));
}

/** Whether the server of the stack's release knows a grant. */
export function isKnownGrant(construct: Construct, grant: string): boolean {
  return !isBefore(releaseOf(construct), grantSince(grant));
}

/** The release of authentik that the construct's stack is for. */
export function releaseOf(construct: Construct): Release {
  const stack = TerraformStack.of(construct);
  asked.add(stack);
  return given.get(stack) ?? CURRENT_RELEASE;
}

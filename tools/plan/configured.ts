import type { Attributes, PlanJson } from "./plan-json";

const INDEX = /\[(?:\d+|"(?:[^"\\]|\\.)*")\]/g;

/** The address without the indexes of count and for_each, as the configuration has it. */
export function withoutIndexes(address: string): string {
  return address.replace(INDEX, "");
}

/** The resource type in an address, whatever module it is in. */
export function typeIn(address: string): string | undefined {
  return withoutIndexes(address).split(".").at(-2);
}

/** The attributes that are configured for a resource, and what their expressions refer to; undefined when it is not. */
export function configurationOf(plan: PlanJson, address: string): ReadonlyMap<string, readonly string[]> | undefined {
  return plan.configured.get(withoutIndexes(address));
}

/** Whether an expression with these references means the resource at the address. */
export function refersTo(references: readonly string[], address: string): boolean {
  if (references.length === 0) {
    return false;
  }
  const bare = withoutIndexes(address);
  return (
    references.includes(address) ||
    // An index such as each.key is not told: then any instance may be meant.
    (references.includes(bare) && !references.some((reference) => reference.startsWith(`${bare}[`)))
  );
}

/** Tells of an object whether the attribute means it: by a reference, or by a handle under which authentik knows it. */
export function pointerOf(
  from: { readonly address: string; readonly values: Attributes },
  attribute: string,
  plan: PlanJson,
): (address: string, handles: readonly unknown[]) => boolean {
  const references = configurationOf(plan, from.address)?.get(attribute) ?? [];
  const values = [from.values[attribute]].flat().map(String);
  return (address, handles) =>
    refersTo(references, address) ||
    handles.some((handle) => handle != null && values.includes(String(handle)));
}

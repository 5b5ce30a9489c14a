import { fieldOf, managedType } from "../objects";
import type { Zero } from "../objects/object-type";
import { isReference, type SetUpObject as ManagedObject } from "./set-up";

/** One attribute that the live object has and the provider cannot set. */
export interface DroppedValue {
  readonly attribute: string;
  readonly wanted: Zero;
  readonly found: unknown;
}

/** Where a deployed object lives in the API, undefined for those of which the provider drops nothing. */
export function droppingPath({ mode, type, deployed }: ManagedObject): string | undefined {
  const managed = mode === "data" ? undefined : managedType(type);
  const drops = Object.values(managed?.attributes ?? {}).some(({ dropped }) => dropped !== undefined);
  return managed && drops && deployed ? `${managed.api.path}${deployed.id}/` : undefined;
}

/** What the configuration wants, the live object does not have, and an apply would not change. */
export function droppedValues(
  { type, configured }: ManagedObject,
  live: Readonly<Record<string, unknown>>,
): DroppedValue[] {
  const managed = managedType(type);
  if (!configured || !managed) return [];
  return Object.entries(managed.attributes).flatMap(([attribute, { dropped: zero, isDroppedWhenUnset }]) => {
    const value = configured[attribute] ?? (isDroppedWhenUnset ? zero : undefined);
    const found = live[fieldOf(managed, attribute)];
    const wantsZero = zero !== undefined && !isReference(value) && value === zero;
    // A server that does not know the attribute has nothing to repair.
    return wantsZero && found !== undefined && (found ?? zero) !== zero
      ? [{ attribute, wanted: zero, found }]
      : [];
  });
}

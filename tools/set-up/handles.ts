import { handlesOf as handleNamesOf, OBJECTS, objectType, typeOfKind } from "../objects";
import type { Attributes } from "./reading";

/** Attributes by which others refer to an object of any type; a data source of many has the ids of all. */
const HANDLES: ReadonlySet<string> = new Set(OBJECTS.flatMap(({ type }) => handleNamesOf(type)));

/** What the attributes that hold numbers count: numbers of one kind are numbers of others too. */
const COUNTED = new Map<string, string>();
for (const { attributes } of OBJECTS) {
  for (const [name, { refers }] of Object.entries(attributes)) {
    const [numbers] = (refers?.to ?? []).flatMap((kind) => typeOfKind(kind).numbers ?? []);
    if (numbers) COUNTED.set(name, numbers);
  }
}

const NUMBER = /^\d+$/;

/** The handles of an object, as keys. */
export function handlesOf({
  type,
  seen,
}: {
  readonly type: string;
  readonly seen: readonly Attributes[];
}): readonly string[] {
  const counted = objectType(type)?.numbers;
  const keys = new Set<string>();
  for (const values of seen) {
    for (const id of [...[...HANDLES].map((name) => values[name]), values.ids].flat()) {
      const key = keyOf(id, counted);
      if (key !== undefined) keys.add(key);
    }
  }
  return [...keys];
}

/** The handles in the value of an attribute, as keys. */
export function handlesIn(attribute: string, value: unknown): readonly string[] {
  return [value].flat().flatMap((id) => keyOf(id, COUNTED.get(attribute)) ?? []);
}

function keyOf(id: unknown, counted: string | undefined): string | undefined {
  // The provider's SDK records what is not set as "" or 0.
  if ((typeof id !== "string" && typeof id !== "number") || id === "" || id === 0) return undefined;
  return NUMBER.test(String(id)) ? counted && `#${counted}#${id}` : `#${id}`;
}

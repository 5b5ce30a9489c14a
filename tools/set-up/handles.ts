import type { Attributes } from "./reading";

/** Attributes by which authentik knows an object and others refer to it; a data source of many has the ids of all. */
const HANDLES = ["uuid", "id", "pk"];

/** What the attributes that hold numbers count: numbers of one kind are numbers of others too. */
const NUMBERED: Readonly<Record<string, string>> = {
  protocol_provider: "provider",
  backchannel_providers: "provider",
  jwt_federation_providers: "provider",
  user: "user",
};

const NUMBER = /^\d+$/;

/** The handles of an object, as keys. */
export function handlesOf({
  type,
  seen,
}: {
  readonly type: string;
  readonly seen: readonly Attributes[];
}): readonly string[] {
  const counted = /^authentik_(provider|user)(?:_|$)/.exec(type)?.[1];
  const keys = new Set<string>();
  for (const values of seen) {
    for (const id of [...HANDLES.map((name) => values[name]), values.ids].flat()) {
      const key = keyOf(id, counted);
      if (key !== undefined) keys.add(key);
    }
  }
  return [...keys];
}

/** The handles in the value of an attribute, as keys. */
export function handlesIn(attribute: string, value: unknown): readonly string[] {
  return [value].flat().flatMap((id) => keyOf(id, NUMBERED[attribute]) ?? []);
}

function keyOf(id: unknown, counted: string | undefined): string | undefined {
  // The provider's SDK records what is not set as "" or 0.
  if ((typeof id !== "string" && typeof id !== "number") || id === "" || id === 0) return undefined;
  return NUMBER.test(String(id)) ? counted && `#${counted}#${id}` : `#${id}`;
}

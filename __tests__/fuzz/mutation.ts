import fc from "fast-check";

type Json = unknown;
type Path = readonly (string | number)[];

/** One change somewhere in a JSON value. */
export interface Mutation {
  /** Counts through all places of the value, again from the beginning after the last. */
  readonly place: number;
  readonly change: (old: Json) => Json;
}

const REMOVED = Symbol("removed");

/** Keys that mean something to JavaScript. */
const KEYS = [
  "__proto__",
  "constructor",
  "toString",
  "valueOf",
  "length",
  "hasOwnProperty",
  "then",
  "toJSON",
];

/** Any JSON, keys that mean something among it. */
export const anyJson = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom<Json>(
    null,
    true,
    false,
    0,
    -1,
    1e308,
    -0,
    2 ** 53,
    "",
    "\u0000",
    "${x}",
    [],
    {},
    [null],
    [[]],
    [{}],
  ),
  fc
    .dictionary(fc.constantFrom(...KEYS), fc.jsonValue({ maxDepth: 1 }), { maxKeys: 3 })
    .map((each) => ({ ...each })),
  fc.integer({ min: 1, max: 3000 }).map(nested),
  fc.integer({ min: 1, max: 20_000 }).map((length) => "x".repeat(length)),
);

function nested(depth: number): Json {
  let value: Json = "deep";
  for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? [value] : { value };
  return value;
}

const changes: fc.Arbitrary<Mutation["change"]> = fc.oneof(
  anyJson.map((value) => () => value),
  fc.constantFrom<Mutation["change"]>(
    () => REMOVED,
    (old) => [old],
    (old) => ({ old }),
    (old) => JSON.stringify(old),
    (old) => (typeof old === "string" ? Number(old) || 7 : 7),
    (old) =>
      Array.isArray(old)
        ? Array.from({ length: 300 }, () => old)
            .flat()
            .slice(0, 1000)
        : [old, old],
    (old) => (Array.isArray(old) ? [...old, null] : null),
    (old) => (typeof old === "string" ? `${old}\u001b[31m\u202e${old}` : old),
  ),
);

export const mutations = fc.array(fc.record({ place: fc.nat({ max: 1_000_000 }), change: changes }), {
  minLength: 1,
  maxLength: 3,
});

/** The value with those changes. */
export function mutated(value: Json, given: readonly Mutation[]): Json {
  return given.reduce<Json>((changed, { place, change }) => {
    const places = placesIn(changed);
    return changedAt(changed, places[place % places.length] as Path, change);
  }, value);
}

function placesIn(value: Json): Path[] {
  const found: Path[] = [];
  const open: (readonly [Path, Json])[] = [[[], value]];
  for (let entry = open.pop(); entry !== undefined && found.length < 50_000; entry = open.pop()) {
    const [path, each] = entry;
    found.push(path);
    if (typeof each !== "object" || each === null || path.length > 40) continue;
    for (const [key, member] of Object.entries(each)) {
      open.push([[...path, Array.isArray(each) ? Number(key) : key], member]);
    }
  }
  return found;
}

function changedAt(value: Json, [step, ...rest]: Path, change: Mutation["change"]): Json {
  if (step === undefined) {
    const changed = change(value);
    return changed === REMOVED ? null : changed;
  }
  const old = (value as Record<string | number, Json>)[step];
  const isRemoved = rest.length === 0 && change(old) === REMOVED;
  if (Array.isArray(value)) {
    if (isRemoved) return value.filter((_, index) => index !== step);
    return value.map((each, index) => (index === step ? changedAt(each, rest, change) : each));
  }
  const entries = Object.entries(value as object).flatMap(([key, each]) => {
    if (key !== String(step)) return [[key, each] as const];
    return isRemoved ? [] : [[key, changedAt(each, rest, change)] as const];
  });
  return Object.fromEntries(entries);
}

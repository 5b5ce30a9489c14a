type Members = Readonly<Record<string, unknown>>;

/** A text that cannot be read as JSON; the message continues a sentence that names it. */
export class JsonError extends Error {}

const DEEPEST = 100;
/** With these of its own an object is another than it seems, or is no text when it is shown. */
const UNFIT = ["__proto__", "toString"];

/**
 * The value that a JSON text from outside has.
 *
 * @throws JsonError where it is none, is nested too deep to be walked through, or has a key that objects cannot hold
 */
export function parseJson(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new JsonError("is not JSON");
  }
  refuseUnfit(value);
  return value;
}

/** Level by level, since a text may be nested deeper than calls can be. */
function refuseUnfit(value: unknown): void {
  let level: object[] = isContainer(value) ? [value] : [];
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > DEEPEST) throw new JsonError(`is nested more than ${DEEPEST} levels deep`);
    const below: object[] = [];
    for (const container of level) {
      const unfit = UNFIT.find((key) => Object.hasOwn(container, key));
      if (unfit !== undefined)
        throw new JsonError(`has the key "${unfit}", which no object of ours can hold`);
      for (const member of Object.values(container)) {
        if (isContainer(member)) below.push(member);
      }
    }
    level = below;
  }
}

const isContainer = (value: unknown): value is object => typeof value === "object" && value !== null;

/** Whether two JSON values are equal, whatever the order of their keys. */
export function same(a: unknown, b: unknown): boolean {
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) {
    return a === b;
  }
  const keys = Object.keys(a);
  return (
    Array.isArray(a) === Array.isArray(b) &&
    keys.length === Object.keys(b).length &&
    keys.every((key) => same((a as Members)[key], (b as Members)[key]))
  );
}

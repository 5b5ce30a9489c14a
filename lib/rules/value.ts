import { quoted } from "./credential-shapes";
import type { Path } from "./mistake";

/** Whether a value is a mapping of settings, not an object of someone's own class. */
export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** What stands at a path, or undefined where nothing does. */
export function valueAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>(childOf, root);
}

/** Of mappings and lists only what is their own; an object of someone's own class gives more. */
function childOf(parent: unknown, step: string | number): unknown {
  if (typeof parent !== "object" || parent === null) return undefined;
  const isPlain = Array.isArray(parent) || isMapping(parent);
  if (isPlain && !Object.hasOwn(parent, step)) return undefined;
  return (parent as Readonly<Record<string | number, unknown>>)[step];
}

/** A value as messages name it: scalars as they are, shortened; of lists and mappings only what they are. */
export function named(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (typeof value === "object" && value !== null)
    return Object.keys(value).length === 0 ? "an empty mapping" : "a mapping";
  if (value === null) return "nothing";
  return typeof value === "string" ? quoted(shortened(value)) : String(value);
}

const LONGEST_VALUE = 80;

const shortened = (text: string) => (text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text);

import { parse, stringify } from "yaml";
import { ENTRY, NAME } from "./keys";

/** The line that sets a key as the first environment that has it, in the text of a configuration, does. */
export function exampleOf(configuration: string): (path: readonly string[]) => string {
  const { environments, templates } = parse(configuration) as Record<string, Record<string, unknown>>;
  const settings = [...Object.values(environments ?? {}), ...Object.values(templates ?? {})];
  return (path) => {
    for (const candidate of settings) {
      const example = only(candidate, path);
      if (example !== undefined) return lineOf(example);
    }
    throw new Error(`no example sets ${path.join(".")}`);
  };
}

/** What leads to a key and nothing beside it, but of entries of a list what tells them apart. */
function only(value: unknown, [step, ...rest]: readonly string[]): unknown {
  if (step === undefined) return value;
  if (step === ENTRY) {
    if (!Array.isArray(value)) return undefined;
    for (const entry of value) {
      const inner = only(entry, rest);
      if (inner !== undefined) return [{ ...identityOf(entry), ...(inner as object) }];
    }
    return undefined;
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const [key, found] =
    step === NAME
      ? (Object.entries(value)[0] ?? [])
      : [step, (value as Readonly<Record<string, unknown>>)[step]];
  const inner = only(found, rest);
  return key === undefined || inner === undefined ? undefined : { [key]: inner };
}

const IDENTITY = ["name", "group", "user", "policy", "url"];

const identityOf = (entry: object) =>
  Object.fromEntries(Object.entries(entry).filter(([key]) => IDENTITY.includes(key)));

/** A mapping's own key on the line, and what is in it behind. */
function lineOf(example: unknown): string {
  const [key, value] = Object.entries(example as object)[0] as [string, unknown];
  const text = stringify(value, { collectionStyle: "flow", lineWidth: 0, flowCollectionPadding: true });
  return `${key}: ${text.trim()}`;
}

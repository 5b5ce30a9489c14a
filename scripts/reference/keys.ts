/** A part of the JSON Schema of agent-stack.yaml. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly description?: string;
  readonly default?: unknown;
  readonly errorMessage?: string;
}

/** What stands in a list, and what stands under a name of one's own, in a path. */
export const ENTRY = "[]";
export const NAME = "NAME";

/** A key of an environment. */
export interface Key {
  /** The keys on the way to it, with ENTRY for an entry of a list and NAME for a name of one's own. */
  readonly path: readonly string[];
  readonly schema: Schema;
  readonly isRequired: boolean;
}

/** All keys below a schema, each before those in it. */
export function keysOf(schema: Schema, path: readonly string[] = []): Key[] {
  const own = Object.entries(schema.properties ?? {}).flatMap(([name, child]) => {
    const key = { path: [...path, name], schema: child, isRequired: !!schema.required?.includes(name) };
    return [key, ...keysOf(child, key.path)];
  });
  const { additionalProperties: named, items } = schema;
  return [
    ...own,
    ...(typeof named === "object" ? keysOf(named, [...path, NAME]) : []),
    ...(items ? keysOf(items, [...path, ENTRY]) : []),
  ];
}

/** How a key is written in texts, such as `cli.access[].group`. */
export const keyText = (path: readonly string[]) => path.join(".").replaceAll(`.${ENTRY}`, ENTRY);

/** What a value of a key may be, in the schema's words. */
export function typeText({ schema, isRequired }: Key): string {
  const allowed = (schema.errorMessage ?? "").replace(/^expected /, "");
  return `${allowed}${isRequired ? "; required" : ""}`;
}

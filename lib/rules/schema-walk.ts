import * as z from "zod";

export type Schema = z.core.$ZodType | undefined;

export function schemaAt(schema: Schema, path: readonly (string | number)[]): Schema {
  return path.reduce(childSchema, schema);
}

/** The schema of what stands at a key of a mapping or a place in a list, undefined where nothing may. */
export function childSchema(schema: Schema, step: string | number): Schema {
  const def = innermost(schema);
  switch (def?.type) {
    case "object":
      return Object.hasOwn(def.shape, step) ? def.shape[step] : undefined;
    case "record":
      return def.valueType;
    case "array":
      return def.element;
    default:
      return undefined;
  }
}

/** The keys that a mapping may have, undefined where it may have any. */
export function knownKeys(schema: Schema): string[] | undefined {
  const def = innermost(schema);
  return def?.type === "object" ? Object.keys(def.shape) : undefined;
}

/** The values to choose from, empty where there is no such choice. */
export function choices(schema: Schema): string[] {
  const def = innermost(schema);
  return def?.type === "enum" ? Object.values(def.entries).map(String) : [];
}

/** The value that a setting has where it is left out, as the schema tells it to editors. */
export function defaultAt(schema: Schema, path: readonly string[]): unknown {
  const setting = schemaAt(schema, path);
  const { default: byDefault } = (setting && z.globalRegistry.get(unwrapped(setting) ?? setting)) ?? {};
  return byDefault;
}

/** What is allowed in the schema's own words, such as `expected true or false`. */
export function expectation(schema: Schema): string {
  for (let inner = schema; inner; inner = unwrapped(inner)) {
    const { errorMessage } = z.globalRegistry.get(inner) ?? {};
    if (typeof errorMessage === "string") return errorMessage;
  }
  return "expected nothing";
}

/** An example of a setting, undefined where there is none. */
export function exampleOf(schema: Schema): string | undefined {
  for (let inner = schema; inner; inner = unwrapped(inner)) {
    const { examples } = z.globalRegistry.get(inner) ?? {};
    if (Array.isArray(examples)) return String(examples[0]);
  }
  return undefined;
}

/** What is allowed as a key of a mapping that names its entries freely. */
export function keyExpectation(schema: Schema): string {
  const def = innermost(schema);
  return expectation(def?.type === "record" ? def.keyType : undefined);
}

/** Where below a schema a key is known, such as `cli.application`. */
export function homesOf(key: string, schema: Schema, path = ""): string[] {
  const keys = knownKeys(schema) ?? [];
  const here = path !== "" && keys.includes(key) ? [path] : [];
  const below = keys.flatMap((step) =>
    homesOf(key, childSchema(schema, step), path === "" ? step : `${path}.${step}`),
  );
  return [...here, ...below];
}

/** The schemas of all settings below a schema by their names, of each name the first. */
export function settingsBelow(schema: Schema): ReadonlyMap<string, Schema> {
  const known = schema && below.get(schema);
  if (known) return known;
  const found = new Map<string, Schema>();
  collect(schema, found);
  if (schema) below.set(schema, found);
  return found;
}

const below = new WeakMap<z.core.$ZodType, ReadonlyMap<string, Schema>>();

function collect(schema: Schema, found: Map<string, Schema>): void {
  const def = innermost(schema);
  if (def?.type === "record") collect(def.valueType, found);
  if (def?.type === "array") collect(def.element, found);
  if (def?.type !== "object") return;
  for (const [name, child] of Object.entries(def.shape)) {
    if (!found.has(name)) found.set(name, child);
    collect(child, found);
  }
}

function innermost(schema: Schema) {
  let inner = schema;
  for (let next = unwrapped(inner); next; next = unwrapped(inner)) inner = next;
  return (inner as z.core.$ZodTypes | undefined)?._zod.def;
}

function unwrapped(schema: Schema): Schema {
  const def = (schema as z.core.$ZodTypes | undefined)?._zod.def;
  switch (def?.type) {
    case "optional":
      return def.innerType;
    case "pipe":
      return def.out;
    case "union":
      return def.options.at(-1);
    default:
      return undefined;
  }
}

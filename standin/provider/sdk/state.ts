import { type Attribute, type Attributes, isList, type TerraformType } from "../schema/attribute";
import { isUnset, type State, UNKNOWN, type Value } from "../schema/value";

/** What a read found, by attribute: undefined and null become the type's zero in the state. */
export type Reading = Readonly<Record<string, unknown>>;

/** The state after a refresh: attributes the read does not set keep their value. */
export function refreshedState(attributes: Attributes, prior: State, reading: Reading): State {
  return mapAttributes(attributes, (name, { type }) =>
    name in reading ? stored(type, reading[name]) : (prior[name] ?? null),
  );
}

/**
 * The state after a create or update. Where the reading is empty because a request failed, it is what was planned:
 * the SDK keeps the new values of a failed update, and so do we.
 */
export function appliedState(
  attributes: Attributes,
  prior: State | null,
  planned: State,
  reading: Reading,
): State {
  return mapAttributes(attributes, (name, attribute) => {
    const plan = planned[name] ?? null;
    if (!(name in reading)) return carriedOver(attribute, prior?.[name] ?? null, plan);
    const value = stored(attribute.type, reading[name]);
    return isList(attribute.type) && plan === null && isUnset(value) ? null : value;
  });
}

/** The state of a data source: what it read, else what the configuration and the defaults say. */
export function dataSourceState(attributes: Attributes, config: State, reading: Reading): State {
  const configured = withDefaults(attributes, config);
  return mapAttributes(attributes, (name, { type }) => {
    if (name in reading) return stored(type, reading[name]);
    const value = configured[name] ?? null;
    return value === "" || (Array.isArray(value) && value.length === 0) ? null : value;
  });
}

/** The configuration with the schema's defaults put in. */
export function withDefaults(attributes: Attributes, config: State): State {
  return mapAttributes(attributes, (name, attribute) => config[name] ?? attribute.default ?? null);
}

/** A state that knows nothing but the id. */
export function importedState(attributes: Attributes, id: string): State {
  return mapAttributes(attributes, (name) => (name === "id" ? id : null));
}

/** Only the attributes of the schema, null where the values have none. */
export function fitted(attributes: Attributes, values: State): State {
  return mapAttributes(attributes, (name) => values[name] ?? null);
}

function mapAttributes(attributes: Attributes, value: (name: string, attribute: Attribute) => Value): State {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, attribute]) => [name, value(name, attribute)]),
  );
}

function carriedOver({ type }: Attribute, before: Value, planned: Value): Value {
  if (planned === UNKNOWN) return null;
  return planned === null && !isUnset(before) ? stored(type, null) : planned;
}

/** The value as the SDK keeps it: never null, whole numbers. */
export function stored(type: TerraformType, value: unknown): Value {
  if (type === "string") return value == null ? "" : String(value);
  if (type === "number") return Math.trunc(Number(value ?? 0));
  if (type === "bool") return Boolean(value);
  const [collection, element] = type;
  if (collection === "list") return ((value ?? []) as unknown[]).map((item) => stored(element, item));
  const entries = (value ?? {}) as Record<string, unknown>;
  return collection === "map"
    ? Object.fromEntries(Object.entries(entries).map(([key, item]) => [key, stored(element, item)]))
    : Object.fromEntries(Object.entries(element).map(([key, part]) => [key, stored(part, entries[key])]));
}

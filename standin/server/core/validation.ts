import { invalid } from "./errors";
import { type Field, NOT_A_DICTIONARY, parseFields } from "./fields";
import { isObject, type Json, type JsonObject, type Row } from "./json";
import type { Resource } from "./resource";
import type { Store } from "./store";

function checkUnique(
  resource: Resource,
  values: JsonObject,
  errors: JsonObject,
  existing: Row | undefined,
  store: Store,
) {
  const others = store.filter(resource.table, (row) => row !== existing);
  for (const [name, { unique }] of Object.entries(resource.fields)) {
    const value = values[name];
    if (unique && value !== undefined && value !== null && others.some((row) => row[name] === value))
      errors[name] = [unique];
  }
  return others;
}

/** Null counts as a value once the object exists, unless it has just been written. */
function checkTogether(resource: Resource, values: JsonObject, existing: Row | undefined, others: Row[]) {
  const merged: JsonObject = { ...existing, ...values };
  for (const names of resource.together ?? []) {
    if (names.some((name) => merged[name] === null && existing?.[name] !== null)) continue;
    if (others.some((row) => names.every((name) => row[name] === merged[name])))
      throw invalid({ non_field_errors: [`The fields ${names.join(", ")} must make a unique set.`] });
  }
}

/** The body as an object, an absent one as an empty one. */
function dictionaryOf(body: Json): JsonObject {
  if (body === null) throw invalid({ non_field_errors: ["No data provided"] });
  if (body !== undefined && !isObject(body)) throw invalid({ non_field_errors: [NOT_A_DICTIONARY] });
  return body ?? {};
}

/**
 * The values of a body that is no object of a collection.
 *
 * @throws 400 with what is wrong by field.
 */
export function valuesOf(fields: Record<string, Field>, body: Json, store: Store): JsonObject {
  const { values, errors } = parseFields(fields, dictionaryOf(body), store, { partial: false, fill: true });
  if (Object.keys(errors).length > 0) throw invalid(errors);
  return values;
}

/**
 * The values of a request's body, checked against the collection's fields and other objects.
 *
 * @throws 400 with what is wrong by field.
 */
export function validated(
  resource: Resource,
  body: Json,
  existing: Row | undefined,
  partial: boolean,
  store: Store,
) {
  const { values, errors } = parseFields(resource.fields, dictionaryOf(body), store, {
    partial,
    fill: !existing,
  });
  const others = checkUnique(resource, values, errors, existing, store);
  Object.assign(errors, resource.checkFields?.(values, existing, store));
  const ordered = Object.keys(resource.fields).filter((name) => name in errors);
  if (ordered.length > 0) throw invalid(Object.fromEntries(ordered.map((name) => [name, errors[name]])));
  checkTogether(resource, values, existing, others);
  resource.validate?.(values, existing, store);
  return values;
}

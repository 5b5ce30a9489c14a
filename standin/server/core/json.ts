/** A JSON value. */
export type Json = string | number | boolean | null | undefined | Json[] | { [key: string]: Json };

/** A JSON object. */
export type JsonObject = { [key: string]: Json };

/** A stored object; `pk` is its primary key whatever its API calls it. */
export type Row = JsonObject & { pk: string | number };

/** Whether the value is a JSON object. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value as an array, empty when it is none. */
export function asList(value: Json): Json[] {
  return Array.isArray(value) ? value : [];
}

/** A value Terraform will only know after apply. */
export const UNKNOWN = Symbol("unknown");

/** A value of Terraform's type system; the only symbol is UNKNOWN, whose own type TypeScript widens in objects. */
export type Value = null | symbol | string | number | boolean | Value[] | { [name: string]: Value };

/** The attributes of a resource, a data source or the provider block by name. */
export type State = Record<string, Value>;

/** Whether nothing in the value is unknown. */
export function isWhollyKnown(value: Value): boolean {
  if (value === UNKNOWN) return false;
  if (Array.isArray(value)) return value.every(isWhollyKnown);
  if (value !== null && typeof value === "object") return Object.values(value).every(isWhollyKnown);
  return true;
}

/** Whether the value is null or its type's zero, which the real provider's SDK does not tell apart. */
export function isUnset(value: Value): boolean {
  if (value === UNKNOWN) return false;
  if (value === null || value === "" || value === 0 || value === false) return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}

/** Whether two values are the same to the real provider's SDK: null and zero are. */
export function areEquivalent(a: Value, b: Value): boolean {
  if (isUnset(a) || isUnset(b)) return isUnset(a) && isUnset(b);
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return a === b;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [left, right] = [Object.entries(a), b as State];
  return (
    left.length === Object.keys(right).length &&
    left.every(([key, value]) => key in right && areEquivalent(value, right[key] as Value))
  );
}

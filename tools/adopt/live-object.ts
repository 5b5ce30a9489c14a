/** An object as authentik's API gives it. */
export type LiveObject = Readonly<Record<string, unknown>>;

/** The value of a field, which may be one inside an embedded object. */
export function valueAt(object: LiveObject, field: string): unknown {
  return field.split(".").reduce<unknown>((value, name) => (value as LiveObject | null)?.[name], object);
}

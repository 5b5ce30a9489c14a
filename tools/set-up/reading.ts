import * as z from "zod";

/** Values of a resource by attribute. */
export type Attributes = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

// Terraform writes null or nothing for what is empty. Values are looked at where they are used: there are many.
export const anything = z.unknown().optional();
export const text = z.string({ error: "is not a string" });
export const optionalText = text.nullish().transform((value) => value ?? undefined);
export const attributes = z.custom<Attributes>(isRecord, { error: "is not an object" });
/** Looks no further in a list that is wrong all through: of a million mistakes nobody reads more than the first. */
const MOST_ISSUES = 100;
export const listOf = <T extends z.ZodType>(item: T) =>
  z
    .array(anything, { error: "is not a list" })
    .nullish()
    .transform((items, { issues }): z.output<T>[] => {
      const found: z.output<T>[] = [];
      for (const [index, given] of (items ?? []).entries()) {
        const { data, error } = item.safeParse(given);
        for (const { path, message } of error?.issues ?? []) {
          issues.push({ code: "custom", input: given, path: [index, ...path], message });
        }
        if (issues.length > MOST_ISSUES) break;
        if (!error) found.push(data as z.output<T>);
      }
      return found;
    });
export const object = <T extends z.ZodRawShape>(shape: T) => z.object(shape, { error: "is not an object" });
export const recordOf = <T extends z.ZodType>(value: T) =>
  z
    .record(z.string(), value, { error: "is not an object" })
    .nullish()
    .transform((record) => record ?? {});

const MOST_PROBLEMS = 5;

/** The value as the schema has it; `fail` makes the error for one that is not, from all that is wrong with it. */
export function read<T extends z.ZodType>(
  schema: T,
  value: unknown,
  what: string,
  fail: (problems: string) => Error,
): z.output<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => `${placeOf(path) || what} ${message}`);
  const more = problems.length - MOST_PROBLEMS;
  throw fail(
    [...problems.slice(0, MOST_PROBLEMS), ...(more > 0 ? [`${more} more are like that`] : [])].join(", "),
  );
}

function placeOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (place, step) =>
      typeof step === "number" ? `${place}[${step}]` : `${place}${place && "."}${String(step)}`,
    "",
  );
}

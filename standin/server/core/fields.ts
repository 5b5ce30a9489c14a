import { durationSeconds } from "./duration";
import { isObject, type Json, type JsonObject } from "./json";
import { instantOf } from "./moment";
import type { Store } from "./store";

/** A value that was refused; `messages` is what the answer says about the field. */
export class InvalidValue extends Error {
  readonly messages: Json;

  constructor(messages: string | JsonObject | Json[]) {
    super("invalid value");
    this.messages = typeof messages === "string" ? [messages] : messages;
  }
}

/** What a reference points at and what happens to it when that is deleted. */
export interface Reference {
  table: string;
  many: boolean;
  onDelete: "cascade" | "clear";
}

/** One attribute a client may write. */
export interface Field {
  required: boolean;
  nullable: boolean;
  /** A value, or a function making one per object. */
  default: Json | (() => Json);
  /** What an object has that was there before the field, its default otherwise. */
  onUpgrade?: Json;
  parse(value: Json, store: Store): Json;
  /** The message when another object has the same value. */
  unique?: string;
  reference?: Reference;
  /** Takes an empty text for null. */
  emptyIsNull?: boolean;
  /** A PUT that leaves it out gives it its default, where most fields keep their value. */
  resetByPut?: boolean;
  /** Left out of answers. */
  writeOnly?: boolean;
}

type Options = Partial<Omit<Field, "parse" | "reference">>;

/** What is wrong with a text, undefined when nothing is. */
export type Check = (value: string) => string | undefined;

const field = (parse: Field["parse"], fallback: Field["default"], options: Options = {}): Field => ({
  required: false,
  nullable: false,
  default: fallback,
  ...options,
  parse,
});

const NULL = "This field may not be null.";
const SLUG = /^[-a-zA-Z0-9_]+$/;
const NOT_A_SLUG = "Enter a valid “slug” consisting of letters, numbers, underscores or hyphens.";
const UUID = /^\{?[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}\}?$/i;
const INTEGER = /^\s*[-+]?\d+(\.0*)?\s*$/;
const NOT_A_MOMENT =
  "Datetime has wrong format. Use one of these formats instead: YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z].";

/** Whether the text is a UUID, with or without dashes. */
export const isUuid = (text: Json): text is string => typeof text === "string" && UUID.test(text);

/** The UUID with its dashes, in lower case. */
export function canonicalUuid(text: string): string {
  return text
    .replace(/[-{}]/g, "")
    .toLowerCase()
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** What is said of a value that should be a UUID. */
export const notAUuid = (value: Json): string => `“${value}” is not a valid UUID.`;

/** Text; trimmed. */
export function text(options: Options & { blank?: boolean; max?: number; check?: Check } = {}): Field {
  const { blank = false, max, check, ...rest } = options;
  return field(
    (value) => {
      if (typeof value !== "string" && typeof value !== "number")
        throw new InvalidValue("Not a valid string.");
      const trimmed = String(value).trim();
      if (trimmed === "") {
        if (blank) return "";
        throw new InvalidValue("This field may not be blank.");
      }
      if (trimmed.includes("\0")) throw new InvalidValue("Null characters are not allowed.");
      if (max && trimmed.length > max)
        throw new InvalidValue(`Ensure this field has no more than ${max} characters.`);
      const complaint = check?.(trimmed);
      if (complaint) throw new InvalidValue(complaint);
      return trimmed;
    },
    "",
    rest,
  );
}

/** Text of letters, numbers, underscores and hyphens. */
export const slug = ({ check, ...options }: Options & { check?: Check } = {}): Field =>
  text({ ...options, check: (value) => (SLUG.test(value) ? check?.(value) : NOT_A_SLUG) });

/** A duration such as `hours=3;minutes=1`. */
export const duration = (fallback: string): Field =>
  text({
    default: fallback,
    check: (value) =>
      durationSeconds(value) === undefined
        ? `${value} is not in the correct format of 'hours=3;minutes=1'.`
        : undefined,
  });

/** A boolean, in any of the spellings Django REST framework takes. */
export const flag = (fallback: boolean): Field =>
  field((value) => {
    const spelling = typeof value === "object" ? "" : String(value).toLowerCase();
    if (["true", "t", "yes", "y", "on", "1"].includes(spelling)) return true;
    if (["false", "f", "no", "n", "off", "0"].includes(spelling)) return false;
    throw new InvalidValue("Must be a valid boolean.");
  }, fallback);

/** A whole number of at most 32 bits. */
export function integer(options: Options & { min?: number } = {}): Field {
  const { min = -2147483648, ...rest } = options;
  return field(
    (value) => {
      const number = typeof value === "string" && INTEGER.test(value) ? Number(value) : value;
      if (typeof number !== "number" || !Number.isInteger(number))
        throw new InvalidValue("A valid integer is required.");
      if (number < min) throw new InvalidValue(`Ensure this value is greater than or equal to ${min}.`);
      if (number > 2147483647)
        throw new InvalidValue("Ensure this value is less than or equal to 2147483647.");
      return number;
    },
    0,
    rest,
  );
}

const notAChoice = (value: Json): string => `"${value}" is not a valid choice.`;

/** One of the choices. */
export const choice = (choices: readonly string[], fallback?: string, options: Options = {}): Field =>
  field(
    (value) => {
      if (typeof value === "string" && choices.includes(value)) return value;
      throw new InvalidValue(notAChoice(value));
    },
    fallback ?? choices[0],
    options,
  );

/** What is said of a value that should be an object. */
export const NOT_A_DICTIONARY = "Invalid data. Expected a dictionary.";

const NOT_A_LIST = "Expected a list of items.";

function itemsOf(value: Json): Json[] {
  if (Array.isArray(value)) return value;
  throw new InvalidValue(NOT_A_LIST);
}

/** A list of choices, never empty once given. */
export const choices = (allowed: readonly string[]): Field =>
  field((value) => {
    const items = itemsOf(value);
    if (items.length === 0) throw new InvalidValue("This list may not be empty.");
    const errors: JsonObject = {};
    items.forEach((item, index) => {
      if (item === null) errors[index] = [NULL];
      else if (!allowed.includes(item as string)) errors[index] = [notAChoice(item)];
    });
    if (Object.keys(errors).length > 0) throw new InvalidValue(errors);
    return items;
  }, []);

/** A JSON object. */
export const dictionary = (options: Options = {}): Field =>
  field(
    (value) => {
      if (isObject(value)) return value;
      throw new InvalidValue("Value must be a dictionary, and not have any duplicate keys.");
    },
    () => ({}),
    options,
  );

/** A point in time. */
export const moment = (options: Options = {}): Field =>
  field(
    (value) => {
      const instant = typeof value === "string" ? instantOf(value) : undefined;
      if (instant === undefined) throw new InvalidValue(NOT_A_MOMENT);
      return instant;
    },
    null,
    { nullable: true, ...options },
  );

function parsePk(value: Json, table: string, pkKind: PkKind, store: Store): Json {
  let pk = value;
  if (pkKind === "integer") {
    if (typeof value === "string" && INTEGER.test(value)) pk = Number(value);
    if (typeof pk !== "number") throw new InvalidValue("Incorrect type. Expected pk value.");
  } else {
    if (!isUuid(value)) throw new InvalidValue(notAUuid(value));
    pk = canonicalUuid(value);
  }
  const row = store.get(table, pk);
  if (!row) throw new InvalidValue(`Invalid pk "${value}" - object does not exist.`);
  return row.pk;
}

type PkKind = "uuid" | "integer";

/** The primary key of one object of the table. */
export function reference(
  table: string,
  options: Options & { onDelete?: Reference["onDelete"]; pk?: PkKind } = {},
): Field {
  const { onDelete = options.required ? "cascade" : "clear", pk = "uuid", ...rest } = options;
  return {
    ...field((value, store) => parsePk(value, table, pk, store), null, { nullable: !rest.required, ...rest }),
    reference: { table, many: false, onDelete },
    emptyIsNull: true,
  };
}

/** Primary keys of any number of objects of the table. */
export const references = (table: string, pk: PkKind = "uuid"): Field => ({
  ...field(
    (value, store) => [...new Set(itemsOf(value).map((item) => parsePk(item, table, pk, store)))],
    () => [],
  ),
  reference: { table, many: true, onDelete: "clear" },
});

/** One object of the given fields. */
export const object = (fields: Record<string, Field>, options: Options = {}): Field =>
  field(
    (value, store) => {
      if (!isObject(value)) throw new InvalidValue({ non_field_errors: [NOT_A_DICTIONARY] });
      const { values, errors } = parseFields(fields, value, store, { partial: false, fill: false });
      if (Object.keys(errors).length > 0) throw new InvalidValue(errors);
      return { ...value, ...values };
    },
    null,
    options,
  );

/** A list of anything. */
export const list = (options: Options = {}): Field => field(itemsOf, null, options);

/** Objects of the given fields, one validated after the other, and then by a check of each. */
export function objects(
  fields: Record<string, Field>,
  { check, ...options }: Options & { check?(value: JsonObject): string | undefined } = {},
): Field {
  return field(
    (value, store) => {
      if (!Array.isArray(value)) throw new InvalidValue({ non_field_errors: [NOT_A_LIST] });
      const results = value.map((item) => {
        if (isObject(item)) return parseFields(fields, item, store, { partial: false, fill: true });
        return { values: {}, errors: { non_field_errors: [NOT_A_DICTIONARY] } };
      });
      if (results.some(({ errors }) => Object.keys(errors).length > 0))
        throw new InvalidValue(results.map(({ errors }) => errors));
      for (const { values } of results) {
        const complaint = check?.(values);
        if (complaint) throw new InvalidValue(complaint);
      }
      return results.map(({ values }) => values);
    },
    () => [],
    options,
  );
}

/** Parses an input against its fields: the values of those given and the messages by field. */
export function parseFields(
  fields: Record<string, Field>,
  input: JsonObject,
  store: Store,
  { partial, fill }: { partial: boolean; fill: boolean },
): { values: JsonObject; errors: JsonObject } {
  const values: JsonObject = {};
  const errors: JsonObject = {};
  for (const [name, declaration] of Object.entries(fields)) {
    const value = declaration.emptyIsNull && input[name] === "" ? null : input[name];
    try {
      if (value === undefined) {
        if (declaration.required && !partial) throw new InvalidValue("This field is required.");
        if (fill || (declaration.resetByPut && !partial)) values[name] = defaultOf(declaration);
      } else if (value === null) {
        if (!declaration.nullable) throw new InvalidValue(NULL);
        values[name] = null;
      } else values[name] = declaration.parse(value, store);
    } catch (error) {
      if (!(error instanceof InvalidValue)) throw error;
      errors[name] = error.messages;
    }
  }
  return { values, errors };
}

/** The values of a new object of which none is given. */
export const defaultsOf = (fields: Record<string, Field>): JsonObject =>
  Object.fromEntries(Object.entries(fields).map(([name, declaration]) => [name, defaultOf(declaration)]));

/** The value a new object gets when none is given. */
export const defaultOf = ({ default: fallback }: Field): Json =>
  typeof fallback === "function" ? fallback() : fallback;

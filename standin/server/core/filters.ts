import { ApiError } from "./errors";
import { canonicalUuid, isUuid, notAUuid } from "./fields";
import { isObject, type Json, type Row } from "./json";
import { instantOf } from "./moment";
import type { Store } from "./store";

const WHOLE_NUMBER = /^[-+]?\d+$/;
const DECIMAL = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;
const NOT_AVAILABLE = "Select a valid choice. That choice is not one of the available choices.";
const notAvailable = (value: string): string =>
  `Select a valid choice. ${value} is not one of the available choices.`;

/**
 * How a query parameter narrows a list: given every row of the collection and the parameter's
 * values, a test of rows, or the message why the value is refused, or nothing to do.
 */
export type Filter = (
  name: string,
  values: string[],
  rows: Row[],
  store: Store,
) => ((row: Row) => boolean) | string | undefined;

const last = (values: string[]): string => (values.at(-1) ?? "").trim();

/** Text equal to the attribute. */
export const exact: Filter = (name, values) => (row) => row[name] === last(values);

/** Whether the attribute is true; anything that is no boolean is ignored. */
export const truth: Filter = (name, values) => {
  const wanted = { true: true, false: false, 1: true, 0: false }[last(values).toLowerCase()];
  return wanted === undefined ? undefined : (row) => row[name] === wanted;
};

/** Like `truth`, of the collections whose filters authentik wrote itself: fewer spellings. */
export const plainTruth: Filter = (name, values, rows, store) =>
  ["true", "True", "false", "False"].includes(values.at(-1) ?? "")
    ? truth(name, values, rows, store)
    : undefined;

/** Whether the test holds for the row, `spelled` as the collection's filters spell it. */
export const whether =
  (test: (row: Row, store: Store) => boolean, spelled = plainTruth): Filter =>
  (_name, values, rows, store) => {
    const wanted = spelled("wanted", values, rows, store);
    return typeof wanted === "function"
      ? (row) => wanted({ pk: row.pk, wanted: test(row, store) })
      : undefined;
  };

/** A number equal to the attribute, its fraction cut off. */
export const number: Filter = (name, values) =>
  DECIMAL.test(last(values)) ? (row) => row[name] === Math.trunc(Number(last(values))) : "Enter a number.";

/** A moment that the attribute is at, or as the comparison says. */
export const at =
  (attribute: string, matches: (given: number, wanted: number) => boolean = (a, b) => a === b): Filter =>
  (_name, values) => {
    const wanted = instantOf(last(values));
    if (wanted === undefined) return "Enter a valid date/time.";
    return (row) =>
      row[attribute] !== null && matches(Date.parse(String(row[attribute])), Date.parse(wanted));
  };

/** A UUID equal to the attribute, `pk` by default. */
export const uuid =
  (attribute = "pk"): Filter =>
  (_name, values) =>
    isUuid(last(values)) ? (row) => row[attribute] === canonicalUuid(last(values)) : "Enter a valid UUID.";

/** One of the choices, equal to the attribute. */
export const oneOf =
  (choices: readonly string[]): Filter =>
  (name, values) =>
    choices.includes(last(values)) ? (row) => row[name] === last(values) : notAvailable(last(values));

/** Any of the choices, equal to the attribute. */
export const anyOf =
  (choices: readonly string[]): Filter =>
  (name, values) => {
    const unknown = values.find((value) => !choices.includes(value));
    return unknown === undefined ? (row) => values.includes(String(row[name])) : notAvailable(unknown);
  };

/** Any of the values the attribute has in some object. */
export const anyOfExisting: Filter = (name, values, rows) => {
  const unknown = values.find((value) => !rows.some((row) => row[name] === value));
  return unknown === undefined ? (row) => values.includes(row[name] as string) : notAvailable(unknown);
};

/** Whether the attribute is null. */
export const isNull = (attribute: string): Filter => whether((row) => row[attribute] === null);

/** The object of the table that the attribute references. */
export const pointsAt =
  (table: string, attribute = "pk"): Filter =>
  (name, values, _rows, store) => {
    if (!isUuid(last(values))) return notAUuid(last(values));
    const wanted = canonicalUuid(last(values));
    const target = store.find(table, (row) => row[attribute] === wanted);
    return target ? (row) => row[name] === target[attribute] : NOT_AVAILABLE;
  };

/** Any of the objects of the table that the attribute lists, or whatever `listed` tells. */
export const listsAny =
  (table: string, listed?: (row: Row) => Json[]): Filter =>
  (name, values, _rows, store) => {
    const malformed = values.find((value) => !isUuid(value));
    if (malformed !== undefined) return notAUuid(malformed);
    const targets = values.map((value) => store.find(table, ({ pk }) => pk === canonicalUuid(value)));
    const missing = values.find((_, index) => !targets[index]);
    if (missing !== undefined) return notAvailable(missing);
    const pks = listed ?? ((row: Row) => row[name] as Json[]);
    return (row) => targets.some((target) => target && pks(row).includes(target.pk));
  };

/** Related to any of the objects of the table, each given by its attribute. */
export const relatedTo =
  (table: string, attribute: string, isRelated: (row: Row, target: Row, store: Store) => boolean): Filter =>
  (_name, values, _rows, store) => {
    const malformed = values.find((value) => attribute === "pk" && !WHOLE_NUMBER.test(value.trim()));
    if (malformed !== undefined) return `“${malformed}” is not a valid value.`;
    const targets = values.map((value) => store.find(table, (row) => String(row[attribute]) === value));
    const missing = values.find((_, index) => !targets[index]);
    if (missing !== undefined) return notAvailable(missing);
    return (row) => targets.some((target) => target && isRelated(row, target, store));
  };

/**
 * The attributes a JSON object names, each equal to its value; names may go deeper with `__`.
 *
 * @throws 400 when it is no JSON object.
 */
export const withAttributes: Filter = (_name, values) => {
  let wanted: unknown;
  try {
    wanted = JSON.parse(last(values));
  } catch {
    throw new ApiError(400, ["filter: failed to parse JSON"]);
  }
  if (!isObject(wanted)) throw new ApiError(400, ["filter: value must be key:value mapping"]);
  const pairs = Object.entries(wanted);
  return ({ attributes }) =>
    pairs.every(([path, value]) => {
      const held = path
        .split("__")
        .reduce<Json>((object, key) => (isObject(object) ? object[key] : undefined), attributes);
      return held !== undefined && JSON.stringify(held) === JSON.stringify(value);
    });
};

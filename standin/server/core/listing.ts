import { ApiError, invalid } from "./errors";
import { canonicalUuid, isUuid, notAUuid } from "./fields";
import { isObject, type Json, type JsonObject, type Row } from "./json";
import { instantOf } from "./moment";
import type { Store } from "./store";

const DEFAULT_PAGE_SIZE = 20;
const MAXIMUM_PAGE_SIZE = 100;
const WHOLE_NUMBER = /^\s*[-+]?\d+\s*$/;
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
    const malformed = values.find((value) => attribute === "pk" && !WHOLE_NUMBER.test(value));
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

/** The rows every filter lets through. */
export function filterRows(
  rows: Row[],
  filters: Record<string, Filter>,
  query: URLSearchParams,
  store: Store,
): Row[] {
  const errors: JsonObject = {};
  const tests: ((row: Row) => boolean)[] = [];
  for (const [name, filter] of Object.entries(filters)) {
    const values = query.getAll(name).filter((value) => value !== "");
    if (values.length === 0) continue;
    const test = filter(name, values, rows, store);
    if (typeof test === "string") errors[name] = [test];
    else if (test) tests.push(test);
  }
  if (Object.keys(errors).length > 0) throw invalid(errors);
  return rows.filter((row) => tests.every((test) => test(row)));
}

/** The words of a search: set apart by space or commas unless quoted. */
function wordsOf(search: string): string[] {
  const terms = search.match(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[^\s]+/g) ?? [];
  return terms.flatMap((term) => {
    const quoted = /^(["'])(.*)\1$/s.exec(term.replace(/^,+|,+$/g, ""));
    return quoted ? [(quoted[2] ?? "").replace(/\\(["'\\])/g, "$1")] : term.split(",").filter(Boolean);
  });
}

/** The rows in which every word of the search occurs in some attribute. */
export function searchRows(
  rows: Row[],
  attributes: readonly string[],
  search: string | null,
  read: (row: Row, attribute: string) => Json,
): Row[] {
  if (search?.includes("\0")) throw new ApiError(400, ["Null characters are not allowed."]);
  const words = wordsOf((search ?? "").toLowerCase());
  if (attributes.length === 0) return rows;
  return rows.filter((row) =>
    words.every((word) =>
      attributes.some((name) => textsOf(read(row, name)).some((text) => text.toLowerCase().includes(word))),
    ),
  );
}

const textsOf = (value: Json): string[] => {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value)) return value.flatMap(textsOf);
  return [isObject(value) ? JSON.stringify(value) : String(value)];
};

/** A moment without its zone, which is always the same: a whole second then comes before its fractions. */
const sortable = (value: Json): Json =>
  typeof value === "string" ? value.replace(/^(\d{4}-\d\d-\d\dT[\d:.]+)Z$/, "$1") : value;

const compare = (left: Json, right: Json): number => {
  if (left === right) return 0;
  if (left === null || left === undefined) return 1;
  if (right === null || right === undefined) return -1;
  return (sortable(left) as string) < (sortable(right) as string) ? -1 : 1;
};

/** The rows in the order asked for, as far as the attributes exist, else in the default order. */
export function orderRows(
  rows: Row[],
  asked: string | null,
  fallback: readonly string[],
  known: (attribute: string) => boolean,
  read: (row: Row, attribute: string) => Json,
): Row[] {
  const wanted = (asked ?? "").split(",").filter((term) => known(term.replace(/^-/, "")));
  const terms = wanted.length > 0 ? wanted : fallback;
  return [...rows].sort((left, right) => {
    for (const term of terms) {
      const name = term.replace(/^-/, "");
      const result = compare(read(left, name), read(right, name));
      if (result !== 0) return term.startsWith("-") ? -result : result;
    }
    return 0;
  });
}

const wholeNumber = (text: string): number | undefined =>
  WHOLE_NUMBER.test(text) ? Number(text) : undefined;

/** A size that is none gives the largest pages, a missing one the usual. */
function pageSize(asked: string | null): number {
  if (asked === null) return DEFAULT_PAGE_SIZE;
  const size = wholeNumber(asked) ?? 0;
  return size > 0 ? Math.min(size, MAXIMUM_PAGE_SIZE) : MAXIMUM_PAGE_SIZE;
}

/**
 * One page of the rows and the pagination that goes with it.
 *
 * @throws 404 when there is no such page.
 */
export function paginate(rows: Row[], query: URLSearchParams): { page: Row[]; pagination: JsonObject } {
  const size = pageSize(query.get("page_size"));
  const pages = Math.max(1, Math.ceil(rows.length / size));
  const wanted = query.get("page") || "1";
  const current = wanted === "last" ? pages : wholeNumber(wanted);
  if (current === undefined || current < 1 || current > pages)
    throw new ApiError(404, { detail: "Invalid page." });
  const start = (current - 1) * size;
  const page = rows.slice(start, start + size);
  return {
    page,
    pagination: {
      next: current < pages ? current + 1 : 0,
      previous: current > 1 ? current - 1 : 0,
      count: rows.length,
      current,
      total_pages: pages,
      start_index: rows.length === 0 ? 0 : start + 1,
      end_index: start + page.length,
    },
  };
}

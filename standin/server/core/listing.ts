import { ApiError, invalid } from "./errors";
import type { Filter } from "./filters";
import { isObject, type Json, type JsonObject, type Row } from "./json";
import type { Store } from "./store";

const DEFAULT_PAGE_SIZE = 20;
const MAXIMUM_PAGE_SIZE = 100;
const WHOLE_NUMBER = /^\s*[-+]?\d+\s*$/;

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
    const values = query.getAll(name).filter((value) => value.trim() !== "");
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

/** The attributes to order by: those asked for, as far as they exist, else the default ones. */
export function orderingOf(
  asked: string | null,
  fallback: readonly string[],
  known: (attribute: string) => boolean,
): readonly string[] {
  const asking = (asked ?? "").split(",").map((term) => term.trim());
  const wanted = asking.filter((term) => known(term.replace(/^-/, "")));
  return wanted.length > 0 ? wanted : fallback;
}

/** The rows ordered by the attributes, backwards where there is a minus. */
export function orderRows(
  rows: Row[],
  terms: readonly string[],
  read: (row: Row, attribute: string) => Json,
): Row[] {
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

import type { Field } from "./fields";
import type { Filter } from "./filters";
import type { Json, JsonObject, Row } from "./json";
import type { Store } from "./store";

/** What Django knows of a model: it shows in errors and in the event log. */
export interface Model {
  app: string;
  name: string;
  /** The class, as "No Brand matches the given query." names it. */
  label: string;
}

/** What an answer may depend on besides the object. */
export interface View {
  store: Store;
  query: URLSearchParams;
  user: Row;
  /** Fields the request has just written: what they point at is answered as its base class. */
  written: ReadonlySet<string>;
}

export type Action = "list" | "retrieve" | "create" | "update" | "partial_update" | "destroy";

/** One collection of the API: what its objects are, and only what differs from the rest of them. */
export interface Resource {
  /** Below `/api/v3/`. */
  path: string;
  table: string;
  model: Model;
  /** The name of the primary key in answers, `pk` by default. */
  pk?: string;
  /** What primary keys are, UUIDs by default. */
  pkKind?: "integer";
  /** The attribute in a detail URL, the primary key unless it is the slug. */
  lookup?: "slug";
  /** What can be done, everything by default. */
  actions?: readonly Action[];
  /** What authentik can do and the stand-in cannot: it fails loudly. */
  unserved?: readonly Action[];
  /** In the order errors are reported. */
  fields: Record<string, Field>;
  /** The rows of the table that belong to this collection. */
  includes?(row: Row): boolean;
  /** Attributes of a new object no client can write. */
  generated?(values: JsonObject, store: Store): JsonObject;
  /** Sets of fields no two objects may share. */
  together?: readonly (readonly string[])[];
  /** Messages by field about values that the object as it is or others forbid. */
  checkFields?(values: JsonObject, existing: Row | undefined, store: Store): JsonObject;
  /** Checks across fields; throws an `ApiError`. */
  validate?(values: JsonObject, existing: Row | undefined, store: Store): void;
  /** What belongs to other tables; runs after the object is written. */
  afterWrite?(row: Row, values: JsonObject, store: Store): void;
  /** Whether the agent on a device may list it. */
  listedByDevices?: boolean;
  /** Whether a listing shows an object; makes listing everybody's right. */
  visible?(view: View): (row: Row) => boolean;
  /** Attributes of an answer that are no fields. */
  computed?(row: Row, view: View): JsonObject;
  /** More attributes of the answer for one object asked for alone. */
  details?(row: Row, view: View): JsonObject;
  /** The name in the event log, the attribute `name` by default. */
  title?(row: Row, store: Store): string;
  /** The attributes a search looks into. */
  search?: readonly string[];
  filters: Record<string, Filter>;
  /** The default order; none is that of the database. */
  ordering: readonly string[];
  /** Which of equal objects come first: those written last, or first by default. */
  ties?: "newest";
  /** What is looked at before that. */
  tieBreakers?: readonly string[];
  autocomplete?(store: Store): JsonObject;
}

/** Whether the collection can do that. */
export const canDo = ({ actions }: Resource, action: Action): boolean => actions?.includes(action) ?? true;

function inTableOrder(pks: Json, table: string, store: Store): Json {
  if (!Array.isArray(pks) || pks.length === 0) return pks;
  const wanted = new Set(pks);
  return store.rows(table).flatMap(({ pk }) => (wanted.has(pk) ? [pk] : []));
}

/** The answer for one object. */
export function represent(resource: Resource, row: Row, view: View): JsonObject {
  const answer: JsonObject = { [resource.pk ?? "pk"]: row.pk };
  for (const [name, { reference, writeOnly }] of Object.entries(resource.fields)) {
    if (writeOnly) continue;
    answer[name] = reference?.many ? inTableOrder(row[name], reference.table, view.store) : row[name];
  }
  return { ...answer, ...resource.computed?.(row, view) };
}

/** The name of an object in the event log. */
export const titleOf = (resource: Resource, row: Row, store: Store): string =>
  resource.title?.(row, store) ?? String(row.name ?? row.pk);

import { randomUUID } from "node:crypto";
import { authenticate, credentials, isSuperuser } from "./authentication";
import { bodyOf } from "./body";
import { deleteRow } from "./deletion";
import { AGENT_SCHEME, authorizedDevice } from "./devices";
import { ApiError, methodNotAllowed, notFound, permissionDenied } from "./errors";
import { type EventRequest, modelOf, record } from "./events";
import { canonicalUuid, defaultsOf, isUuid } from "./fields";
import type { App, Reply, Request } from "./http";
import { isObject, type Json, type JsonObject, type Row } from "./json";
import { filterRows, orderingOf, orderRows, paginate, searchRows } from "./listing";
import { type Action, canDo, type Resource, represent, type View } from "./resource";
import { Rights } from "./rights";
import type { Store } from "./store";
import { validated } from "./validation";

/** What every route works on. */
export interface Api {
  app: App;
  store: Store;
  resources: readonly Resource[];
  now(): Date;
}

/** What authentik has in the place of an object's key and the stand-in has not: not found aloud. */
const UNSERVED: ReadonlySet<string> = new Set([
  "account_lockdown",
  "actions",
  "cache_clear",
  "cache_info",
  "export",
  "impersonate_end",
  "import",
  "service_account",
  "stats",
  "summary",
  "top_per_user",
  "types",
  "user_settings",
  "volume",
]);

/** How a search begins that compares attributes instead of naming words. */
const QUERY_LANGUAGE = /^[\s(]*[\w.]+\s*([!<>]?=|!?~|[<>]|(not\s+)?(in|startswith|endswith)\b)/;

const NO_FIELDS_WRITTEN: ReadonlySet<string> = new Set();

/** The query of a request, with repeated parameters. */
export const queryOf = (request: Request): URLSearchParams =>
  new URLSearchParams(request.url.split("?")[1] ?? "");

/** The path of a request, without its query. */
export const pathOf = (request: Request): string => request.url.split("?")[0] ?? "";

/** The name that the client calls the server by, with its port. */
export const hostOf = (request: Request): string => request.headers.host ?? "";

/** The address that the client calls from. */
export const addressOf = (request: Request): string => request.socket.remoteAddress ?? "";

/** The caller, whatever their rights. */
export const callerOf = (api: Api, request: Request): Row =>
  authenticate(request.headers.authorization, api.store, api.now());

/**
 * The caller, who must have every right.
 *
 * @throws 403 otherwise.
 */
export function administratorOf(api: Api, request: Request): Row {
  const user = callerOf(api, request);
  if (!isSuperuser(user, api.store)) throw permissionDenied();
  return user;
}

/**
 * The caller, who must be allowed to see every object of the collection.
 *
 * @throws 403 otherwise.
 */
export function readerOf(api: Api, request: Request, resource: Resource): Row {
  const user = callerOf(api, request);
  if (!new Rights(user, resource, api.store).everywhere("view")) throw permissionDenied();
  return user;
}

/** What an agent that reads a list counts as: somebody who is in no list. */
const DEVICE_USER: Row = { pk: "authentik:endpoints:device", groups: [], roles: [] };

/** Whether the request carries the token of a device that may list the collection. */
function isDevice(api: Api, { listedByDevices }: Resource, request: Request): boolean {
  const { authorization } = request.headers;
  if (!listedByDevices || !credentials(authorization, AGENT_SCHEME)) return false;
  authorizedDevice(authorization, api.store, api.now());
  return true;
}

/** The request as the event log tells it. */
export const eventRequest = (request: Request): EventRequest => ({
  path: pathOf(request),
  method: request.method,
  query: queryOf(request),
  userAgent: request.headers["user-agent"] ?? "",
  clientIp: addressOf(request),
});

/** What an answer to the request may depend on. */
export const viewOf = (api: Api, request: Request, user: Row, written = NO_FIELDS_WRITTEN): View => ({
  store: api.store,
  query: queryOf(request),
  user,
  written,
});

/**
 * The object a detail URL names.
 *
 * @throws 404 when there is none.
 */
export function findOne(api: Api, resource: Resource, key: string): Row {
  const belongs = (row: Row) => resource.includes?.(row) ?? true;
  if (resource.lookup !== "slug" && !(resource.pkKind === "integer" ? /^[-+]?\d+$/.test(key) : isUuid(key)))
    throw notFound();
  const wanted = resource.pkKind !== "integer" && resource.lookup !== "slug" ? canonicalUuid(key) : key;
  const row = api.store.find(
    resource.table,
    (candidate) => String(candidate[resource.lookup ?? "pk"]) === wanted && belongs(candidate),
  );
  if (!row) throw notFound(resource.model.label);
  return row;
}

/** A page of the collection, narrowed and ordered as the query says. */
export function listOf(
  api: Api,
  resource: Resource,
  view: View,
  isVisible: (row: Row) => boolean = () => true,
): JsonObject {
  const { store, query } = view;
  const all = store.filter(resource.table, (row) => (resource.includes?.(row) ?? true) && isVisible(row));
  const search = query.get("search");
  if (resource.autocomplete && search && QUERY_LANGUAGE.test(search))
    throw new ApiError(501, {
      detail: `the authentik stand-in does not search in the query language (${search}); use a real authentik or plain words`,
    });
  const filtered = filterRows(all, resource.filters, query, store);
  const found = searchRows(filtered, resource.search ?? [], search, (row, attribute) =>
    searchable(resource, row, attribute, store),
  );
  const known = (name: string) =>
    name === (resource.pk ?? "pk") ||
    (!resource.fields[name]?.writeOnly && all.some((row) => name in row && name !== "pk"));
  const tied = resource.ties === "newest" ? [...found].reverse() : found;
  const wanted = orderingOf(query.get("ordering"), resource.ordering, known);
  const ordered = orderRows(tied, [...wanted, ...(resource.tieBreakers ?? [])], (row, name) =>
    name === resource.pk ? row.pk : row[name],
  );
  const { page, pagination } = paginate(ordered, query);
  return {
    pagination,
    results: page
      .filter(resource.visible?.(view) ?? (() => true))
      .map((row) => represent(resource, row, view)),
    autocomplete: resource.autocomplete?.(api.store) ?? {},
  };
}

/** The value of an attribute, or that of the objects it references: `connector__name`. */
function searchable({ fields }: Resource, row: Row, attribute: string, store: Store): Json {
  const [name = "", nested] = attribute.split("__");
  const table = fields[name]?.reference?.table;
  if (nested === undefined || table === undefined) return row[attribute];
  const pks = [row[name]].flat();
  return store.filter(table, ({ pk }) => pks.includes(pk)).map((target) => target[nested]);
}

/** Adds an object to the collection without a request: the fresh install and tests do. */
export function insertInto(resource: Resource, values: JsonObject, store: Store): Row {
  const given = Object.entries(values).filter(([name]) => name in resource.fields);
  const filled: JsonObject = { ...defaultsOf(resource.fields), ...Object.fromEntries(given) };
  const pk =
    (values.pk as Row["pk"] | undefined) ??
    (resource.pkKind === "integer" ? store.nextNumber(resource.table) : randomUUID());
  return store.insert(resource.table, {
    ...filled,
    ...resource.generated?.({ pk, ...filled }, store),
    pk,
  });
}

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/** Serves a route that takes one method and refuses the others. */
export function serveAction(
  app: App,
  method: "GET" | "POST",
  url: string,
  handler: (request: Request, reply: Reply) => unknown,
): void {
  app.route({ method: [method], url, handler });
  app.route({
    method: METHODS.filter((other) => other !== method),
    url,
    handler: (request) => {
      throw url.startsWith("/api/") ? methodNotAllowed(request.method) : new ApiError(405);
    },
  });
}

/** Serves the collection with its create, read, update, delete and list routes. */
export function serve(api: Api, resource: Resource): void {
  const { app, store } = api;
  const base = `/api/v3/${resource.path}/`;
  const log = (action: string, user: Row, row: Row, request: Request, described = resource) =>
    record(store, api.now(), {
      action,
      app: "authentik.events.middleware",
      user,
      context: { model: modelOf(described, row, store) },
      request: eventRequest(request),
    });

  const rightsOf = (user: Row) => new Rights(user, resource, store);

  /** The object that the URL names; who sees none of the collection learns of none. */
  function found(request: Request, user: Row): Row {
    rightsOf(user).visible();
    return findOne(api, resource, keyOf(request));
  }

  const handlers: Record<Action, (request: Request, reply: Reply, user: Row) => unknown> = {
    list: (request, _reply, user) => {
      const isSeen = resource.visible || user === DEVICE_USER ? undefined : rightsOf(user).visible();
      return listOf(api, resource, viewOf(api, request, user), isSeen);
    },
    retrieve: (request, _reply, user) => {
      const row = found(request, user);
      rightsOf(user).requireView(row);
      const view = viewOf(api, request, user);
      return { ...represent(resource, row, view), ...resource.details?.(row, view) };
    },
    create: (request, reply, user) => {
      if (!rightsOf(user).everywhere("add")) throw permissionDenied();
      const body = bodyOf(request);
      const values = validated(resource, body, undefined, false, store);
      const row = insertInto(resource, values, store);
      resource.afterWrite?.(row, values, store);
      log("model_created", user, row, request);
      return reply.code(201).send(represent(resource, row, viewOf(api, request, user, writtenBy(body))));
    },
    update: (request, _reply, user) => write(request, user, false),
    partial_update: (request, _reply, user) => write(request, user, true),
    destroy: (request, reply, user) => {
      const row = found(request, user);
      rightsOf(user).require("delete", row);
      for (const deletion of deleteRow(resource, row, api.resources, store))
        log("model_deleted", user, deletion.row, request, deletion.resource);
      return reply.code(204).send();
    },
  };

  function write(request: Request, user: Row, partial: boolean) {
    const existing = found(request, user);
    rightsOf(user).require("change", existing);
    const body = bodyOf(request);
    const values = validated(resource, body, existing, partial, store);
    store.update(resource.table, existing, values);
    resource.afterWrite?.(existing, values, store);
    log("model_updated", user, existing, request);
    return represent(resource, existing, viewOf(api, request, user, writtenBy(body)));
  }

  /** An object may have such a slug. */
  const isUnserved = (key: string): boolean =>
    UNSERVED.has(key) &&
    !(resource.lookup === "slug" && store.find(resource.table, ({ slug }) => slug === key));

  const caller = (request: Request, action: Action | undefined): Row =>
    action === "list" && isDevice(api, resource, request) ? DEVICE_USER : callerOf(api, request);

  function route(url: string, actions: Record<string, Action>) {
    app.route({
      method: METHODS,
      url,
      handler: (request, reply) => {
        if (isUnserved(keyOf(request))) return reply.callNotFound();
        const action = actions[request.method === "HEAD" ? "GET" : request.method];
        const user = caller(request, action);
        if (action && resource.unserved?.includes(action)) return reply.callNotFound();
        if (action === "partial_update" && !canDo(resource, action)) throw new ApiError(405);
        if (!action || !canDo(resource, action)) throw methodNotAllowed(request.method);
        return handlers[action](request, reply, user);
      },
    });
  }
  route(base, { GET: "list", POST: "create" });
  route(`${base}:key/`, {
    GET: "retrieve",
    PUT: "update",
    PATCH: "partial_update",
    DELETE: "destroy",
  });
}

/** The key of the object a URL names. */
export const keyOf = (request: Request): string => (request.params as { key: string }).key;
const writtenBy = (body: Json): ReadonlySet<string> => new Set(isObject(body) ? Object.keys(body) : []);

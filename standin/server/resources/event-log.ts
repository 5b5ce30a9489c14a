import { EventActions } from "@goauthentik/api/dist/models/EventActions";
import { choicesOf } from "../core/choices";
import { anyOf, exact } from "../core/filters";
import { isObject, type Json, type JsonObject, type Row } from "../core/json";
import type { Resource } from "../core/resource";
import type { Store } from "../core/store";
import { isSince } from "../releases";

const REVIEWS = ["review_initiated", "review_overdue", "review_attested", "review_completed"];
/** Actions that came after the first release with the Agent. */
const SINCE: Readonly<Record<string, readonly string[]>> = {
  "2026.5.0-rc1": ["configuration_warning", ...REVIEWS],
  "2026.8.0": [
    "user_offboarded",
    "access_request_created",
    "access_request_approved",
    "access_request_denied",
    "access_request_revoked",
  ],
};

const actionsOf = (version: string): string[] => {
  const later = Object.entries(SINCE).flatMap(([since, actions]) => (isSince(version, since) ? [] : actions));
  return choicesOf(EventActions).filter((action) => !later.includes(action));
};

const EVENT = "authentik_events.event";

const plain = (type: string, options: Json = null): JsonObject => ({ type, nullable: false, options });
const related = (name: string): JsonObject => ({ ...plain("relation"), relation: `${EVENT}_${name}` });
const each = (type: string, names: string[]): JsonObject =>
  Object.fromEntries(names.map((name) => [name, plain(type)]));

/** What the search box offers: the actions, and the apps the log has events of. */
function suggestions(store: Store, actions: string[]): JsonObject {
  const apps = [...new Set(store.rows("event").map(({ app }) => String(app)))].sort();
  return {
    current_model: EVENT,
    models: {
      [EVENT]: {
        ...each("str", ["event_uuid", "client_ip"]),
        action: plain("str", actions),
        app: plain("str", apps),
        user: related("user"),
        brand: related("brand"),
        context: related("context"),
        created: plain("datetime", []),
      },
      [`${EVENT}_user`]: { pk: plain("int"), ...each("str", ["username", "email"]) },
      [`${EVENT}_brand`]: each("str", ["pk", "app", "name", "model_name"]),
      [`${EVENT}_context`]: { http_request: related("context_http_request") },
      [`${EVENT}_context_http_request`]: {
        args: related("context_http_request_args"),
        ...each("str", ["path", "method", "request_id", "user_agent"]),
      },
    },
  };
}

/** A filter on a value nested in the event. */
const within =
  (...path: string[]) =>
  (_name: string, values: string[]) =>
  (row: Row) => {
    const value = path.reduce<Json>((object, key) => (isObject(object) ? object[key] : undefined), row);
    return String(value) === values.at(-1)?.replaceAll("-", "") || String(value) === values.at(-1);
  };

export const eventLog = (version: string): Resource => ({
  path: "events/events",
  table: "event",
  model: { app: "authentik_events", name: "event", label: "Event" },
  unserved: ["create", "update", "partial_update", "destroy"],
  fields: {},
  computed: ({ user, action, app, context, client_ip, created, expires, brand }) => ({
    user,
    action,
    app,
    context,
    client_ip,
    created,
    expires,
    brand,
  }),
  search: ["pk", "user", "action", "app", "context", "client_ip"],
  filters: {
    action: (_name, values) => {
      const wanted = (values.at(-1) ?? "").trim().toLowerCase();
      return ({ action }) => String(action).toLowerCase().includes(wanted);
    },
    actions: (_name, values, rows, store) => anyOf(actionsOf(version))("action", values, rows, store),
    client_ip: exact,
    username: within("user", "username"),
    brand_name: within("brand", "name"),
    context_model_app: within("context", "model", "app"),
    context_model_name: within("context", "model", "model_name"),
    context_model_pk: within("context", "model", "pk"),
    context_authorized_app: within("context", "authorized_application", "pk"),
    context_device: within("context", "device", "pk"),
  },
  ordering: ["-created"],
  ties: "newest",
  autocomplete: (store) => suggestions(store, actionsOf(version)),
});

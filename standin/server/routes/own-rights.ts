import { isExpired, isSuperuser } from "../core/authentication";
import { invalid } from "../core/errors";
import { exact } from "../core/filters";
import type { JsonObject, Row } from "../core/json";
import { filterRows, paginate } from "../core/listing";
import { permissionsOf } from "../core/rights";
import { type Api, callerOf, queryOf, serveAction } from "../core/routes";

const NO_ROLE = "Select a valid choice. That choice is not one of the available choices.";

/** Serves what callers may know of their own tokens, and of the permissions of a role. */
export function serveOwnRights(api: Api): void {
  const { app, store } = api;

  serveAction(app, "GET", "/api/v3/core/tokens/", (request) => {
    const caller = callerOf(api, request);
    const mayRead = isSuperuser(caller, store) ? () => true : ({ user }: Row) => user === caller.pk;
    const tokens = store.filter("token", (token) => mayRead(token) && !isExpired(token, api.now()));
    const usernames = tokens.map((token) => ({
      ...token,
      user__username: store.get("user", token.user)?.username,
    }));
    const query = queryOf(request);
    const found = filterRows(usernames, { user__username: exact, intent: exact }, query, store);
    const { page, pagination } = paginate(found, query);
    return { pagination, results: page.map(described), autocomplete: {} };
  });

  serveAction(app, "GET", "/api/v3/rbac/permissions/", (request) => {
    callerOf(api, request);
    const query = queryOf(request);
    const role = store.get("role", query.get("role") ?? "");
    if (!role) throw invalid({ role: [NO_ROLE] });
    const permissions = permissionsOf(role, api.resources).map(({ app: app_label, model, codename }) => ({
      pk: codename,
      codename,
      model,
      app_label,
    }));
    const { page, pagination } = paginate(permissions, query);
    return {
      pagination,
      results: page.map(({ pk, ...permission }) => permission),
      autocomplete: {},
    };
  });
}

/** A token as it is listed, without its key. */
const described = ({ pk, identifier, intent, user, expires, expiring }: Row): JsonObject => ({
  pk,
  managed: null,
  identifier,
  intent,
  user,
  description: "",
  expires: expires ?? null,
  expiring,
});

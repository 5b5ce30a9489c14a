import { isExpired } from "../core/authentication";
import type { Request } from "../core/http";
import { asList, type JsonObject, type Row } from "../core/json";
import { type Api, serveAction } from "../core/routes";
import { clientOf, formOf } from "./client";
import { oauthError } from "./errors";

const TABLES = ["accesstoken", "refreshtoken"];

/** Serves what tells a client of a token it holds, and what ends one. */
export function serveTokenStatus({ app, store, now }: Api): void {
  function authenticated(request: Request): Row | undefined {
    const { id = "", secret = "" } = clientOf(request);
    return store.find("provider", (row) => row.client_id === id && row.client_secret === secret);
  }

  function named(request: Request): { table: string; token: Row } | undefined {
    const wanted = formOf(request).token;
    for (const table of TABLES) {
      const token = store.find(table, (row) => row.token === wanted);
      if (token) return { table, token };
    }
    return undefined;
  }

  serveAction(app, "POST", "/application/o/introspect/", (request, reply): JsonObject => {
    reply.header("cache-control", "no-store").header("pragma", "no-cache");
    const provider = authenticated(request);
    const token = named(request)?.token;
    if (!provider || !token || isExpired(token, now())) return { active: false };
    return {
      ...(token.claims as JsonObject),
      active: token.revoked !== true,
      scope: asList(token.scope).join(" "),
      client_id: provider.client_id,
    };
  });

  serveAction(app, "POST", "/application/o/revoke/", (request, reply): JsonObject => {
    reply.header("cache-control", "no-store").header("pragma", "no-cache");
    if (!authenticated(request)) throw oauthError("invalid_client", 401);
    const found = named(request);
    if (found) store.remove(found.table, found.token);
    return {};
  });
}

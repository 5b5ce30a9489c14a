import { randomUUID } from "node:crypto";
import type { JsonObject, Row } from "./json";
import { written } from "./moment";
import { type Resource, titleOf } from "./resource";
import type { Store } from "./store";

/** The request an event tells of. */
export interface EventRequest {
  path: string;
  method: string;
  query: URLSearchParams;
  userAgent: string;
  clientIp: string;
}

const YEAR = 365 * 24 * 3600 * 1000;
const hex = (pk: Row["pk"]): Row["pk"] => (typeof pk === "string" ? pk.replaceAll("-", "") : pk);

/** How the event log names an object. */
export const modelOf = (resource: Resource, row: Row, store: Store): JsonObject => ({
  pk: hex(row.pk),
  app: resource.model.app,
  name: titleOf(resource, row, store),
  model_name: resource.model.name,
});

/** Appends to the event log. */
export function record(
  store: Store,
  now: Date,
  event: { action: string; app: string; user: Row; context: JsonObject; request?: EventRequest },
): void {
  const { action, app, user, context, request } = event;
  const brand = store.find("brand", (row) => row.default === true);
  store.insert("event", {
    pk: randomUUID(),
    user: { pk: user.pk, email: user.email, username: user.username },
    action,
    app,
    context: request
      ? {
          ...context,
          http_request: {
            args: Object.fromEntries(request.query),
            path: request.path,
            method: request.method,
            request_id: randomUUID().replaceAll("-", ""),
            user_agent: request.userAgent,
          },
        }
      : context,
    client_ip: request?.clientIp ?? null,
    created: written(now),
    expires: written(new Date(now.getTime() + YEAR)),
    brand: brand
      ? {
          pk: hex(brand.pk),
          app: "authentik_brands",
          name: brandTitle(brand),
          model_name: "brand",
        }
      : {},
  });
}

/** The name of a brand, which has none of its own. */
export const brandTitle = (brand: Row): string => (brand.default ? "Default brand" : `Brand ${brand.domain}`);

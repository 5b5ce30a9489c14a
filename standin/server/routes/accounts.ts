import { bodyOf } from "../core/body";
import { notFound } from "../core/errors";
import { modelOf, record } from "../core/events";
import { integer, text } from "../core/fields";
import { asList } from "../core/json";
import { written } from "../core/moment";
import {
  type Api,
  administratorOf,
  eventRequest,
  findOne,
  keyOf,
  readerOf,
  serveAction,
} from "../core/routes";
import { valuesOf } from "../core/validation";
import { groups, users } from "../resources/people";

const ACCOUNT = { pk: integer({ required: true }) };
const PASSWORD = { password: text({ required: true }) };

/** Serves what is done to users and groups besides reading and writing them. */
export function serveAccounts(api: Api): void {
  const { app, store } = api;
  for (const [action, joins] of [
    ["add_user", true],
    ["remove_user", false],
  ] as const)
    serveAction(app, "POST", `/api/v3/core/groups/:key/${action}/`, (request, reply) => {
      const caller = administratorOf(api, request);
      const { pk } = valuesOf(ACCOUNT, bodyOf(request), store);
      const group = findOne(api, groups, keyOf(request));
      const user = store.get("user", pk);
      if (!user) throw notFound();
      const others = asList(user.groups).filter((other) => other !== group.pk);
      store.update("user", user, { groups: joins ? [...others, group.pk] : others });
      record(store, api.now(), {
        action: "model_updated",
        app: "authentik.events.middleware",
        user: caller,
        context: { model: modelOf(groups, group, store) },
        request: eventRequest(request),
      });
      return reply.code(204).send();
    });

  serveAction(app, "GET", "/api/v3/core/users/paths/", (request) => {
    readerOf(api, request, users);
    return { paths: [...new Set(store.rows("user").map(({ path }) => String(path)))].sort() };
  });

  serveAction(app, "POST", "/api/v3/core/users/:key/set_password/", (request, reply) => {
    administratorOf(api, request);
    valuesOf(PASSWORD, bodyOf(request), store);
    const user = findOne(api, users, keyOf(request));
    store.update("user", user, { password_change_date: written(api.now()) });
    record(store, api.now(), {
      action: "password_set",
      app: "authentik.events.signals",
      user,
      context: {},
      request: eventRequest(request),
    });
    return reply.code(204).send();
  });
}

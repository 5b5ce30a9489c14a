import { bodyOf } from "../core/body";
import { modelOf, record } from "../core/events";
import { choice, integer, text } from "../core/fields";
import type { Reply, Request } from "../core/http";
import type { JsonObject, Row } from "../core/json";
import { type Resource, represent } from "../core/resource";
import { Rights } from "../core/rights";
import {
  type Api,
  administratorOf,
  callerOf,
  eventRequest,
  findOne,
  insertInto,
  keyOf,
  queryOf,
  serveAction,
  viewOf,
} from "../core/routes";
import { valuesOf } from "../core/validation";
import { type KeyKind, selfSigned } from "../install/certificate";
import { certificates } from "../resources/certificates";

const GENERATION = {
  common_name: text({ required: true }),
  subject_alt_name: text({ blank: true }),
  validity_days: integer({ required: true }),
  alg: choice(["rsa", "ecdsa", "ed25519", "ed448"]),
};

/** Serves the routes that show a secret, each of which the event log remembers, and the one that makes one. */
export function serveSecrets(api: Api): void {
  const { app, store } = api;
  const tokens = api.resources.find(({ table }) => table === "enrollmenttoken") as Resource;

  function reveal(request: Request, user: Row, resource: Resource, logger: string, kind?: string): Row {
    const row = findOne(api, resource, keyOf(request));
    const context: JsonObject = { secret: modelOf(resource, row, store) };
    if (kind) context.type = kind;
    record(store, api.now(), {
      action: "secret_view",
      app: logger,
      user,
      context,
      request: eventRequest(request),
    });
    return row;
  }

  serveAction(app, "GET", "/api/v3/endpoints/agents/enrollment_tokens/:key/view_key/", (request) => {
    const user = callerOf(api, request);
    const rights = new Rights(user, tokens, store);
    rights.visible();
    rights.require("view key", findOne(api, tokens, keyOf(request)));
    return {
      key: reveal(request, user, tokens, "authentik.endpoints.connectors.agent.api.enrollment_tokens").key,
    };
  });

  function certificateRoute(kind: string, attribute: string) {
    serveAction(
      app,
      "GET",
      `/api/v3/crypto/certificatekeypairs/:key/view_${kind}/`,
      (request, reply: Reply) => {
        const pair = reveal(
          request,
          administratorOf(api, request),
          certificates,
          "authentik.crypto.api",
          kind,
        );
        if (!queryOf(request).has("download")) return { data: pair[attribute] };
        return reply
          .type("application/x-pem-file")
          .header("content-disposition", `attachment; filename="${pair.name}_${kind}.pem"`)
          .send(pair[attribute]);
      },
    );
  }
  certificateRoute("certificate", "certificate_data");
  certificateRoute("private_key", "key_data");

  serveAction(app, "POST", "/api/v3/crypto/certificatekeypairs/generate/", async (request) => {
    const user = administratorOf(api, request);
    const values = valuesOf(GENERATION, bodyOf(request), store);
    const validity = { from: api.now(), days: Number(values.validity_days) };
    const pair = await selfSigned(String(values.common_name), validity, values.alg as KeyKind);
    const row = insertInto(
      certificates,
      { name: values.common_name, certificate_data: pair.certificate, key_data: pair.privateKey },
      store,
    );
    return represent(certificates, row, viewOf(api, request, user));
  });
}

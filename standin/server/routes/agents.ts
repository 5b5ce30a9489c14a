import { randomUUID } from "node:crypto";
import type { FastifyRequest } from "fastify";
import { letsIn } from "../core/access";
import { credentials, isExpired } from "../core/authentication";
import { bodyOf } from "../core/body";
import { durationSeconds } from "../core/duration";
import { authenticationFailed, invalid, permissionDenied } from "../core/errors";
import { text } from "../core/fields";
import { asList, type Row } from "../core/json";
import { type Api, insertInto, queryOf, serveAction, valuesOf } from "../core/routes";
import { signWith } from "../oauth/signing";
import { devices, secretKey } from "../resources/connectors";

const ENROLLMENT = { device_serial: text({ required: true }), device_name: text({ required: true }) };
const CONNECTORS = "/api/v3/endpoints/agents/connectors";

/** Serves what an agent on a device calls: enrolment, its configuration, and federated login. */
export function serveAgents(api: Api): void {
  const { app, store } = api;

  function enabledConnector(pk: Row["pk"] | unknown): Row {
    const connector = store.get("connector", pk as string);
    if (!connector?.enabled) throw permissionDenied();
    return connector;
  }

  function enrollmentToken(request: FastifyRequest): { token: Row; connector: Row } {
    const key = credentials(request.headers.authorization);
    const token = store.find("enrollmenttoken", (row) => row.key === key);
    if (!token || isExpired(token, api.now())) throw permissionDenied();
    return { token, connector: enabledConnector(token.connector) };
  }

  serveAction(app, "POST", `${CONNECTORS}/enroll/`, (request) => {
    const { token, connector } = enrollmentToken(request);
    const values = valuesOf(ENROLLMENT, bodyOf(request), store);
    const device =
      store.find("device", ({ identifier }) => identifier === values.device_serial) ??
      enrol(String(values.device_name), String(values.device_serial), token);
    for (const old of store.filter(
      "devicetoken",
      (row) => row.device === device.pk && row.connector === connector.pk,
    ))
      store.remove("devicetoken", old);
    const issued = store.insert("devicetoken", {
      pk: randomUUID(),
      device: device.pk,
      connector: connector.pk,
      key: secretKey(),
    });
    return { token: issued.key, expires_in: 0 };
  });

  function enrol(name: string, identifier: string, token: Row): Row {
    const device = insertInto(devices, { name, access_group: token.device_group }, store);
    return store.update("device", device, { identifier });
  }

  serveAction(app, "GET", `${CONNECTORS}/agent_config/`, (request) => {
    const key = credentials(request.headers.authorization, "bearer+agent");
    if (!key) throw authenticationFailed("Authentication credentials were not provided.");
    const token = store.find("devicetoken", (row) => row.key === key);
    if (!token) throw permissionDenied();
    const connector = enabledConnector(token.connector);
    return {
      device_id: token.device,
      refresh_interval: durationSeconds(String(connector.refresh_interval)),
      authorization_flow: store.get("flow", connector.authorization_flow)?.slug ?? null,
      jwks_auth: {},
      jwks_challenge: null,
      nss_uid_offset: connector.nss_uid_offset,
      nss_gid_offset: connector.nss_gid_offset,
      auth_terminate_session_on_expiry: connector.auth_terminate_session_on_expiry,
      system_config: {},
      license_status: null,
    };
  });

  serveAction(app, "POST", `${CONNECTORS}/auth_fed/`, async (request) => {
    const key = credentials(request.headers.authorization);
    const name = queryOf(request).get("device");
    const device = store.find("device", (row) => row.name === name);
    const connectors = store
      .filter("devicetoken", (row) => row.device === device?.pk)
      .flatMap((row) => store.get("connector", row.connector) ?? []);
    const token = store.find("accesstoken", (row) => row.token === key && !isExpired(row, api.now()));
    const connector = connectors.find(({ jwt_federation_providers }) =>
      asList(jwt_federation_providers).includes(token?.provider),
    );
    const user = store.get("user", token?.user);
    if (!device || !connector || !token || !user)
      throw authenticationFailed("Authentication credentials were not provided.");
    const group = store.get("deviceaccessgroup", device.access_group);
    if (!(group && letsIn(group, user, store, false)) && !letsIn(device, user, store, false))
      throw invalid({ policy_result: "Policy denied access", policy_messages: [] });
    const seconds = durationSeconds(String(connector.auth_session_duration)) ?? 0;
    const issuedAt = Math.floor(api.now().getTime() / 1000);
    const claims = {
      iss: "goauthentik.io/platform",
      aud: device.pk,
      iat: issuedAt,
      exp: issuedAt + seconds,
      preferred_username: user.username,
    };
    return {
      token: await signWith(store.get("provider", token.provider) as Row, claims, store),
      expires_in: seconds,
    };
  });
}

import { randomUUID } from "node:crypto";
import type { FastifyRequest } from "fastify";
import { letsIn } from "../core/access";
import { credentials, isExpired } from "../core/authentication";
import { bodyOf } from "../core/body";
import { durationSeconds } from "../core/duration";
import { authenticationFailed, invalid, permissionDenied } from "../core/errors";
import { text } from "../core/fields";
import { asList, type Row } from "../core/json";
import { type Api, insertInto, queryOf, serveAction } from "../core/routes";
import { valuesOf } from "../core/validation";
import { selfSigned } from "../install/certificate";
import { signWithPair, webKey } from "../oauth/signing";
import { devices, secretKey } from "../resources/connectors";
import { SERVER_CONFIGURATION } from "./system";

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

  /** The pair the server signs with what devices trust, which no list of certificates shows. */
  async function serverPair(): Promise<Row> {
    const [held] = store.rows("servercertificate");
    if (held) return held;
    const pair = await selfSigned("authentik Internal JWT Certificate");
    return store.insert("servercertificate", {
      pk: randomUUID(),
      certificate_data: pair.certificate,
      key_data: pair.privateKey,
    });
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

  serveAction(app, "GET", `${CONNECTORS}/agent_config/`, async (request) => {
    const key = credentials(request.headers.authorization, "bearer+agent");
    if (!key) throw authenticationFailed("Authentication credentials were not provided.");
    const token = store.find("devicetoken", (row) => row.key === key);
    const device = store.get("device", token?.device);
    if (!token || !device || isExpired(device, api.now())) throw permissionDenied();
    const connector = enabledConnector(token.connector);
    const challengeKey = store.get("certificate", connector.challenge_key);
    return {
      device_id: device.pk,
      refresh_interval: Math.trunc(durationSeconds(String(connector.refresh_interval)) ?? 0),
      authorization_flow: store.get("flow", connector.authorization_flow)?.slug ?? null,
      jwks_auth: { keys: [webKey(await serverPair(), "sig")] },
      jwks_challenge: challengeKey ? { keys: [webKey(challengeKey, "sig") ?? null] } : null,
      nss_uid_offset: connector.nss_uid_offset,
      nss_gid_offset: connector.nss_gid_offset,
      auth_terminate_session_on_expiry: connector.auth_terminate_session_on_expiry,
      system_config: SERVER_CONFIGURATION,
      license_status: "unlicensed",
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
      token: await signWithPair(await serverPair(), claims),
      expires_in: seconds,
    };
  });
}

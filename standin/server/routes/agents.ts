import { randomUUID } from "node:crypto";
import { DeviceFactsOSFamily } from "@goauthentik/api/dist/models/DeviceFactsOSFamily";
import { credentials, isExpired } from "../core/authentication";
import { bodyOf } from "../core/body";
import { choicesOf } from "../core/choices";
import { authorizedDevice } from "../core/devices";
import { durationSeconds } from "../core/duration";
import { ApiError, permissionDenied } from "../core/errors";
import { choice, dictionary, list, object, text } from "../core/fields";
import type { Request } from "../core/http";
import type { Row } from "../core/json";
import { written } from "../core/moment";
import { type Api, administratorOf, findOne, insertInto, keyOf, serveAction } from "../core/routes";
import { valuesOf } from "../core/validation";
import { webKey } from "../oauth/signing";
import { agentConnectors, devices, secretKey } from "../resources/connectors";
import { serverPair } from "./server-pair";
import { SERVER_CONFIGURATION } from "./system";

const ENROLLMENT = { device_serial: text({ required: true }), device_name: text({ required: true }) };
/** What a device tells of itself, as far as it is looked at here; null for what it keeps to itself. */
const FACTS = {
  os: object(
    {
      family: choice(choicesOf(DeviceFactsOSFamily), undefined, { required: true }),
      name: text(),
      version: text(),
      arch: text(),
    },
    { nullable: true },
  ),
  disks: list({ nullable: true }),
  network: dictionary({ nullable: true, default: null }),
  hardware: dictionary({ nullable: true, default: null }),
  software: list({ nullable: true }),
  processes: list({ nullable: true }),
  users: list({ nullable: true }),
  groups: list({ nullable: true }),
  vendor: dictionary({ nullable: true, default: null }),
};
export const CONNECTORS = "/api/v3/endpoints/agents/connectors";

/** Serves what an agent calls for its device: enrolment, its configuration, and check-ins. */
export function serveAgents(api: Api): void {
  const { app, store } = api;
  const deviceOf = (request: Request) => authorizedDevice(request.headers.authorization, store, api.now());

  function enrollmentToken(request: Request): { token: Row; connector: Row } {
    const key = credentials(request.headers.authorization);
    const token = store.find("enrollmenttoken", (row) => row.key === key);
    const connector = store.get("connector", token?.connector);
    if (!token || isExpired(token, api.now()) || !connector?.enabled) throw permissionDenied();
    return { token, connector };
  }

  serveAction(app, "POST", `${CONNECTORS}/enroll/`, (request) => {
    const { token, connector } = enrollmentToken(request);
    const { device_serial: serial, device_name: name } = valuesOf(ENROLLMENT, bodyOf(request), store);
    const device = store.find("device", ({ identifier }) => identifier === serial) ?? enrol();
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

    function enrol(): Row {
      if (store.find("device", (row) => row.name === name)) throw new ApiError(405);
      const row = insertInto(devices, { name, access_group: token.device_group }, store);
      return store.update("device", row, { identifier: serial });
    }
  });

  serveAction(app, "GET", `${CONNECTORS}/agent_config/`, async (request) => {
    const { device, connector } = deviceOf(request);
    const challengeKey = store.get("certificate", connector.challenge_key);
    return {
      device_id: device.pk,
      refresh_interval: Math.trunc(durationSeconds(String(connector.refresh_interval)) ?? 0),
      authorization_flow: store.get("flow", connector.authorization_flow)?.slug ?? null,
      jwks_auth: { keys: [webKey(await serverPair(store), "sig")] },
      jwks_challenge: challengeKey ? { keys: [webKey(challengeKey, "sig") ?? null] } : null,
      nss_uid_offset: connector.nss_uid_offset,
      nss_gid_offset: connector.nss_gid_offset,
      auth_terminate_session_on_expiry: connector.auth_terminate_session_on_expiry,
      system_config: SERVER_CONFIGURATION,
      license_status: "unlicensed",
    };
  });

  serveAction(app, "POST", `${CONNECTORS}/check_in/`, (request, reply) => {
    const { device } = deviceOf(request);
    const facts = valuesOf(FACTS, bodyOf(request), store);
    store.update("device", device, { facts, reported: written(api.now()) });
    return reply.code(204).send();
  });

  serveAction(app, "POST", `${CONNECTORS}/auth_ia/`, (request) => {
    deviceOf(request);
    throw new ApiError(400, ["Enterprise is required to use this endpoint."]);
  });

  serveAction(app, "POST", `${CONNECTORS}/:key/mdm_config/`, (request, reply) => {
    administratorOf(api, request);
    findOne(api, agentConnectors, keyOf(request));
    return reply.callNotFound();
  });

  // Single sign-on of macOS takes a licence.
  app.post("/endpoints/agent/psso/nonce/", () => {
    throw new ApiError(405);
  });
}

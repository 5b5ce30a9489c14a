import type { AgentConnectorRequest } from "@goauthentik/api/dist/models/AgentConnectorRequest";
import { optional, required, withId } from "../schema/attribute";
import { relativeDuration } from "../schema/validators";
import { keepOrder } from "../sdk/keep-order";
import type { Resource } from "../sdk/resource";
import type { ResourceData } from "../sdk/resource-data";

const duration = (value: string) => optional("string", { default: value, validate: relativeDuration });

const request = (data: ResourceData): AgentConnectorRequest => ({
  name: data.string("name"),
  enabled: data.optionalBool("enabled"),
  snapshotExpiry: data.optionalString("snapshot_expiry"),
  authSessionDuration: data.optionalString("auth_session_duration"),
  authTerminateSessionOnExpiry: data.optionalBool("auth_terminate_session_on_expiry"),
  refreshInterval: data.optionalString("refresh_interval"),
  authorizationFlow: data.optionalString("authorization_flow") ?? null,
  nssUidOffset: data.optionalInt("nss_uid_offset"),
  nssGidOffset: data.optionalInt("nss_gid_offset"),
  challengeKey: data.optionalString("challenge_key") ?? null,
  challengeIdleTimeout: data.optionalString("challenge_idle_timeout"),
  challengeTriggerCheckIn: data.optionalBool("challenge_trigger_check_in"),
  jwtFederationProviders: data.ints("jwt_federation_providers"),
});

export const connectorAgent: Resource = {
  attributes: withId({
    name: required("string"),
    enabled: optional("bool", { default: true }),
    snapshot_expiry: duration("hours=24"),
    auth_session_duration: duration("hours=8"),
    auth_terminate_session_on_expiry: optional("bool", { default: true }),
    refresh_interval: duration("minutes=30"),
    authorization_flow: optional("string"),
    nss_uid_offset: optional("number", { default: 2000 }),
    nss_gid_offset: optional("number", { default: 4000 }),
    challenge_key: optional("string"),
    challenge_idle_timeout: duration("seconds=3"),
    challenge_trigger_check_in: optional("bool", { default: true }),
    jwt_federation_providers: optional(["list", "number"]),
  }),
  async create({ endpoints }, data) {
    const connector = await endpoints.endpointsAgentsConnectorsCreate({
      agentConnectorRequest: request(data),
    });
    return connector.connectorUuid ?? "";
  },
  async read({ endpoints }, data) {
    const connector = await endpoints.endpointsAgentsConnectorsRetrieve({ connectorUuid: data.id });
    return {
      name: connector.name,
      enabled: connector.enabled,
      snapshot_expiry: connector.snapshotExpiry,
      auth_session_duration: connector.authSessionDuration,
      auth_terminate_session_on_expiry: connector.authTerminateSessionOnExpiry,
      refresh_interval: connector.refreshInterval,
      authorization_flow: connector.authorizationFlow,
      nss_uid_offset: connector.nssUidOffset,
      nss_gid_offset: connector.nssGidOffset,
      challenge_key: connector.challengeKey,
      challenge_idle_timeout: connector.challengeIdleTimeout,
      challenge_trigger_check_in: connector.challengeTriggerCheckIn,
      jwt_federation_providers: keepOrder(
        data.ints("jwt_federation_providers"),
        connector.jwtFederationProviders ?? [],
      ),
    };
  },
  async update({ endpoints }, data) {
    const connector = await endpoints.endpointsAgentsConnectorsUpdate({
      connectorUuid: data.id,
      agentConnectorRequest: request(data),
    });
    return connector.connectorUuid ?? "";
  },
  delete: ({ endpoints }, data) => endpoints.endpointsAgentsConnectorsDestroy({ connectorUuid: data.id }),
};

import { CONNECTOR_DOCS } from "./documentation";
import type { ManagedType, Meanings } from "./object-type";
import {
  becomes,
  changed,
  createdEmpty,
  every,
  gained,
  gainsForeignProvider,
  gainsOwnProvider,
  gone,
  longer,
  loses,
  lost,
  shorter,
  swapped,
  turnsOff,
  turnsOn,
} from "./predicates";
import { ACCESS, BREAKS, COSMETIC, WEAKENS } from "./severities";

const CHALLENGE_DOCS =
  "https://docs.goauthentik.io/endpoint-devices/device-compliance/connectors/authentik-agent#configure-challenge-key";

const OTHER_NUMBERS: Meanings = {
  "uid-offset-changed": [
    changed,
    WEAKENS,
    "uids or gids of existing users change on devices: their old files keep the old numbers and may then belong to somebody else",
    CONNECTOR_DOCS,
  ],
};

const OTHER_CHALLENGE: Meanings = {
  "challenge-behaves-differently": [
    changed,
    ACCESS,
    "the browser waits differently for the device's answer: slow devices may fail the check",
    CHALLENGE_DOCS,
  ],
};

export const connector = {
  kind: "connector",
  type: "authentik_endpoints_connector_agent",
  section: "Connector",
  labels: ["name"],
  layer: 1,
  api: {
    path: "/endpoints/agents/connectors/",
    app: "authentik_endpoints_connectors_agent",
    model: "agentconnector",
    search: { keys: [["name"]], filters: ["name"] },
    listedAs: "connectors",
  },
  adminPage: "Endpoint Devices > Connectors",
  place: { path: ["connector"] },
  attributes: {
    id: {
      field: "connector_uuid",
      isHandle: true,
      noSetting: "authentik chooses it",
      means: {
        "connector-gone": [
          () => gone,
          BREAKS,
          "every enrolled device is cut off and its enrollment tokens are deleted: devices have to be enrolled again",
          CONNECTOR_DOCS,
        ],
      },
    },
    enabled: {
      setting: "enabled",
      dropped: false,
      means: {
        "connector-disabled": [
          becomes(false),
          BREAKS,
          "devices are refused: they can neither enrol nor log people in",
          CONNECTOR_DOCS,
        ],
        "connector-enabled": [turnsOn, ACCESS, "devices can enrol and log people in again", CONNECTOR_DOCS],
      },
    },
    jwt_federation_providers: {
      refers: { to: ["provider"], arrow: "federates", whenDeleted: "taken out of the list" },
      setting: { names: ["furtherFederatedProviders"], by: "federation" },
      means: {
        "federated-provider-removed": [
          loses,
          BREAKS,
          "tokens of this provider no longer open devices: whoever logged in with `ak` is refused",
          CONNECTOR_DOCS,
        ],
        "no-federated-provider": [
          createdEmpty,
          BREAKS,
          "no provider is federated: logins with `ak` do not open devices",
          CONNECTOR_DOCS,
        ],
        "federated-provider-added": [
          gainsForeignProvider,
          WEAKENS,
          "tokens of a further provider open devices",
          CONNECTOR_DOCS,
        ],
        "own-provider-federated": [
          gainsOwnProvider,
          ACCESS,
          "logins with `ak` open devices: the connector accepts this set-up's provider",
          CONNECTOR_DOCS,
        ],
      },
    },
    nss_uid_offset: { setting: "nssUidOffset", dropped: 0, means: OTHER_NUMBERS },
    nss_gid_offset: { setting: "nssGidOffset", dropped: 0, means: OTHER_NUMBERS },
    auth_session_duration: {
      setting: "authSessionDuration",
      means: {
        "device-session-longer": [
          longer,
          WEAKENS,
          "people stay logged in to devices for longer",
          CONNECTOR_DOCS,
        ],
        "device-session-shorter": [
          shorter,
          ACCESS,
          "people have to log in to devices more often",
          CONNECTOR_DOCS,
        ],
      },
    },
    auth_terminate_session_on_expiry: {
      setting: "authTerminateSessionOnExpiry",
      dropped: false,
      means: {
        "session-outlives-expiry": [
          turnsOff,
          WEAKENS,
          "sessions on devices go on after the login has expired",
          CONNECTOR_DOCS,
        ],
        "session-ends-on-expiry": [
          turnsOn,
          ACCESS,
          "sessions on devices end when the login expires, with open work in them",
          CONNECTOR_DOCS,
        ],
      },
    },
    authorization_flow: {
      refers: { to: ["flow"], whenDeleted: "cleared" },
      setting: { names: ["authorizationFlow"], whenEmpty: "false" },
      means: {
        "device-login-flow-removed": [
          lost,
          BREAKS,
          "nobody logs in on devices any more: authentik answers 400 there without a flow",
          CONNECTOR_DOCS,
        ],
        "device-login-flow-set": [
          (name) => every(changed(name), gained(name)),
          ACCESS,
          "people can log in on devices by this flow: without one authentik answers 400 there",
          CONNECTOR_DOCS,
        ],
        "device-login-flow-changed": [
          swapped,
          ACCESS,
          "people go through another flow when they log in to a device",
          CONNECTOR_DOCS,
        ],
      },
    },
    refresh_interval: {
      setting: "refreshInterval",
      means: {
        "refresh-slower": [
          longer,
          COSMETIC,
          "agents check in less often: what authentik knows of devices is older",
          CONNECTOR_DOCS,
        ],
        "refresh-quicker": [
          shorter,
          COSMETIC,
          "agents check in more often: more load on authentik",
          CONNECTOR_DOCS,
        ],
      },
    },
    snapshot_expiry: {
      setting: "snapshotExpiry",
      means: {
        "device-facts-live-longer": [
          longer,
          WEAKENS,
          "policies decide on older facts about devices",
          CONNECTOR_DOCS,
        ],
        "device-facts-live-shorter": [
          shorter,
          ACCESS,
          "devices that report seldom count as unknown sooner",
          CONNECTOR_DOCS,
        ],
      },
    },
    challenge_key: {
      refers: { to: ["certificate"], arrow: "challenge key", whenDeleted: "deleted along" },
      // An endpoint stage takes one by default.
      setting: { names: ["challengeKey"], whenEmpty: "nothing" },
      means: {
        "challenge-key-removed": [
          lost,
          WEAKENS,
          "endpoint stages skip the check of the device and say nothing",
          CHALLENGE_DOCS,
        ],
        "challenge-key-set": [
          (name) => every(changed(name), gained(name)),
          ACCESS,
          "endpoint stages check the device from now on: a required stage locks out devices that joined before until they restart their agent or join again",
          CHALLENGE_DOCS,
        ],
        "challenge-key-changed": [
          swapped,
          ACCESS,
          "devices prove themselves in the browser with another key: a required stage locks out those that joined before until they restart their agent or join again",
          CHALLENGE_DOCS,
        ],
      },
    },
    challenge_idle_timeout: { setting: "challengeIdleTimeout", means: OTHER_CHALLENGE },
    challenge_trigger_check_in: {
      setting: "challengeTriggerCheckIn",
      dropped: false,
      means: OTHER_CHALLENGE,
    },
    name: {
      setting: "name",
      means: {
        "connector-renamed": [
          changed,
          COSMETIC,
          "the connector has another name in the admin pages",
          CONNECTOR_DOCS,
        ],
      },
    },
  },
} satisfies ManagedType;

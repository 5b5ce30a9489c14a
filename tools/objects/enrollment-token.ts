import { TOKEN_DOCS } from "./documentation";
import type { ManagedType, Meanings } from "./object-type";
import {
  becomes,
  changed,
  created,
  createdBeside,
  earlier,
  either,
  every,
  gone,
  later,
  lost,
  not,
  type Predicate,
  turnsOff,
  turnsOn,
} from "./predicates";
import { ACCESS, BREAKS, COSMETIC, WEAKENS } from "./severities";

const elsewhere = (when: (name: string) => Predicate): Meanings => ({
  "token-enrols-elsewhere": [
    when,
    ACCESS,
    "devices enrolled with it belong to another connector or device access group, so other people may log in to them",
    TOKEN_DOCS,
  ],
});

export const enrollmentToken = {
  kind: "enrollment token",
  type: "authentik_endpoints_connector_agent_enrollment_token",
  section: "Enrollment tokens",
  labels: ["name"],
  layer: 0,
  api: {
    path: "/endpoints/agents/enrollment_tokens/",
    app: "authentik_endpoints_connectors_agent",
    model: "enrollmenttoken",
    search: { keys: [["name", "connector"]], filters: ["connector"] },
    // No part of the live set-up: authentik itself deletes tokens that have expired.
  },
  adminPage: "Endpoint Devices > Connectors",
  place: { path: ["enrollmentTokens"], isList: true },
  attributes: {
    expiring: {
      setting: "expiring",
      isUnread: true,
      means: {
        "token-never-expires": [
          becomes(false),
          WEAKENS,
          "the enrollment token never expires: whoever finds it can enrol devices for ever",
          TOKEN_DOCS,
        ],
        "token-expires": [
          turnsOn,
          ACCESS,
          "the enrollment token expires: devices have to be enrolled before that",
          TOKEN_DOCS,
        ],
      },
    },
    retrieve_key: {
      isTerraforms: true,
      permission: "view_enrollment_token_key",
      noSetting: "authentik does not know it, so that nothing is to be kept",
      means: {
        "token-key-in-state": [
          becomes(true),
          WEAKENS,
          "the key is written to the state: whoever reads the state can enrol devices",
          TOKEN_DOCS,
        ],
        "token-key-leaves-state": [
          turnsOff,
          COSMETIC,
          "the key is no longer in the state; older versions of the state keep it",
          TOKEN_DOCS,
        ],
      },
    },
    expires: {
      setting: "expires",
      isUnread: true,
      isMoment: true,
      means: {
        "token-expires-later": [later, WEAKENS, "the enrollment token can be misused for longer", TOKEN_DOCS],
        "token-expires-sooner": [earlier, ACCESS, "there is less time to enrol devices with it", TOKEN_DOCS],
      },
    },
    id: {
      field: "token_uuid",
      isHandle: true,
      noSetting: "authentik chooses it",
      means: {
        "token-added": [
          () => either(created, createdBeside),
          ACCESS,
          "whoever holds the token can enrol devices",
          TOKEN_DOCS,
        ],
        "token-gone": [() => gone, ACCESS, "no further device can be enrolled with this token", TOKEN_DOCS],
      },
    },
    connector: {
      refers: { to: ["connector"], arrow: "enrols at", whenDeleted: "deleted along" },
      noSetting: "it is the connector of the same environment",
      means: elsewhere(changed),
    },
    device_access_group: {
      field: "device_group",
      refers: { to: ["device access group"], arrow: "puts into", whenDeleted: "cleared" },
      setting: { names: ["deviceAccessGroup"], by: "own groups" },
      means: {
        ...elsewhere((name) => every(changed(name), not(lost(name)))),
        "token-enrols-into-no-group": [
          lost,
          BREAKS,
          "devices enrolled with it belong to no device access group: nobody can log in to them unless bound to the device itself",
          TOKEN_DOCS,
        ],
      },
    },
    name: {
      noSetting: "it tells the entry from the others of the list",
      means: {
        "token-renamed": [changed, COSMETIC, "the token has another name in the admin pages", TOKEN_DOCS],
      },
    },
    expires_in: {
      isVolatile: true,
      isTerraforms: true,
      meansNothing: "it is the time that is left",
      noSetting: "nobody sets it",
    },
    key: {
      meansNothing: "authentik chooses it anew for a new token only",
      noSetting: "it is a secret that authentik chooses",
    },
  },
} satisfies ManagedType;

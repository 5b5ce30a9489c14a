import { randomBytes } from "node:crypto";
import { isExpired } from "../core/authentication";
import { bindable, engineMode } from "../core/bindable";
import { dictionary, duration, flag, integer, moment, reference, references, text } from "../core/fields";
import { exact, pointsAt, truth, uuid } from "../core/filters";
import { isObject, type Json, type JsonObject, type Row } from "../core/json";
import { written } from "../core/moment";
import { type Resource, represent, type View } from "../core/resource";

const KIND = {
  component: "ak-endpoints-connector-agent-form",
  verbose_name: "Agent Connector",
  verbose_name_plural: "Agent Connectors",
  meta_model_name: "authentik_endpoints_connectors_agent.agentconnector",
};

const UNRESOLVED = {
  component: "",
  verbose_name: "connector",
  verbose_name_plural: "connectors",
  meta_model_name: "authentik_endpoints.connector",
};

/** A key nobody can guess. */
export const secretKey = (): string => randomBytes(30).toString("base64url");

const embedded = (connector: Row, kind: JsonObject): JsonObject => ({
  connector_uuid: connector.pk,
  name: connector.name,
  enabled: connector.enabled,
  ...kind,
});

/** A connector as stages embed it. */
export function connectorReference(pk: Json, { store, written }: View): JsonObject | null {
  const connector = store.get("connector", pk);
  return connector ? embedded(connector, written.has("connector") ? UNRESOLVED : KIND) : null;
}

const shared = { table: "connector", pk: "connector_uuid", search: ["name"] } as const;

export const agentConnectors: Resource = {
  ...shared,
  path: "endpoints/agents/connectors",
  model: { app: "authentik_endpoints_connectors_agent", name: "agentconnector", label: "AgentConnector" },
  fields: {
    name: text({ required: true }),
    enabled: flag(true),
    snapshot_expiry: duration("hours=24"),
    auth_session_duration: duration("hours=8"),
    auth_terminate_session_on_expiry: flag(false),
    refresh_interval: duration("minutes=30"),
    authorization_flow: reference("flow"),
    nss_uid_offset: integer({ min: 0, default: 1000 }),
    nss_gid_offset: integer({ min: 0, default: 1000 }),
    challenge_key: reference("certificate", { onDelete: "cascade" }),
    challenge_idle_timeout: duration("seconds=5"),
    challenge_trigger_check_in: flag(false),
    jwt_federation_providers: references("provider", "integer"),
  },
  computed: () => KIND,
  filters: { name: exact, enabled: truth },
  ordering: ["name"],
};

export const allConnectors: Resource = {
  ...shared,
  path: "endpoints/connectors",
  model: { app: "authentik_endpoints", name: "connector", label: "Connector" },
  actions: ["list", "retrieve", "destroy"],
  fields: {},
  computed: (connector) => embedded(connector, KIND),
  filters: {},
  ordering: [],
};

export const deviceAccessGroups: Resource = {
  path: "endpoints/device_access_groups",
  table: "deviceaccessgroup",
  model: { app: "authentik_endpoints", name: "deviceaccessgroup", label: "DeviceAccessGroup" },
  pk: "pbm_uuid",
  fields: {
    name: text({ required: true, unique: "Device access group with this name already exists." }),
    attributes: dictionary(),
  },
  generated: ({ pk }) => ({ pbm: pk, policy_engine_mode: "any" }),
  search: ["pk", "name"],
  filters: { pbm_uuid: uuid(), name: exact },
  ordering: ["name"],
};

const HALF_AN_HOUR = 30 * 60 * 1000;

/** Enrollment tokens; they expire half an hour after `now` unless told otherwise. */
export const enrollmentTokens = (now: () => Date): Resource => ({
  path: "endpoints/agents/enrollment_tokens",
  table: "enrollmenttoken",
  model: { app: "authentik_endpoints_connectors_agent", name: "enrollmenttoken", label: "EnrollmentToken" },
  pk: "token_uuid",
  fields: {
    device_group: reference("deviceaccessgroup"),
    connector: reference("connector", { required: true }),
    name: text({ required: true }),
    expiring: flag(true),
    expires: moment(),
  },
  includes: (token) => !isExpired(token, now()),
  generated: () => ({ key: secretKey() }),
  afterWrite: (token) => {
    if (token.expiring && token.expires === null)
      token.expires = written(new Date(now().getTime() + HALF_AN_HOUR));
  },
  computed: (token, view) => {
    const group = view.store.get("deviceaccessgroup", token.device_group);
    return { device_group_obj: group ? represent(deviceAccessGroups, group, view) : null };
  },
  search: ["name", "connector__name"],
  filters: { token_uuid: uuid(), connector: pointsAt("connector") },
  ordering: ["pk"],
});

const FACTS = ["os", "disks", "network", "hardware", "software", "processes", "users", "groups"];

/** What is known of a device: of one that never reported no fact, since the beginning of time. */
const factsOf = ({ facts, reported }: Row): JsonObject => ({
  data: Object.fromEntries(FACTS.map((fact) => [fact, isObject(facts) ? facts[fact] : null])),
  connection: null,
  created: reported ?? "1970-01-01T00:00:00Z",
  expires: null,
  vendor: "goauthentik.io/@merged",
});

export const devices: Resource = {
  path: "endpoints/devices",
  table: "device",
  model: { app: "authentik_endpoints", name: "device", label: "Device" },
  pk: "device_uuid",
  actions: ["list", "retrieve", "update", "partial_update", "destroy"],
  fields: {
    name: text({ required: true }),
    access_group: reference("deviceaccessgroup"),
    expiring: flag(false),
    expires: moment(),
    attributes: dictionary(),
    policy_engine_mode: { ...engineMode(), writeOnly: true },
  },
  generated: bindable,
  computed: (device, view) => {
    const group = view.store.get("deviceaccessgroup", device.access_group);
    return {
      pbm_uuid: device.pbm,
      access_group_obj: group ? represent(deviceAccessGroups, group, view) : null,
      facts: factsOf(device),
    };
  },
  details: (device, view) => {
    const { store } = view;
    const connections = store.filter("devicetoken", (token) => token.device === device.pk);
    return {
      connections_obj: connections.map(({ connector }) => ({
        device: device.pk,
        connector,
        connector_obj: connectorReference(connector, view),
        latest_snapshot: null,
      })),
      policies: store
        .filter("policybinding", ({ target, policy }) => target === device.pbm && policy !== null)
        .map(({ policy }) => policy),
      connections: connections.map(({ connector }) => connector),
    };
  },
  search: ["name", "identifier"],
  filters: { name: exact, identifier: exact },
  ordering: ["identifier"],
};

import { StageModeEnum } from "@goauthentik/api/dist/models/StageModeEnum";
import { choicesOf } from "../core/choices";
import { choice, reference, text } from "../core/fields";
import { exact } from "../core/filters";
import type { Json, JsonObject, Row } from "../core/json";
import type { Resource, View } from "../core/resource";
import type { Store } from "../core/store";
import { connectorReference } from "./connectors";
import { embeddedFlow } from "./embedded-flow";

const VERBOSE: Record<string, string> = {
  authenticator_static: "Static Authenticator Setup Stage",
  authenticator_totp: "TOTP Authenticator Setup Stage",
  authenticator_validate: "Authenticator Validation Stage",
  authenticator_webauthn: "WebAuthn Authenticator Setup Stage",
  consent: "Consent Stage",
  identification: "Identification Stage",
  password: "Password Stage",
  prompt: "Prompt Stage",
  user_login: "User Login Stage",
  user_logout: "User Logout Stage",
  user_write: "User Write Stage",
};

function kindOf(stage: Row): JsonObject {
  if (stage.kind === "endpoints")
    return {
      component: "ak-endpoints-stage-form",
      verbose_name: "Endpoint Stage",
      verbose_name_plural: "Endpoint Stages",
      meta_model_name: "authentik_endpoints.endpointstage",
    };
  const kind = String(stage.kind);
  return {
    component: `ak-stage-${kind.replaceAll("_", "-")}-form`,
    verbose_name: VERBOSE[kind],
    verbose_name_plural: `${VERBOSE[kind]}s`,
    meta_model_name: `authentik_stages_${kind}.${kind.replaceAll("_", "")}stage`,
  };
}

const UNRESOLVED = {
  component: "",
  verbose_name: "stage",
  verbose_name_plural: "stages",
  meta_model_name: "authentik_flows.stage",
};

/** The flows the stage is bound to, each as often as it is. */
function flowSet(stage: Row, store: Store): JsonObject[] {
  return store
    .filter("flowstagebinding", (binding) => binding.stage === stage.pk)
    .flatMap(({ target }) => store.get("flow", target) ?? [])
    .map((flow) => embeddedFlow(flow, store));
}

/** A stage as the bindings of flows embed it. */
export function stageReference(pk: Json, { store, written }: View): JsonObject | null {
  const stage = store.get("stage", pk);
  if (!stage) return null;
  const kind = written.has("stage") ? UNRESOLVED : kindOf(stage);
  return { pk: stage.pk, name: stage.name, ...kind, flow_set: flowSet(stage, store) };
}

const shared = {
  table: "stage",
  search: ["name"],
  filters: { name: exact },
} as const;

export const allStages: Resource = {
  ...shared,
  path: "stages/all",
  model: { app: "authentik_flows", name: "stage", label: "Stage" },
  actions: ["list", "retrieve", "destroy"],
  fields: {},
  computed: (stage, { store }) => ({ name: stage.name, ...kindOf(stage), flow_set: flowSet(stage, store) }),
  ordering: [],
};

export const endpointStages: Resource = {
  ...shared,
  path: "stages/endpoints",
  model: { app: "authentik_endpoints", name: "endpointstage", label: "EndpointStage" },
  fields: {
    name: text({ required: true, unique: "stage with this name already exists." }),
    connector: reference("connector", { required: true }),
    mode: choice(choicesOf(StageModeEnum)),
  },
  includes: ({ kind }) => kind === "endpoints",
  generated: () => ({ kind: "endpoints" }),
  computed: (stage, view) => ({
    ...kindOf(stage),
    flow_set: flowSet(stage, view.store),
    connector_obj: connectorReference(stage.connector, view),
  }),
  ordering: ["name"],
};

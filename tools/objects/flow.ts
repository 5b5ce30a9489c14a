import { BINDING_DOCS, DEVICE_CODE_DOCS, FLOW_DOCS } from "./documentation";
import type { ManagedType, Meanings } from "./object-type";
import { becomes, changed, changesTo, every, gone, not } from "./predicates";
import { ACCESS, BREAKS, COSMETIC, WEAKENS } from "./severities";

const LOOKS_DIFFERENT: Meanings = {
  "flow-looks-different": [
    changed,
    COSMETIC,
    "the page where people enter the device code looks or behaves differently",
    FLOW_DOCS,
  ],
};

export const flow = {
  kind: "flow",
  type: "authentik_flow",
  section: "Device code flow",
  // The names of authentik's own flows are not unique.
  labels: ["slug", "name"],
  lookedUpBy: "slug",
  layer: 1,
  isAgentsOnly: true,
  api: {
    path: "/flows/instances/",
    app: "authentik_flows",
    model: "flow",
    referenceFilter: "flow_uuid",
    search: { keys: [["slug"]], filters: [] },
  },
  adminPage: "Flows and Stages > Flows",
  place: { path: ["deviceCodeFlow"] },
  attributes: {
    id: {
      field: "slug",
      isHandle: true,
      means: {
        "flow-gone": [
          () => gone,
          BREAKS,
          "authentik empties the device code flow of every brand that uses this flow: `ak` logins fail there",
          FLOW_DOCS,
        ],
      },
      noSetting: "it is the slug",
    },
    uuid: {
      field: "pk",
      isHandle: true,
      meansNothing: "it stays as long as the flow",
      noSetting: "authentik chooses it",
    },
    designation: {
      setting: "designation",
      means: {
        "flow-designation-changed": [
          (name) => every(changed(name), not(becomes("stage_configuration")(name))),
          BREAKS,
          "a device code flow must be designated as stage configuration: `ak` logins fail",
          DEVICE_CODE_DOCS,
        ],
        "flow-designation-restored": [
          changesTo("stage_configuration"),
          ACCESS,
          "the flow can be a device code flow: it is designated as stage configuration",
          DEVICE_CODE_DOCS,
        ],
      },
    },
    authentication: {
      setting: "authentication",
      means: {
        "flow-open-to-anyone": [
          becomes("none"),
          WEAKENS,
          "the flow no longer asks for a login: anyone who knows a device code may go through it",
          FLOW_DOCS,
        ],
        "flow-closed-to-people": [
          becomes(
            "require_unauthenticated",
            "require_superuser",
            "require_redirect",
            "require_outpost",
            "require_token",
          ),
          BREAKS,
          "people who are logged in may no longer go through this flow: `ak` logins fail for them",
          FLOW_DOCS,
        ],
        "flow-asks-for-login": [
          changesTo("require_authenticated"),
          ACCESS,
          "only people who are logged in may go through this flow, as `ak` logins need it",
          FLOW_DOCS,
        ],
      },
    },
    slug: {
      setting: "slug",
      means: {
        "flow-slug-changed": [
          changed,
          COSMETIC,
          "the flow's address changes: links to it from outside stop working",
          FLOW_DOCS,
        ],
      },
    },
    policy_engine_mode: {
      setting: "policyEngineMode",
      means: {
        "flow-needs-one-policy": [
          changesTo("any"),
          WEAKENS,
          "one passing policy is enough to go through the flow, until now all had to pass",
          BINDING_DOCS,
        ],
        "flow-needs-all-policies": [
          changesTo("all"),
          ACCESS,
          "all policies must pass to go through the flow, until now one was enough",
          BINDING_DOCS,
        ],
      },
    },
    name: { setting: "name", means: LOOKS_DIFFERENT },
    title: { setting: "title", means: LOOKS_DIFFERENT },
    background: {
      setting: { names: ["background"], whenEmpty: "empty text" },
      dropped: "",
      means: LOOKS_DIFFERENT,
    },
    layout: { setting: "layout", means: LOOKS_DIFFERENT },
    compatibility_mode: { setting: "compatibilityMode", means: LOOKS_DIFFERENT },
    denied_action: { setting: "deniedAction", means: LOOKS_DIFFERENT },
  },
} satisfies ManagedType;

import { BINDING_DOCS, STAGE_DOCS } from "./documentation";
import type { ManagedType, Meanings } from "./object-type";
import { bindsRequiredStage, changed, created, createdBeside, either, every, gone, not } from "./predicates";
import { ACCESS, BREAKS, WEAKENS } from "./severities";

const CHECKS_ELSEWHERE: Meanings = {
  "stage-bound-elsewhere": [
    (name) => every(changed(name), not(createdBeside)),
    ACCESS,
    "other logins check the device: those of the old flow no longer do, unless the stage is bound there once more",
    STAGE_DOCS,
  ],
};

const POLICIES_ELSEWHEN: Meanings = {
  "stage-policies-evaluated-differently": [
    changed,
    ACCESS,
    "policies bound to the stage's binding decide at another time, or together in another way, who is checked",
    BINDING_DOCS,
  ],
};

const comes = either(created, createdBeside);
const AS_CLICKED = "it is as authentik's own pages make it";

export const flowStageBinding = {
  kind: "flow stage binding",
  type: "authentik_flow_stage_binding",
  section: "Endpoint stages in flows",
  labels: [],
  layer: 0,
  drawnAs: "stage in a flow",
  isAgentsOnly: true,
  api: {
    path: "/flows/bindings/",
    app: "authentik_flows",
    model: "flowstagebinding",
    search: { keys: [["target", "stage"]], filters: ["target", "stage"] },
  },
  adminPage: "Flows and Stages > Flows",
  attributes: {
    id: {
      field: "pk",
      isHandle: true,
      noSetting: "authentik chooses it",
      means: {
        "stage-binding-gone": [
          () => gone,
          WEAKENS,
          "logins by this flow no longer check the device",
          STAGE_DOCS,
        ],
        "required-stage-bound": [
          () => every(comes, bindsRequiredStage),
          BREAKS,
          "whoever logs in by this flow in a browser without a known device is locked out, administrators too; known devices as well until their agent has the connector's challenge key, which it fetches when it starts or joins: bind the stage with mode optional first",
          STAGE_DOCS,
        ],
        "optional-stage-bound": [
          () => every(comes, not(bindsRequiredStage)),
          ACCESS,
          "logins by this flow ask the device's agent, and go on where there is none",
          STAGE_DOCS,
        ],
      },
    },
    target: {
      refers: { to: ["flow"], arrow: "part of", whenDeleted: "deleted along" },
      setting: "flow",
      means: CHECKS_ELSEWHERE,
    },
    stage: {
      refers: { to: ["stage", "endpoint stage"], whenDeleted: "deleted along" },
      noSetting: "it is the stage that the entry makes",
      means: CHECKS_ELSEWHERE,
    },
    order: {
      setting: "order",
      means: {
        "stage-moved-in-flow": [
          changed,
          ACCESS,
          "the device is checked at another place in the flow: the stages before it are passed unchecked",
          STAGE_DOCS,
        ],
      },
    },
    evaluate_on_plan: { noSetting: AS_CLICKED, means: POLICIES_ELSEWHEN },
    re_evaluate_policies: { noSetting: AS_CLICKED, means: POLICIES_ELSEWHEN },
    policy_engine_mode: { noSetting: AS_CLICKED, means: POLICIES_ELSEWHEN },
    invalid_response_action: {
      noSetting: AS_CLICKED,
      means: {
        "failed-check-goes-on-differently": [
          changed,
          ACCESS,
          "people whose answer the stage refuses are asked again, or start the flow anew",
          STAGE_DOCS,
        ],
      },
    },
  },
} satisfies ManagedType;

import { bindable, ENGINE_MODES } from "../core/bindable";
import { invalid } from "../core/errors";
import { choice, flag, integer, reference, slug, text } from "../core/fields";
import type { Row } from "../core/json";
import { exact, number, oneOf, pointsAt, truth, uuid } from "../core/listing";
import { ALL_ACTIONS, type Resource, type View } from "../core/resource";
import type { Store } from "../core/store";
import { backgroundUrl } from "./embedded-flow";
import { stageReference } from "./stages";

const DESIGNATIONS = [
  "authentication",
  "authorization",
  "invalidation",
  "enrollment",
  "unenrollment",
  "recovery",
  "stage_configuration",
] as const;
const DENIED_ACTIONS = ["message_continue", "message", "continue"] as const;
const LAYOUTS = [
  "stacked",
  "content_left",
  "content_right",
  "sidebar_left",
  "sidebar_right",
  "sidebar_left_frame_background",
  "sidebar_right_frame_background",
] as const;
const REQUIREMENTS = [
  "none",
  "require_authenticated",
  "require_unauthenticated",
  "require_superuser",
  "require_redirect",
  "require_outpost",
  "require_token",
] as const;

const stageBindings = (flow: Row, store: Store): Row[] =>
  store
    .filter("flowstagebinding", ({ target }) => target === flow.pk)
    .sort((left, right) => (left.order as number) - (right.order as number));

export const flows: Resource = {
  path: "flows/instances",
  table: "flow",
  model: { app: "authentik_flows", name: "flow", label: "Flow" },
  pk: "pk",
  pkKind: "uuid",
  lookup: "slug",
  actions: ALL_ACTIONS,
  fields: {
    name: text({ required: true }),
    slug: slug({ required: true, unique: "Flow with this slug already exists." }),
    title: text({ required: true }),
    designation: choice(DESIGNATIONS, undefined, { required: true }),
    background: text({ blank: true }),
    policy_engine_mode: choice(ENGINE_MODES),
    compatibility_mode: flag(false),
    layout: choice(LAYOUTS),
    denied_action: choice(DENIED_ACTIONS),
    authentication: choice(REQUIREMENTS),
  },
  generated: bindable,
  computed: (flow, { store }) => ({
    policybindingmodel_ptr_id: flow.pbm,
    background_url: backgroundUrl(flow, store),
    background_themed_urls: null,
    stages: stageBindings(flow, store).map(({ stage }) => stage),
    policies: store
      .filter("policybinding", ({ target, policy }) => target === flow.pbm && policy !== null)
      .map(({ policy }) => policy),
    cache_count: 0,
    export_url: `/api/v3/flows/instances/${flow.slug}/export/`,
  }),
  search: ["name", "slug", "designation", "title"],
  filters: {
    flow_uuid: uuid(),
    name: exact,
    slug: exact,
    designation: oneOf(DESIGNATIONS),
    denied_action: oneOf(DENIED_ACTIONS),
  },
  ordering: ["slug"],
};

export const flowBindings: Resource = {
  path: "flows/bindings",
  table: "flowstagebinding",
  model: { app: "authentik_flows", name: "flowstagebinding", label: "FlowStageBinding" },
  pk: "pk",
  pkKind: "uuid",
  actions: ALL_ACTIONS,
  fields: {
    target: reference("flow", { required: true }),
    stage: reference("stage", { required: true }),
    evaluate_on_plan: flag(false),
    re_evaluate_policies: flag(true),
    order: integer({ required: true }),
    policy_engine_mode: choice(ENGINE_MODES),
    invalid_response_action: choice(["retry", "restart", "restart_with_context"]),
  },
  together: [["target", "stage", "order"]],
  validate: ({ evaluate_on_plan = false, re_evaluate_policies = true }) => {
    if (!evaluate_on_plan && !re_evaluate_policies)
      throw invalid({
        non_field_errors: ["Either evaluation on plan or evaluation on run must be enabled"],
      });
  },
  generated: bindable,
  computed: (binding, view: View) => ({
    policybindingmodel_ptr_id: binding.pbm,
    stage_obj: stageReference(binding.stage, view),
  }),
  title: (binding) => `Flow-stage binding #${binding.order} to ${binding.target}`,
  search: [],
  filters: {
    fsb_uuid: uuid(),
    pbm_uuid: uuid("pbm"),
    target: pointsAt("flow"),
    stage: pointsAt("stage"),
    order: number,
    evaluate_on_plan: truth,
    re_evaluate_policies: truth,
    policy_engine_mode: oneOf(ENGINE_MODES),
    invalid_response_action: oneOf(["retry", "restart", "restart_with_context"]),
  },
  ordering: ["order"],
};

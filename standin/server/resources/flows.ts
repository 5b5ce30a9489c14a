import { AuthenticationEnum } from "@goauthentik/api/dist/models/AuthenticationEnum";
import { DeniedActionEnum } from "@goauthentik/api/dist/models/DeniedActionEnum";
import { FlowDesignationEnum } from "@goauthentik/api/dist/models/FlowDesignationEnum";
import { FlowLayoutEnum } from "@goauthentik/api/dist/models/FlowLayoutEnum";
import { InvalidResponseActionEnum } from "@goauthentik/api/dist/models/InvalidResponseActionEnum";
import { bindable, engineMode } from "../core/bindable";
import { choicesOf, ENGINE_MODES } from "../core/choices";
import { invalid } from "../core/errors";
import { choice, flag, integer, reference, slug, text } from "../core/fields";
import { fileName } from "../core/file";
import { exact, listsAny, number, oneOf, pointsAt, truth, uuid } from "../core/filters";
import type { Row } from "../core/json";
import type { Resource, View } from "../core/resource";
import type { Store } from "../core/store";
import { backgroundUrl } from "./embedded-flow";
import { stageReference } from "./stages";

const stageBindings = (flow: Row, store: Store): Row[] =>
  store
    .filter("flowstagebinding", ({ target }) => target === flow.pk)
    .sort((left, right) => (left.order as number) - (right.order as number));

const DESIGNATIONS = choicesOf(FlowDesignationEnum);
const DENIED_ACTIONS = choicesOf(DeniedActionEnum);
const INVALID_RESPONSE_ACTIONS = choicesOf(InvalidResponseActionEnum);

export const flows: Resource = {
  path: "flows/instances",
  table: "flow",
  model: { app: "authentik_flows", name: "flow", label: "Flow" },
  lookup: "slug",
  fields: {
    name: text({ required: true }),
    slug: slug({ required: true, unique: "Flow with this slug already exists." }),
    title: text({ required: true }),
    designation: choice(DESIGNATIONS, undefined, { required: true }),
    background: text({ blank: true, check: fileName }),
    policy_engine_mode: engineMode(),
    compatibility_mode: flag(false),
    layout: choice(choicesOf(FlowLayoutEnum)),
    denied_action: choice(DENIED_ACTIONS),
    authentication: choice(choicesOf(AuthenticationEnum)),
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
  fields: {
    target: reference("flow", { required: true }),
    stage: reference("stage", { required: true }),
    evaluate_on_plan: flag(false),
    re_evaluate_policies: flag(true),
    order: integer({ required: true }),
    policy_engine_mode: engineMode(),
    invalid_response_action: choice(INVALID_RESPONSE_ACTIONS),
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
  filters: {
    fsb_uuid: uuid(),
    pbm_uuid: uuid("pbm"),
    policies: (_name, values, _rows, store) =>
      listsAny("policy", (binding) =>
        store.filter("policybinding", ({ target }) => target === binding.pbm).map(({ policy }) => policy),
      )("policies", values, [], store),
    target: pointsAt("flow"),
    stage: pointsAt("stage"),
    order: number,
    evaluate_on_plan: truth,
    re_evaluate_policies: truth,
    policy_engine_mode: oneOf(ENGINE_MODES),
    invalid_response_action: oneOf(INVALID_RESPONSE_ACTIONS),
  },
  ordering: ["target", "order"],
};

import type { FlowStageBindingRequest } from "@goauthentik/api/dist/models/FlowStageBindingRequest";
import { InvalidResponseActionEnum } from "@goauthentik/api/dist/models/InvalidResponseActionEnum";
import { PolicyEngineMode } from "@goauthentik/api/dist/models/PolicyEngineMode";
import { optional, required, withId } from "../schema/attribute";
import { oneOf } from "../schema/validators";
import type { Resource } from "../sdk/resource";
import type { ResourceData } from "../sdk/resource-data";

const request = (data: ResourceData): FlowStageBindingRequest => ({
  target: data.string("target"),
  stage: data.string("stage"),
  order: data.int("order"),
  evaluateOnPlan: data.bool("evaluate_on_plan"),
  reEvaluatePolicies: data.bool("re_evaluate_policies"),
  policyEngineMode: data.string("policy_engine_mode") as PolicyEngineMode,
  invalidResponseAction: data.string("invalid_response_action") as InvalidResponseActionEnum,
});

export const flowStageBinding: Resource = {
  attributes: withId({
    target: required("string"),
    stage: required("string"),
    evaluate_on_plan: optional("bool", { default: true }),
    re_evaluate_policies: optional("bool", { default: false }),
    order: required("number"),
    policy_engine_mode: optional("string", { default: "any", validate: oneOf(PolicyEngineMode) }),
    invalid_response_action: optional("string", {
      default: "retry",
      validate: oneOf(InvalidResponseActionEnum),
    }),
  }),
  async create({ flows }, data) {
    return (await flows.flowsBindingsCreate({ flowStageBindingRequest: request(data) })).pk;
  },
  async read({ flows }, data) {
    const binding = await flows.flowsBindingsRetrieve({ fsbUuid: data.id });
    return {
      target: binding.target,
      stage: binding.stage,
      order: binding.order,
      evaluate_on_plan: binding.evaluateOnPlan,
      re_evaluate_policies: binding.reEvaluatePolicies,
      policy_engine_mode: binding.policyEngineMode,
      invalid_response_action: binding.invalidResponseAction,
    };
  },
  async update({ flows }, data) {
    return (await flows.flowsBindingsUpdate({ fsbUuid: data.id, flowStageBindingRequest: request(data) })).pk;
  },
  delete: ({ flows }, data) => flows.flowsBindingsDestroy({ fsbUuid: data.id }),
};

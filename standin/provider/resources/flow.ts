import { AuthenticationEnum } from "@goauthentik/api/dist/models/AuthenticationEnum";
import type { DeniedActionEnum } from "@goauthentik/api/dist/models/DeniedActionEnum";
import { FlowDesignationEnum } from "@goauthentik/api/dist/models/FlowDesignationEnum";
import { FlowLayoutEnum } from "@goauthentik/api/dist/models/FlowLayoutEnum";
import type { FlowRequest } from "@goauthentik/api/dist/models/FlowRequest";
import { PolicyEngineMode } from "@goauthentik/api/dist/models/PolicyEngineMode";
import { computed, optional, required, withId } from "../schema/attribute";
import { oneOf } from "../schema/validators";
import type { Resource } from "../sdk/resource";
import type { ResourceData } from "../sdk/resource-data";

const request = (data: ResourceData): FlowRequest => ({
  name: data.string("name"),
  slug: data.string("slug"),
  title: data.string("title"),
  compatibilityMode: data.bool("compatibility_mode"),
  designation: data.string("designation") as FlowDesignationEnum,
  authentication: data.string("authentication") as AuthenticationEnum,
  policyEngineMode: data.string("policy_engine_mode") as PolicyEngineMode,
  layout: data.string("layout") as FlowLayoutEnum,
  deniedAction: data.string("denied_action") as DeniedActionEnum,
  background: data.optionalString("background"),
});

export const flow: Resource = {
  attributes: withId({
    name: required("string"),
    uuid: computed("string"),
    slug: required("string"),
    title: required("string"),
    designation: required("string", { validate: oneOf(FlowDesignationEnum) }),
    authentication: optional("string", { default: "none", validate: oneOf(AuthenticationEnum) }),
    layout: optional("string", { default: "stacked", validate: oneOf(FlowLayoutEnum) }),
    background: optional("string", { default: "/static/dist/assets/images/flow_background.jpg" }),
    policy_engine_mode: optional("string", { default: "any", validate: oneOf(PolicyEngineMode) }),
    denied_action: optional("string", { default: "message_continue" }),
    compatibility_mode: optional("bool", { default: true }),
  }),
  async create({ flows }, data) {
    return (await flows.flowsInstancesCreate({ flowRequest: request(data) })).slug;
  },
  async read({ flows }, data) {
    const flow = await flows.flowsInstancesRetrieve({ slug: data.id });
    return {
      uuid: flow.pk,
      name: flow.name,
      slug: flow.slug,
      title: flow.title,
      designation: flow.designation,
      authentication: flow.authentication,
      denied_action: flow.deniedAction,
      layout: flow.layout,
      policy_engine_mode: flow.policyEngineMode,
      compatibility_mode: flow.compatibilityMode,
      background: flow.background,
    };
  },
  async update({ flows }, data) {
    return (await flows.flowsInstancesUpdate({ slug: data.id, flowRequest: request(data) })).slug;
  },
  delete: ({ flows }, data) => flows.flowsInstancesDestroy({ slug: data.id }),
};

import type { PolicyBindingRequest } from "@goauthentik/api/dist/models/PolicyBindingRequest";
import { optional, required, withId } from "../schema/attribute";
import type { Resource } from "../sdk/resource";
import type { ResourceData } from "../sdk/resource-data";

const request = (data: ResourceData): PolicyBindingRequest => ({
  target: data.string("target"),
  order: data.int("order"),
  negate: data.bool("negate"),
  enabled: data.bool("enabled"),
  timeout: data.int("timeout"),
  failureResult: data.bool("failure_result"),
  policy: data.optionalString("policy") ?? null,
  user: data.optionalInt("user") ?? null,
  group: data.optionalString("group") ?? null,
});

export const policyBinding: Resource = {
  attributes: withId({
    target: required("string"),
    policy: optional("string"),
    user: optional("number"),
    group: optional("string"),
    order: required("number"),
    negate: optional("bool", { default: false }),
    enabled: optional("bool", { default: true }),
    timeout: optional("number", { default: 30 }),
    failure_result: optional("bool", { default: false }),
  }),
  async create({ policies }, data) {
    return (await policies.policiesBindingsCreate({ policyBindingRequest: request(data) })).pk;
  },
  async read({ policies }, data) {
    const binding = await policies.policiesBindingsRetrieve({ policyBindingUuid: data.id });
    return {
      target: binding.target,
      policy: binding.policy,
      user: binding.user,
      group: binding.group,
      order: binding.order,
      negate: binding.negate,
      enabled: binding.enabled,
      timeout: binding.timeout,
      failure_result: binding.failureResult,
    };
  },
  async update({ policies }, data) {
    const policyBindingUuid = data.id;
    return (await policies.policiesBindingsUpdate({ policyBindingUuid, policyBindingRequest: request(data) }))
      .pk;
  },
  delete: ({ policies }, data) => policies.policiesBindingsDestroy({ policyBindingUuid: data.id }),
};

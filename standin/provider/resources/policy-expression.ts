import type { ExpressionPolicyRequest } from "@goauthentik/api/dist/models/ExpressionPolicyRequest";
import { optional, required, withId } from "../schema/attribute";
import { sameButLastNewline } from "../schema/validators";
import type { Resource } from "../sdk/resource";
import type { ResourceData } from "../sdk/resource-data";

const request = (data: ResourceData): ExpressionPolicyRequest => ({
  name: data.string("name"),
  executionLogging: data.bool("execution_logging"),
  expression: data.string("expression"),
});

export const policyExpression: Resource = {
  attributes: withId({
    name: required("string"),
    execution_logging: optional("bool", { default: false }),
    expression: required("string", { suppressDiff: sameButLastNewline }),
  }),
  async create({ policies }, data) {
    return (await policies.policiesExpressionCreate({ expressionPolicyRequest: request(data) })).pk;
  },
  async read({ policies }, data) {
    const policy = await policies.policiesExpressionRetrieve({ policyUuid: data.id });
    return {
      name: policy.name,
      execution_logging: policy.executionLogging,
      expression: policy.expression,
    };
  },
  async update({ policies }, data) {
    const policyUuid = data.id;
    return (await policies.policiesExpressionUpdate({ policyUuid, expressionPolicyRequest: request(data) }))
      .pk;
  },
  delete: ({ policies }, data) => policies.policiesExpressionDestroy({ policyUuid: data.id }),
};

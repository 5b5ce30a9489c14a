import { AgentConnector, EndpointStage } from "../../lib";
import { refusals, refusalsOf } from "./refusals";
import { agentStack, stackOf } from "./synthesised";

const STAGE = "authentik_stage_endpoints.endpoint_stage_known";
const BINDING = "authentik_flow_stage_binding.endpoint_stage_known_binding";
const bind = { flow: "default-authentication-flow", order: 15 };

test("a stage is put into a flow, as authentik's own pages do it", () => {
  const synthesised = agentStack({ endpointStages: [{ name: "known", bind }] });

  expect(synthesised.at(BINDING)).toEqual({
    target: "${data.authentik_flow.default-authentication-flow.id}",
    stage: `\${${STAGE}.id}`,
    order: 15,
    evaluate_on_plan: false,
    re_evaluate_policies: true,
    policy_engine_mode: "any",
    invalid_response_action: "retry",
  });
  expect(synthesised.at("data.authentik_flow.default-authentication-flow")).toEqual({
    slug: "default-authentication-flow",
  });
});

test("a stage that is in no flow is said to check nothing", () => {
  const said = (props: object) =>
    agentStack({ endpointStages: [{ name: "known", ...props }] })
      .annotations()
      .filter((each) => each.includes("endpoint stage"));

  expect(said({})).toEqual([
    'info: endpoint stage "known" is in no flow that is configured here: it checks nothing until it is; name one in `bind`',
  ]);
  expect(said({ bind })).toEqual([]);
});

test("the flow must be another than the device code flow that is made", () => {
  const stage = { name: "known", bind: { flow: "codes", order: 0 } };

  expect(refusalsOf({ deviceCodeFlow: { slug: "codes" }, endpointStages: [stage] })).toEqual([
    '[production] deviceCodeFlow.slug: got "codes", the flow that endpointStages[0].bind.flow needs to exist already, expected a slug of its own',
  ]);
});

test("a construct of one's own takes the flow the same way", () => {
  const synthesised = stackOf((stack) => {
    new EndpointStage(stack, "known", { name: "known", connector: { connectorId: "c" }, bind });
  });

  expect(synthesised.addresses()).toEqual([
    "authentik_flow_stage_binding.known_binding_33574482",
    "authentik_stage_endpoints.known_9B44E3D8",
    "data.authentik_flow.agent-stack-lookup_flow_default-authentication-flow_C51FE7F9",
  ]);
});

test.each([
  [
    undefined,
    [
      "connector: has no challenge key, so that the stage would let everybody pass unchecked: give the connector a challengeKey",
    ],
  ],
  ["Corp", []],
])("the connector of a construct of one's own must have a challenge key: %s", (challengeKey, mistakes) => {
  const refused = refusals(() =>
    stackOf((stack) => {
      const connector = new AgentConnector(stack, "connector", { federatedProviders: [], challengeKey });
      new EndpointStage(stack, "known", { name: "known", connector, bind });
    }),
  );

  expect(refused).toEqual(mistakes.map((mistake) => `[own/known] ${mistake}`));
});

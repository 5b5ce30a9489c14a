import type { AgentStackProps } from "../../lib";
import { plannedChanges } from "../../tools/changes/changes";
import { parsePlanJson } from "../../tools/set-up/plan-json";
import { Api } from "./api";
import { Deployment } from "./deployment";
import { openStandIn } from "./target";

jest.setTimeout(60_000);

const CONNECTOR = "authentik_endpoints_connector_agent.connector";
const STAGE = "authentik_stage_endpoints.endpoint_stage_Known_device";
const PLACE = "authentik_flow_stage_binding.endpoint_stage_Known_device_binding";

let target: Awaited<ReturnType<typeof openStandIn>>;
let api: Api;
let deployment: Deployment;

beforeEach(async () => {
  target = await openStandIn();
  api = new Api(target);
  deployment = new Deployment(target.environment);
});

afterEach(async () => {
  deployment.remove();
  await target.close();
});

const withStage = (mode: "required" | "optional", order = 15): AgentStackProps => ({
  endpointStages: [{ name: "Known device", mode, bind: { flow: "default-authentication-flow", order } }],
});

/** What the plan of these props would do, and the codes of what that means. */
async function planned(props: AgentStackProps): Promise<Record<string, string[]>> {
  deployment.configure(props);
  await deployment.plan();
  const plan = parsePlanJson((await deployment.terraform("show", "-json", "planned")).stdout);
  return Object.fromEntries(
    plannedChanges(plan).changes.map(({ address, consequences }) => [
      address,
      consequences.map(({ code }) => code),
    ]),
  );
}

async function apply(): Promise<void> {
  const { code, stderr } = await deployment.apply("planned");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
}

test("a stage that comes to a deployment is put into the flow, and its connector gets a key, which the plan explains", async () => {
  await planned({});
  await apply();

  const changes = await planned(withStage("required"));
  await apply();
  const again = await planned(withStage("required"));

  expect(changes).toEqual({
    [CONNECTOR]: ["challenge-key-set"],
    [STAGE]: ["device-check-required"],
    [PLACE]: ["required-stage-bound"],
  });
  expect(again).toEqual({});
  const flow = await api.get("/flows/instances/default-authentication-flow/");
  const bound = await api.list("/flows/bindings/", { target: String(flow.pk) });
  expect(bound.map(({ order, stage_obj }) => [order, (stage_obj as { name: string }).name])).toContainEqual([
    15,
    "Known device",
  ]);
  const connector = await api.find("/endpoints/agents/connectors/", { name: "authentik Agent" });
  expect(connector.challenge_key).toEqual(expect.any(String));
});

test("a stage that is optional locks nobody out, moves within the flow and leaves it again", async () => {
  const first = await planned(withStage("optional"));
  await apply();
  const moved = await planned(withStage("optional", 5));
  await apply();
  const gone = await planned({ endpointStages: [{ name: "Known device" }] });
  await apply();

  expect(first[PLACE]).toEqual(["optional-stage-bound"]);
  expect(moved).toEqual({ [PLACE]: ["stage-moved-in-flow"] });
  expect(gone).toEqual({ [PLACE]: ["stage-binding-gone"] });
  const { pk } = await api.find("/stages/endpoints/", { name: "Known device" });
  expect(await api.list("/flows/bindings/", { stage: String(pk) })).toEqual([]);
});

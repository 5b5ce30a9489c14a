import { App, Testing } from "cdktf";
import { AgentStack, type AgentStackProps } from "../../lib";
import { agentStack } from "./synthesised";

const BRAND = {
  to: "authentik_brand.default_brand",
  id: "${data.authentik_brand.default_brand_existing.id}",
};

test("nothing is imported but the brand where nothing is adopted", () => {
  expect(agentStack().json.import).toEqual([BRAND]);
});

test("each adopted object is imported at its address by its id", () => {
  const { json } = agentStack({
    adopt: {
      "authentik_flow.device_code_flow": "clicked-flow",
      "authentik_provider_oauth2.cli_provider": "7",
      "authentik_policy_binding.cli_access_group_authentik_Admins": "1f0c9a52-5e65-4c86-8a52-2f6f9d0a3b11",
    },
    cli: { access: [{ group: "authentik Admins" }] },
  });

  expect(json.import).toEqual([
    { to: "authentik_flow.device_code_flow", id: "clicked-flow" },
    BRAND,
    { to: "authentik_provider_oauth2.cli_provider", id: "7" },
    {
      to: "authentik_policy_binding.cli_access_group_authentik_Admins",
      id: "1f0c9a52-5e65-4c86-8a52-2f6f9d0a3b11",
    },
  ]);
});

test("fails when an address is not the stack's, and says which are; brands are not for the taking", () => {
  expect(() => synth({ adopt: { "authentik_flow.devicecodeflow": "x" } })).toThrow(
    'adopt names "authentik_flow.devicecodeflow", which this stack does not have: remove it, or take one of authentik_flow.device_code_flow, authentik_provider_oauth2.cli_provider, authentik_application.cli_application, authentik_endpoints_connector_agent.connector',
  );
  expect(() => synth({ adopt: { "authentik_brand.default_brand": "x" } })).toThrow(
    'adopt names "authentik_brand.default_brand", which this stack does not have',
  );
});

test("fails when two addresses would take over one object", () => {
  const access = [{ group: "a" }, { group: "b" }];
  const adopt = {
    "authentik_policy_binding.cli_access_group_a": "1",
    "authentik_policy_binding.cli_access_group_b": "1",
    "authentik_provider_oauth2.cli_provider": "1",
  };
  expect(() => synth({ adopt, cli: { access } })).toThrow(
    'adopt gives authentik_policy_binding.cli_access_group_b the id of authentik_policy_binding.cli_access_group_a, "1": remove one of them',
  );
});

function synth(props: AgentStackProps): string {
  return Testing.synth(new AgentStack(new App(), "production", props), true);
}

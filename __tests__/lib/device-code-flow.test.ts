import { Brand } from "@cdktf/provider-authentik/lib/brand";
import { DeviceCodeFlow } from "../../lib";
import { agentStack, stackOf } from "./synthesised";

test("has the documentation's values and writes every other attribute out", () => {
  const synthesised = agentStack();

  expect(synthesised.at("authentik_flow.device_code_flow")).toEqual({
    name: "default-device-code-flow",
    slug: "default-device-code-flow",
    title: "Device code flow",
    designation: "stage_configuration",
    authentication: "require_authenticated",
    layout: "stacked",
    background: "/static/dist/assets/images/flow_background.jpg",
    policy_engine_mode: "any",
    denied_action: "message_continue",
    compatibility_mode: true,
  });
});

test("takes every attribute from its props", () => {
  const synthesised = agentStack({
    deviceCodeFlow: {
      name: "Devices",
      slug: "devices",
      title: "Enter the code",
      designation: "authentication",
      authentication: "none",
      layout: "sidebar_left",
      background: "/media/own.png",
      policyEngineMode: "all",
      deniedAction: "message",
      compatibilityMode: false,
    },
  });

  expect(synthesised.at("authentik_flow.device_code_flow")).toEqual({
    name: "Devices",
    slug: "devices",
    title: "Enter the code",
    designation: "authentication",
    authentication: "none",
    layout: "sidebar_left",
    background: "/media/own.png",
    policy_engine_mode: "all",
    denied_action: "message",
    compatibility_mode: false,
  });
});

test("the brand's background is kept: an apply that cannot empty another one fails", () => {
  const flow = agentStack({ deviceCodeFlow: { background: "" } }).at("authentik_flow.device_code_flow");

  expect(flow.background).toBe("");
  expect(flow.lifecycle).toEqual({
    postcondition: [
      {
        condition: '${self.background == null || self.background == ""}',
        error_message:
          "authentik still has a background although none is configured: the provider does not send an empty text; run `npx agent-stack repair`, which sets it through the API, then apply again",
      },
    ],
  });
});

test("creates nothing where one is already deployed, and the brand points to that one", () => {
  const synthesised = agentStack({ deviceCodeFlow: { existing: "corp-device-flow" } });

  expect(synthesised.json.resource?.authentik_flow).toBeUndefined();
  expect(synthesised.at("data.authentik_flow.corp-device-flow")).toEqual({ slug: "corp-device-flow" });
  expect(synthesised.at("authentik_brand.default_brand").flow_device_code).toBe(
    "${data.authentik_flow.corp-device-flow.id}",
  );
});

test("gives its UUID to other resources of anyone's own stack", () => {
  const synthesised = stackOf((stack) => {
    const flow = new DeviceCodeFlow(stack, "devices");
    new Brand(stack, "brand", { domain: "example.com", flowDeviceCode: flow.uuid });
  });

  expect(synthesised.at("authentik_brand.brand").flow_device_code).toMatch(
    /^\$\{authentik_flow\.devices_[0-9A-F]{8}\.uuid\}$/,
  );
});

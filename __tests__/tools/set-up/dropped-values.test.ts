import { droppedValues, droppingPath } from "../../../tools/set-up/dropped-values";
import type { SetUpObject as ManagedObject } from "../../../tools/set-up/set-up";

const object = (type: string, id: string, configured: Record<string, unknown> = {}): ManagedObject => ({
  address: `${type}.any`,
  mode: "managed",
  type,
  name: "any",
  configured,
  deployed: { id },
  seen: [{ id }],
  keys: [],
});
const connector = (configured: Record<string, unknown>) =>
  object("authentik_endpoints_connector_agent", "connector-1", configured);
const application = (configured: Record<string, unknown>) =>
  object("authentik_application", "authentik-cli", configured);

describe("droppedValues", () => {
  test("are configured false and 0 that the live object does not have", () => {
    const object = connector({
      enabled: false,
      auth_terminate_session_on_expiry: false,
      challenge_trigger_check_in: false,
      nss_uid_offset: 0,
      nss_gid_offset: 0,
    });
    const live = {
      enabled: true,
      auth_terminate_session_on_expiry: true,
      challenge_trigger_check_in: false,
      nss_uid_offset: 2000,
      nss_gid_offset: 0,
    };
    expect(droppedValues(object, live)).toEqual([
      { attribute: "enabled", wanted: false, found: true },
      { attribute: "nss_uid_offset", wanted: 0, found: 2000 },
      { attribute: "auth_terminate_session_on_expiry", wanted: false, found: true },
    ]);
  });

  test("are texts that the configuration does not have", () => {
    const live = { group: "Tools", meta_icon: "", meta_publisher: null, meta_description: "kept" };
    expect(droppedValues(application({ meta_description: "wanted" }), live)).toEqual([
      { attribute: "group", wanted: "", found: "Tools" },
    ]);
  });

  test.each([
    ["switches and offsets that are not configured", connector({}), { enabled: false, nss_uid_offset: 7 }],
    ["values that the provider sends", connector({ enabled: true }), { enabled: false }],
    ["texts that only Terraform knows", application({ group: "${var.group}" }), { group: "Tools" }],
    ["attributes that the server does not know", connector({ enabled: false }), {}],
    ["objects that only the state has", { ...application({}), configured: undefined }, { group: "Tools" }],
    ["brands", object("authentik_brand", "1"), { branding_title: "ACME" }],
  ])("leave %s alone", (_, object, live) => {
    expect(droppedValues(object, live)).toEqual([]);
  });
});

describe("droppingPath", () => {
  test("is where the deployed object lives", () => {
    expect(droppingPath(connector({}))).toBe("/endpoints/agents/connectors/connector-1/");
  });

  test("is undefined for data sources, for what is not deployed and for what drops nothing", () => {
    const flow = {
      ...object("authentik_flow", "x"),
      address: "module.m.data.authentik_flow.x",
      mode: "data",
    };
    const group = object("authentik_group", "x");
    expect([flow, group, { ...connector({}), deployed: undefined }].map(droppingPath)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

import { DEVICE_CODE_GRANT } from "../../../lib/rules/choices";
import { keeping } from "../../../tools/adopt/settings";
import { pathText } from "../../../tools/adopt/snippet";
import type { AuthentikClient } from "../../../tools/authentik/client";
import { managedSetUp } from "../../../tools/set-up/stack";

const FLOW = "authentik_flow.device_code_flow";
const BRAND = "authentik_brand.default_brand";
const PROVIDER = "authentik_provider_oauth2.cli_provider";
const APPLICATION = "authentik_application.cli_application";
const CONNECTOR = "authentik_endpoints_connector_agent.connector";
const GROUP = "authentik_endpoints_device_access_group.laptops";
const TOKEN = "authentik_endpoints_connector_agent_enrollment_token.rollout";
const STAGE = "authentik_stage_endpoints.check";
const STAGE_BINDING = "authentik_flow_stage_binding.check";
const OTHERS_BINDING = "authentik_flow_stage_binding.others";
const BINDING = "authentik_policy_binding.of_application";
const GROUPS_BINDING = "authentik_policy_binding.of_laptops";
const POLICYS_BINDING = "authentik_policy_binding.office_hours";

const MANAGED_SCOPE = "goauthentik.io/providers/oauth2/scope-";

/** What the API answers: lists by path, objects by path and id. */
const ANSWERS: Readonly<Record<string, unknown>> = {
  "/flows/instances/?flow_uuid=f1": [{ slug: "flow-one" }],
  "/flows/instances/?flow_uuid=gone": [],
  "/crypto/certificatekeypairs/c1/": { name: "certificate one" },
  "/providers/oauth2/7/": { name: "provider seven", assigned_application_slug: "seven" },
  "/providers/oauth2/8/": { name: "provider without application", assigned_application_slug: null },
  "/endpoints/device_access_groups/g1/": { name: "laptops" },
  "/endpoints/device_access_groups/g2/": { name: "elsewhere" },
  "/propertymappings/provider/scope/": [
    { pk: "m1", name: "openid", managed: `${MANAGED_SCOPE}openid` },
    { pk: "m2", name: "api", managed: `${MANAGED_SCOPE}authentik_api` },
    { pk: "m3", name: "of another release", managed: `${MANAGED_SCOPE}new` },
    { pk: "m4", name: "ours", managed: null },
  ],
};

const answer = async (path: string, query: Readonly<Record<string, string>> = {}) => {
  const asked = Object.keys(query).length > 0 ? `${path}?${new URLSearchParams(query)}` : path;
  if (!(asked in ANSWERS)) throw new Error(`asked for ${asked}`);
  return ANSWERS[asked];
};
const client = { get: answer, list: answer } as unknown as AuthentikClient;

const resource = (address: string, values: object = {}) => {
  const [type = "", name = ""] = address.split(".");
  return { [type]: { [name]: values } };
};

function setUp(...resources: Record<string, Record<string, object>>[]) {
  const merged: Record<string, Record<string, Record<string, unknown>>> = {};
  for (const [type, named] of resources.flatMap((each) => Object.entries(each))) {
    merged[type] = { ...merged[type], ...(named as Record<string, Record<string, unknown>>) };
  }
  const data = {
    authentik_group: { staff: { name: "staff" } },
    authentik_user: { ann: { username: "ann" } },
  };
  return managedSetUp("e2e", { resource: merged, data }, {});
}

const ALL = setUp(
  resource(FLOW),
  resource(BRAND),
  resource(PROVIDER),
  resource(APPLICATION),
  resource(CONNECTOR),
  resource(GROUP, { name: "laptops" }),
  resource(TOKEN, { name: "rollout" }),
  resource(STAGE, { name: "check" }),
  resource(STAGE_BINDING, { stage: `\${${STAGE}.id}` }),
  resource(OTHERS_BINDING, { stage: "a-stage-of-somebody" }),
  resource(BINDING, { target: `\${${APPLICATION}.uuid}`, group: "${data.authentik_group.staff.id}" }),
  resource(GROUPS_BINDING, { target: `\${${GROUP}.id}`, user: "${data.authentik_user.ann.pk}" }),
  resource(POLICYS_BINDING, { target: `\${${APPLICATION}.uuid}`, policy: "p" }),
);

async function kept(address: string, name: string, live: unknown, configured?: unknown, managed = ALL) {
  const object = managed.objects.find((each) => each.address === address);
  if (!object) throw new Error(`no ${address}`);
  const settings = await keeping(client, managed, object, { name, live, configured });
  return settings?.map(({ path, value }) => [pathText(path), value]);
}

test.each([
  ["a value", CONNECTOR, "nss_uid_offset", 3000, "connector.nssUidOffset", 3000],
  ["false", APPLICATION, "open_in_new_tab", false, "cli.application.openInNewTab", false],
  ["no value, by leaving the setting out", APPLICATION, "group", "", "cli.application.group", undefined],
  ["an image of the flow", FLOW, "background", "/a.jpg", "deviceCodeFlow.background", "/a.jpg"],
  [
    "no image of the flow, which is another than by default",
    FLOW,
    "background",
    null,
    "deviceCodeFlow.background",
    "",
  ],
  ["a flow by its slug", PROVIDER, "authorization_flow", "f1", "cli.authorizationFlow", "flow-one"],
  ["a stage's place", STAGE_BINDING, "order", 20, "endpointStages[check].bind.order", 20],
  ["a stage's flow", STAGE_BINDING, "target", "f1", "endpointStages[check].bind.flow", "flow-one"],
  ["no flow", CONNECTOR, "authorization_flow", null, "connector.authorizationFlow", false],
  ["a certificate by its name", PROVIDER, "signing_key", "c1", "cli.signingKey", "certificate one"],
  ["a challenge key", CONNECTOR, "challenge_key", "c1", "connector.challengeKey", "certificate one"],
  ["grants", PROVIDER, "grant_types", [DEVICE_CODE_GRANT], "cli.grantTypes", [DEVICE_CODE_GRANT]],
  [
    "grants that would be refused, by not setting them",
    PROVIDER,
    "grant_types",
    ["password"],
    "cli.grantTypes",
    false,
  ],
  [
    "redirect URIs, each once and without what is so by default",
    PROVIDER,
    "allowed_redirect_uris",
    [
      { url: "http://localhost", matching_mode: "strict", redirect_uri_type: "authorization" },
      { url: "https://.*", matching_mode: "regex", redirect_uri_type: "logout" },
      { url: "http://localhost", matching_mode: "strict", redirect_uri_type: "authorization" },
    ],
    "cli.redirectUris",
    [{ url: "http://localhost" }, { url: "https://.*", matchingMode: "regex", type: "logout" }],
  ],
  ["a stage's mode", STAGE, "mode", "required", "endpointStages[check].mode", "required"],
  ["an order", BINDING, "order", 3, "cli.access[staff].order", 3],
  ["a policy's order", POLICYS_BINDING, "order", 3, "cli.access[p].order", 3],
  ["a user's order", GROUPS_BINDING, "order", 3, "deviceAccessGroups[laptops].access[ann].order", 3],
  [
    "a group of ours",
    TOKEN,
    "device_access_group",
    "g1",
    "enrollmentTokens[rollout].deviceAccessGroup",
    "laptops",
  ],
  ["no group", TOKEN, "device_access_group", null, "enrollmentTokens[rollout].deviceAccessGroup", undefined],
])("keeps %s", async (_, address, name, live, path, value) => {
  expect(await kept(address, name, live)).toEqual([[path, value]]);
});

test.each([
  ["a missing signing key", PROVIDER, "signing_key", ""],
  ["a brand's flow, which is the environment's", BRAND, "flow_device_code", "f1"],
  ["a connector without challenge key", CONNECTOR, "challenge_key", null],
  ["a flow that is gone", PROVIDER, "authentication_flow", "gone"],
  ["a group that is not of this environment", TOKEN, "device_access_group", "g2"],
  ["the place of another's stage", OTHERS_BINDING, "order", 20],
  ["what has no setting", PROVIDER, "client_type", "confidential"],
  ["what no type has", PROVIDER, "colour", "red"],
])("cannot keep %s", async (_, address, name, live) => {
  expect(await kept(address, name, live)).toBeUndefined();
});

test("keeps the scopes that differ, each kind by its setting", async () => {
  expect(await kept(PROVIDER, "property_mappings", ["m1", "m2", "m3", "m4"], ["m1"])).toEqual([
    ["cli.scopes", ["openid", `${MANAGED_SCOPE}new`]],
    ["cli.apiAccess", true],
    ["cli.customScopeMappings", ["ours"]],
  ]);
  expect(await kept(PROVIDER, "property_mappings", ["m1", "m2"], ["m1"])).toEqual([["cli.apiAccess", true]]);
  expect(await kept(PROVIDER, "property_mappings", ["m4"], ["m1"])).toBeUndefined();
});

test("keeps further providers beside the CLI's own, as far as they can be looked up", async () => {
  expect(await kept(CONNECTOR, "jwt_federation_providers", [1, 7, 8], [1])).toEqual([
    ["connector.furtherFederatedProviders", ["provider seven"]],
  ]);
  expect(await kept(CONNECTOR, "jwt_federation_providers", [7], [1])).toBeUndefined();
});

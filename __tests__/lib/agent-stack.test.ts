import type { AgentStackProps } from "../../lib";
import { agentStack } from "./synthesised";

const WHOLE: AgentStackProps = {
  brands: { others: ["partner.example.com"] },
  cli: {
    access: [
      { group: "authentik Admins" },
      { user: "akadmin" },
      { policy: { name: "office-hours", id: "0d9b3a0e-0000-4000-8000-000000000000" } },
    ],
  },
  connector: { furtherFederatedProviders: ["corp"] },
  deviceAccessGroups: [{ name: "workstations", access: [{ group: "authentik Admins" }] }],
  enrollmentTokens: [{ name: "workstations", deviceAccessGroup: "workstations" }],
  endpointStages: [{ name: "endpoint-validate" }],
};

const whole = () => agentStack(WHOLE);

test("the addresses are the public contract: changing one recreates what people log in with", () => {
  expect(whole().addresses()).toEqual([
    "authentik_application.cli_application",
    "authentik_brand.default_brand",
    "authentik_brand.further_brand",
    "authentik_endpoints_connector_agent.connector",
    "authentik_endpoints_connector_agent_enrollment_token.enrollment_token_workstations",
    "authentik_endpoints_device_access_group.device_access_group_workstations",
    "authentik_flow.device_code_flow",
    "authentik_policy_binding.cli_access_group_authentik_Admins",
    "authentik_policy_binding.cli_access_policy_office-hours",
    "authentik_policy_binding.cli_access_user_akadmin",
    "authentik_policy_binding.device_access_group_workstations_access_group_authentik_Admins",
    "authentik_provider_oauth2.cli_provider",
    "authentik_stage_endpoints.endpoint_stage_endpoint-validate",
    "data.authentik_brand.default_brand_existing",
    "data.authentik_brand.further_brand_existing",
    "data.authentik_certificate_key_pair.authentik_Self-signed_Certificate",
    "data.authentik_flow.default-provider-authorization-implicit-consent",
    "data.authentik_flow.default-provider-invalidation-flow",
    "data.authentik_group.authentik_Admins",
    "data.authentik_property_mapping_provider_scope.cli_scopes",
    "data.authentik_provider_oauth2_config.corp",
    "data.authentik_user.akadmin",
    "terraform_data.server_installation",
  ]);
});

/** Further brands wait for its check of the provider, too. */
const DEFAULT_BRAND = "authentik_brand.default_brand";

test.each([
  ["AUTHENTIK_URL", undefined, ["local.server_same_installation"]],
  [
    "the configuration",
    "https://id.acme.example",
    ["local.server_same_installation", "local.server_same_address"],
  ],
])(
  "whatever is managed waits for the proof that the server, named by %s, is the remembered one",
  (_, server, checks) => {
    const { terraform_data: _remembered, ...managed } = agentStack({ ...WHOLE, server }).json.resource ?? {};
    const waits = Object.values(managed).flatMap((named) =>
      Object.values(named).map((one) =>
        (one.depends_on as string[]).filter((each) => each !== DEFAULT_BRAND),
      ),
    );
    expect(waits.length).toBeGreaterThan(10);
    expect(waits).toEqual(waits.map(() => checks));
  },
);

test("the server and the token come from the environment, never from the code", () => {
  expect(agentStack().json.provider).toEqual({
    authentik: [
      {
        token: "${null /* from the environment: set AUTHENTIK_TOKEN */}",
        url: "${null /* from the environment: set AUTHENTIK_URL */}",
      },
    ],
  });
});

test("pins the provider's versions and asks for the Terraform that knows removed blocks", () => {
  expect(agentStack().json.terraform).toMatchObject({
    required_version: ">= 1.7.0",
    required_providers: {
      // Without a host Terraform and OpenTofu each take their own registry.
      authentik: { source: "goauthentik/authentik", version: "~> 2026.8.0" },
    },
  });
  expect(agentStack({ providerVersion: "2026.8.1" }).json.terraform).toMatchObject({
    required_providers: { authentik: { version: "2026.8.1" } },
  });
});

test("outputs what the agents are configured with", () => {
  expect(agentStack().json.output).toEqual({
    client_id: { value: "${authentik_provider_oauth2.cli_provider.client_id}" },
    provider_id: { value: "${authentik_provider_oauth2.cli_provider.id}" },
    application_slug: { value: "${authentik_application.cli_application.slug}" },
    connector_id: { value: "${authentik_endpoints_connector_agent.connector.id}" },
    device_authorization_path: { value: "/application/o/device/" },
    device_code_flow_uuid: { value: "${authentik_flow.device_code_flow.uuid}" },
  });
});

describe("device access groups", () => {
  test("without access are said to let nobody in", () => {
    const synthesised = agentStack({
      cli: { access: [{ group: "g" }] },
      deviceAccessGroups: [{ name: "servers" }],
    });

    expect(synthesised.at("authentik_endpoints_device_access_group.device_access_group_servers")).toEqual({
      name: "servers",
    });
    expect(synthesised.annotations()).toEqual([
      'warn: device access group "servers" has no access: nobody may log in to its devices; name groups, users or policies in `access`',
    ]);
  });

  test("have bindings of their own", () => {
    const synthesised = whole();

    expect(
      synthesised.at(
        "authentik_policy_binding.device_access_group_workstations_access_group_authentik_Admins",
      ),
    ).toMatchObject({
      target: "${authentik_endpoints_device_access_group.device_access_group_workstations.id}",
      group: "${data.authentik_group.authentik_Admins.id}",
    });
  });
});

describe("enrollment tokens", () => {
  const TOKEN = "authentik_endpoints_connector_agent_enrollment_token.enrollment_token_";

  test("expire and keep their key out of state and outputs", () => {
    const synthesised = whole();

    expect(synthesised.at(`${TOKEN}workstations`)).toEqual({
      name: "workstations",
      connector: "${authentik_endpoints_connector_agent.connector.id}",
      device_access_group: "${authentik_endpoints_device_access_group.device_access_group_workstations.id}",
      expiring: true,
      retrieve_key: false,
    });
    expect(Object.keys(synthesised.json.output ?? {}).join()).not.toContain("key");
  });

  test("give their key as a sensitive output when asked to", () => {
    const synthesised = agentStack({ enrollmentTokens: [{ name: "t", retrieveKey: true }] });

    expect(synthesised.at(`${TOKEN}t`)).toMatchObject({ retrieve_key: true });
    expect(synthesised.json.output?.enrollment_token_t_key).toEqual({
      value: `\${${TOKEN}t.key}`,
      sensitive: true,
    });
  });

  test("may end at a given time", () => {
    const synthesised = agentStack({ enrollmentTokens: [{ name: "t", expires: "2027-01-31T12:00:00Z" }] });

    expect(synthesised.at(`${TOKEN}t`)).toMatchObject({ expiring: true, expires: "2027-01-31T12:00:00Z" });
  });

  test("that never end are said to be dangerous", () => {
    const synthesised = agentStack({
      cli: { access: [{ group: "g" }] },
      deviceAccessGroups: [{ name: "Laptops", access: [{ group: "g" }] }],
      enrollmentTokens: [{ name: "t", expiring: false, deviceAccessGroup: "Laptops" }],
    });

    expect(synthesised.annotations()).toEqual([
      'warn: enrollment token "t" never expires: whoever gets hold of it can enrol devices; set `expires` instead',
    ]);
  });
});

test("endpoint stages refer to the connector", () => {
  const synthesised = agentStack({ endpointStages: [{ name: "a" }, { name: "b", mode: "required" }] });

  expect(synthesised.at("authentik_stage_endpoints.endpoint_stage_a")).toEqual({
    name: "a",
    connector: "${authentik_endpoints_connector_agent.connector.id}",
    mode: "optional",
  });
  expect(synthesised.at("authentik_stage_endpoints.endpoint_stage_b").mode).toBe("required");
});

test("hostile names never make two objects share an address", () => {
  const synthesised = agentStack({
    deviceAccessGroups: [
      { name: "a", access: [{ group: "b_access_group_c" }] },
      { name: "a_access_group_b", access: [{ group: "c" }] },
      { name: "a.access_group_b", access: [{ group: "c" }] },
    ],
  });

  const bindings = Object.values(synthesised.json.resource?.authentik_policy_binding ?? {});
  expect(bindings.map(({ target }) => target)).toHaveLength(3);
});

import { AgentCliProvider, AgentConnector } from "../../lib";
import { agentStack, stackOf } from "./synthesised";

const CONNECTOR = "authentik_endpoints_connector_agent.connector";

test("has the documentation's values, trusts the CLI's provider and writes every other attribute out", () => {
  expect(agentStack().at(CONNECTOR)).toEqual({
    name: "authentik Agent",
    refresh_interval: "minutes=30",
    enabled: true,
    jwt_federation_providers: ["${authentik_provider_oauth2.cli_provider.id}"],
    snapshot_expiry: "hours=24",
    auth_session_duration: "hours=8",
    auth_terminate_session_on_expiry: true,
    authorization_flow: "${data.authentik_flow.default-provider-authorization-implicit-consent.id}",
    nss_uid_offset: 2000,
    nss_gid_offset: 4000,
    challenge_idle_timeout: "seconds=3",
    challenge_trigger_check_in: true,
  });
});

test("takes every attribute from its props", () => {
  const synthesised = agentStack({
    connector: {
      name: "Laptops",
      refreshInterval: "minutes=5",
      furtherFederatedProviders: ["corp"],
      snapshotExpiry: "hours=1",
      authSessionDuration: "hours=2",
      authorizationFlow: "explicit",
      nssUidOffset: 10_000,
      nssGidOffset: 20_000,
      challengeKey: "Corp Key",
      challengeIdleTimeout: "seconds=9",
    },
  });

  expect(synthesised.at(CONNECTOR)).toMatchObject({
    name: "Laptops",
    refresh_interval: "minutes=5",
    jwt_federation_providers: [
      "${authentik_provider_oauth2.cli_provider.id}",
      "${data.authentik_provider_oauth2_config.corp.id}",
    ],
    snapshot_expiry: "hours=1",
    auth_session_duration: "hours=2",
    authorization_flow: "${data.authentik_flow.explicit.id}",
    nss_uid_offset: 10_000,
    nss_gid_offset: 20_000,
    challenge_key: "${data.authentik_certificate_key_pair.Corp_Key.id}",
    challenge_idle_timeout: "seconds=9",
  });
  expect(synthesised.at("data.authentik_certificate_key_pair.Corp_Key")).toEqual({
    name: "Corp Key",
    fetch_key: false,
    fetch_certificate: false,
  });
});

test("has no flow for logins on devices by authorizationFlow: false", () => {
  expect(agentStack({ connector: { authorizationFlow: false } }).at(CONNECTOR)).not.toHaveProperty(
    "authorization_flow",
  );
});

test.each([
  ["the documentation's certificate", {}, "authentik_Self-signed_Certificate"],
  ["the CLI's", { cli: { signingKey: "Corp" } }, "Corp"],
  ["its own", { cli: { signingKey: "Corp" }, connector: { challengeKey: "Mine" } }, "Mine"],
])("signs challenges of endpoint stages with %s", (_, props, certificate) => {
  const challengeKey = (stages: { name: string }[]) =>
    agentStack({ ...props, endpointStages: stages }).at(CONNECTOR).challenge_key;

  expect(challengeKey([{ name: "known" }])).toBe(`\${data.authentik_certificate_key_pair.${certificate}.id}`);
  expect(challengeKey([])).toBe("connector" in props ? challengeKey([{ name: "known" }]) : undefined);
});

test("trusts a provider once, as the server does", () => {
  const { json } = stackOf((stack) => {
    const cli = new AgentCliProvider(stack, "cli");
    new AgentConnector(stack, "connector", { federatedProviders: [cli, cli] });
  });

  expect(Object.values(json.resource?.authentik_endpoints_connector_agent ?? {})).toEqual([
    expect.objectContaining({
      jwt_federation_providers: [
        expect.stringMatching(/^\$\{authentik_provider_oauth2\.cli_provider_[0-9A-F]{8}\.id\}$/),
      ],
    }),
  ]);
});

test.each([
  ["enabled", { enabled: false }, false],
  ["auth_terminate_session_on_expiry", { authTerminateSessionOnExpiry: false }, false],
  ["challenge_trigger_check_in", { challengeTriggerCheckIn: false }, false],
  ["nss_uid_offset", { nssUidOffset: 0 }, 0],
  ["nss_gid_offset", { nssGidOffset: 0 }, 0],
])("fails an apply in which the provider dropped %s (provider trap 1)", (attribute, connector, value) => {
  const resource = agentStack({ connector }).at(CONNECTOR);

  expect(resource[attribute]).toBe(value);
  expect(resource.lifecycle).toEqual({
    postcondition: [
      {
        condition: `\${self.${attribute} == ${value}}`,
        error_message: `authentik still has ${attribute} = \${self.${attribute}}: the provider does not send ${value}; run \`npx agent-stack repair\`, which sets it through the API, then apply again`,
      },
    ],
  });
});

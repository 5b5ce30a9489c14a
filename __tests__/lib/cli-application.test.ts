import type { TerraformStack } from "cdktf";
import { AgentCliProvider, CliApplication, type Release } from "../../lib";
import { refusals } from "./refusals";
import { agentStack, stackOf } from "./synthesised";

const PROVIDER = "authentik_provider_oauth2.cli_application_Kubernetes_provider";
const APPLICATION = "authentik_application.cli_application_Kubernetes_application";
const SCOPE = "goauthentik.io/providers/oauth2/scope-";

const kubernetes = { name: "Kubernetes", preset: "kubernetes" } as const;
const server = "https://id.example.com/sso";

test("is a public client that federates the CLI's provider, with every other attribute written out", () => {
  const synthesised = agentStack({ cliApplications: [kubernetes] });

  const { lifecycle, ...attributes } = synthesised.at(PROVIDER);
  expect(attributes).toEqual({
    name: "Kubernetes",
    client_type: "public",
    client_id: "kubernetes-cluster",
    authorization_flow: "${data.authentik_flow.default-provider-authorization-implicit-consent.id}",
    invalidation_flow: "${data.authentik_flow.default-provider-invalidation-flow.id}",
    signing_key: "${data.authentik_certificate_key_pair.authentik_Self-signed_Certificate.id}",
    property_mappings:
      "${data.authentik_property_mapping_provider_scope.cli_application_Kubernetes_scopes.ids}",
    grant_types: ["client_credentials", "urn:ietf:params:oauth:grant-type:token-exchange"],
    jwt_federation_providers: ["${authentik_provider_oauth2.cli_provider.id}"],
    allowed_redirect_uris: [],
    access_code_validity: "minutes=1",
    access_token_validity: "minutes=10",
    refresh_token_validity: "days=30",
    refresh_token_threshold: "seconds=0",
    include_claims_in_id_token: true,
    issuer_mode: "per_provider",
    sub_mode: "hashed_user_id",
    logout_method: "backchannel",
  });
  expect(
    synthesised.at("data.authentik_property_mapping_provider_scope.cli_application_Kubernetes_scopes")
      .managed_list,
  ).toEqual(["openid", "email", "profile"].map((scope) => SCOPE + scope));
});

test("has an application of its own", () => {
  const { lifecycle, ...attributes } = agentStack({ cliApplications: [kubernetes] }).at(APPLICATION);

  expect(attributes).toEqual({
    name: "Kubernetes",
    slug: "kubernetes-cluster",
    protocol_provider: `\${${PROVIDER}.id}`,
    policy_engine_mode: "any",
    open_in_new_tab: false,
    meta_hide: false,
  });
});

test.each([
  ["the preset's", { name: "AWS", preset: "aws" }, "authentik-aws-cli", "authentik-aws-cli", "AWS"],
  ["without a preset the name", { name: "vault" }, "vault", "vault", "vault"],
  [
    "those that are given",
    { ...kubernetes, clientId: "eu", application: { name: "Cluster in Europe", slug: "cluster-eu" } },
    "eu",
    "cluster-eu",
    "Cluster in Europe",
  ],
] as const)("has as its client id and slug %s", (_, settings, clientId, slug, shown) => {
  const synthesised = agentStack({ cliApplications: [settings] });

  const at = `cli_application_${settings.name}`;
  expect(synthesised.at(`authentik_provider_oauth2.${at}_provider`)).toMatchObject({
    name: settings.name,
    client_id: clientId,
  });
  expect(synthesised.at(`authentik_application.${at}_application`)).toMatchObject({ name: shown, slug });
});

test("takes every attribute from its props", () => {
  const synthesised = agentStack({
    cliApplications: [
      {
        name: "Kubernetes",
        clientId: "cluster",
        authorizationFlow: "explicit",
        authenticationFlow: "login",
        invalidationFlow: "logout",
        signingKey: "Cluster Key",
        scopes: ["openid"],
        apiAccess: true,
        customScopeMappings: ["roles"],
        grantTypes: ["client_credentials", "authorization_code"],
        redirectUris: [{ url: "http://localhost:8000" }],
        accessCodeValidity: "minutes=2",
        accessTokenValidity: "minutes=5",
        refreshTokenValidity: "days=1",
        refreshTokenThreshold: "hours=1",
        includeClaimsInIdToken: false,
        issuerMode: "global",
        subjectMode: "user_email",
        logoutMethod: "frontchannel",
        furtherFederatedProviders: ["ci"],
      },
    ],
  });

  expect(synthesised.at(PROVIDER)).toMatchObject({
    client_id: "cluster",
    authorization_flow: "${data.authentik_flow.explicit.id}",
    authentication_flow: "${data.authentik_flow.login.id}",
    invalidation_flow: "${data.authentik_flow.logout.id}",
    signing_key: "${data.authentik_certificate_key_pair.Cluster_Key.id}",
    property_mappings:
      "${distinct(concat(data.authentik_property_mapping_provider_scope.cli_application_Kubernetes_scopes.ids, [data.authentik_property_mapping_provider_scope.roles.id]))}",
    grant_types: ["client_credentials", "authorization_code"],
    jwt_federation_providers: [
      "${authentik_provider_oauth2.cli_provider.id}",
      "${data.authentik_provider_oauth2_config.ci.id}",
    ],
    allowed_redirect_uris: [
      { url: "http://localhost:8000", matching_mode: "strict", redirect_uri_type: "authorization" },
    ],
    access_code_validity: "minutes=2",
    access_token_validity: "minutes=5",
    refresh_token_validity: "days=1",
    refresh_token_threshold: "hours=1",
    include_claims_in_id_token: false,
    issuer_mode: "global",
    sub_mode: "user_email",
    logout_method: "frontchannel",
  });
  expect(
    synthesised.at("data.authentik_property_mapping_provider_scope.cli_application_Kubernetes_scopes")
      .managed_list,
  ).toEqual([`${SCOPE}openid`, `${SCOPE}authentik_api`]);
});

test("signs with the CLI's key unless it is given another", () => {
  const synthesised = agentStack({ cli: { signingKey: "Corp Key" }, cliApplications: [kubernetes] });

  expect(synthesised.at(PROVIDER).signing_key).toBe("${data.authentik_certificate_key_pair.Corp_Key.id}");
});

test.each<[Release, readonly string[] | undefined]>([
  ["2026.8", ["client_credentials", "urn:ietf:params:oauth:grant-type:token-exchange"]],
  ["2026.5", ["client_credentials"]],
  ["2026.2", undefined],
])("may use in release %s the grants that agents need and the release knows", (release, grants) => {
  const inStack = agentStack({ release, cliApplications: [kubernetes] });
  const onItsOwn = stackOf(
    (stack: TerraformStack) => {
      new CliApplication(stack, "vault", { name: "vault", federatedProviders: [] });
    },
    { release },
  );

  expect(inStack.at(PROVIDER).grant_types).toEqual(grants);
  const [own] = Object.values(onItsOwn.json.resource?.authentik_provider_oauth2 ?? {});
  expect(own?.grant_types).toEqual(grants);
});

test("leaves the grant types to servers that do not know them", () => {
  const synthesised = agentStack({ cliApplications: [{ ...kubernetes, grantTypes: false }] });

  expect(synthesised.at(PROVIDER)).not.toHaveProperty("grant_types");
});

test("binds whom `access` names to the application", () => {
  const synthesised = agentStack({ cliApplications: [{ ...kubernetes, access: [{ group: "ops" }] }] });

  expect(
    synthesised.at("authentik_policy_binding.cli_application_Kubernetes_access_group_ops"),
  ).toMatchObject({
    target: `\${${APPLICATION}.uuid}`,
    group: "${data.authentik_group.ops.id}",
  });
});

test("says that without access everyone gets tokens", () => {
  const said = agentStack({
    cliApplications: [kubernetes, { name: "vault", access: [{ group: "ops" }] }],
  }).annotations();

  expect(said.filter((each) => each.includes("gets tokens"))).toEqual([
    'info: no access to "Kubernetes" is configured: everyone who can log in to authentik gets tokens for it; name groups, users or policies in `access` to limit it',
  ]);
});

test("one that is renamed keeps its objects", () => {
  const { moved } = agentStack({
    cliApplications: [{ ...kubernetes, renamedFrom: "k8s", access: [{ group: "ops" }] }],
  }).json;

  expect(moved).toEqual(
    [
      "authentik_provider_oauth2.cli_application_NAME_provider",
      "authentik_application.cli_application_NAME_application",
      "authentik_policy_binding.cli_application_NAME_access_group_ops",
    ].map((address) => ({
      from: address.replace("NAME", "k8s"),
      to: address.replace("NAME", "Kubernetes"),
    })),
  );
});

test("a provider that several federate is looked up once", () => {
  const furtherFederatedProviders = ["ci"];
  const synthesised = agentStack({
    connector: { furtherFederatedProviders },
    cliApplications: ["one", "two", "three"].map((name) => ({ name, furtherFederatedProviders })),
  });

  expect(synthesised.at("authentik_provider_oauth2.cli_application_three_provider")).toMatchObject({
    jwt_federation_providers: [
      "${authentik_provider_oauth2.cli_provider.id}",
      "${data.authentik_provider_oauth2_config.ci.id}",
    ],
  });
});

describe("the outputs", () => {
  const outputs = (props: Parameters<typeof agentStack>[0]) => {
    const all = agentStack(props).json.output as Readonly<Record<string, { readonly value: string }>>;
    return Object.fromEntries(
      Object.entries(all).flatMap(([name, { value }]) =>
        name.startsWith("cli_application_") ? [[name.replace("cli_application_", ""), value]] : [],
      ),
    );
  };

  test("are the client id and the issuer", () => {
    expect(outputs({ server, cliApplications: [{ name: "vault" }] })).toEqual({
      vault_client_id: "vault",
      vault_issuer: "https://id.example.com/sso/application/o/vault/",
    });
  });

  test("name the whole server as the issuer where that issues the tokens", () => {
    expect(outputs({ server, cliApplications: [{ name: "vault", issuerMode: "global" }] })).toMatchObject({
      vault_issuer: "https://id.example.com/sso/",
    });
  });

  test("leave the address to be filled in where the stack does not know it", () => {
    expect(outputs({ cliApplications: [{ name: "vault" }] })).toMatchObject({
      vault_issuer: "https://AUTHENTIK/application/o/vault/",
    });
  });

  test("are for Kubernetes what users and API servers need", () => {
    expect(outputs({ server, cliApplications: [kubernetes] })).toEqual({
      Kubernetes_client_id: "kubernetes-cluster",
      Kubernetes_issuer: "https://id.example.com/sso/application/o/kubernetes-cluster/",
      Kubernetes_kubeconfig: `users:
  - name: authentik
    user:
      exec:
        apiVersion: client.authentication.k8s.io/v1
        command: ak
        args: [auth, kubectl, --client-id, "kubernetes-cluster"]
        interactiveMode: IfAvailable
`,
      Kubernetes_api_server_flags: `--oidc-issuer-url=https://id.example.com/sso/application/o/kubernetes-cluster/
--oidc-client-id=kubernetes-cluster
--oidc-username-claim=preferred_username
--oidc-username-prefix=oidc:
--oidc-groups-claim=groups
--oidc-groups-prefix=oidc:
`,
    });
  });

  test("are for AWS the role's trust policy and the profile", () => {
    const { AWS_trust_policy = "", AWS_credential_process } = outputs({
      server,
      cliApplications: [{ name: "AWS", preset: "aws" }],
    });

    const issuer = "id.example.com/sso/application/o/authentik-aws-cli/";
    expect(JSON.parse(AWS_trust_policy)).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Federated: `arn:aws:iam::ACCOUNT:oidc-provider/${issuer}` },
          Action: "sts:AssumeRoleWithWebIdentity",
          Condition: { StringEquals: { [`${issuer}:aud`]: "authentik-aws-cli" } },
        },
      ],
    });
    expect(AWS_credential_process).toBe(`[profile authentik]
credential_process = ak auth aws --client-id authentik-aws-cli --role-arn arn:aws:iam::ACCOUNT:role/ROLE
`);
  });

  test("differ where names would make the same of them", () => {
    expect(
      Object.keys(outputs({ cliApplications: [{ name: "vault_issuer" }, { name: "vault" }] })).sort(),
    ).toEqual(["vault_client_id", "vault_issuer", "vault_issuer_client_id", "vault_issuer_issuer"]);
  });
});

test("stands in any stack beside a CLI's provider, and refuses there what a stack refuses", () => {
  const build = (props: object) =>
    stackOf((stack: TerraformStack) => {
      const cli = new AgentCliProvider(stack, "cli");
      new CliApplication(stack, "vault", { name: "vault", federatedProviders: [cli], ...props });
    });

  const { authentik_provider_oauth2: providers = {} } = build({}).json.resource ?? {};
  const [cli = "", vault = ""] = Object.keys(providers).sort();
  expect(providers[vault]?.jwt_federation_providers).toEqual([`\${authentik_provider_oauth2.${cli}.id}`]);
  expect(refusals(() => build({ grantTypes: ["password"] }))).toEqual([
    '[own/vault] grantTypes: lacks "client_credentials", with which `ak auth` gets its tokens: add it',
  ]);
});

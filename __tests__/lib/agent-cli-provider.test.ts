import { AgentCliProvider, AgentConnector } from "../../lib";
import { agentStack, stackOf } from "./synthesised";

const PROVIDER = "authentik_provider_oauth2.cli_provider";
const APPLICATION = "authentik_application.cli_application";
const SCOPES = "data.authentik_property_mapping_provider_scope.cli_scopes";

const conditions = ({ lifecycle }: Record<string, unknown>) =>
  (lifecycle as { postcondition: { condition: string; error_message: string }[] }).postcondition;

describe("the provider", () => {
  test("has the documentation's values and writes every other attribute out", () => {
    const synthesised = agentStack();

    const { lifecycle, ...attributes } = synthesised.at(PROVIDER);
    expect(attributes).toEqual({
      name: "authentik-cli",
      client_type: "public",
      client_id: "authentik-cli",
      authorization_flow: "${data.authentik_flow.default-provider-authorization-implicit-consent.id}",
      invalidation_flow: "${data.authentik_flow.default-provider-invalidation-flow.id}",
      signing_key: "${data.authentik_certificate_key_pair.authentik_Self-signed_Certificate.id}",
      property_mappings: `\${${SCOPES}.ids}`,
      grant_types: ["urn:ietf:params:oauth:grant-type:device_code", "refresh_token"],
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
  });

  test("takes every attribute from its props", () => {
    const synthesised = agentStack({
      cli: {
        name: "cli",
        clientId: "corp-cli",
        authorizationFlow: "explicit",
        authenticationFlow: "login",
        invalidationFlow: "logout",
        signingKey: "Corp Key",
        grantTypes: ["urn:ietf:params:oauth:grant-type:device_code", "authorization_code"],
        redirectUris: [
          { url: "http://localhost:8250" },
          { url: "https://.*[.]example[.]com", matchingMode: "regex", type: "logout" },
        ],
        accessCodeValidity: "minutes=2",
        accessTokenValidity: "minutes=5",
        refreshTokenValidity: "days=1",
        refreshTokenThreshold: "hours=1",
        includeClaimsInIdToken: false,
        issuerMode: "global",
        subjectMode: "user_email",
        logoutMethod: "frontchannel",
      },
    });

    expect(synthesised.at(PROVIDER)).toMatchObject({
      name: "cli",
      client_type: "public",
      client_id: "corp-cli",
      authorization_flow: "${data.authentik_flow.explicit.id}",
      authentication_flow: "${data.authentik_flow.login.id}",
      invalidation_flow: "${data.authentik_flow.logout.id}",
      signing_key: "${data.authentik_certificate_key_pair.Corp_Key.id}",
      grant_types: ["urn:ietf:params:oauth:grant-type:device_code", "authorization_code"],
      allowed_redirect_uris: [
        { url: "http://localhost:8250", matching_mode: "strict", redirect_uri_type: "authorization" },
        { url: "https://.*[.]example[.]com", matching_mode: "regex", redirect_uri_type: "logout" },
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
    expect(synthesised.at("data.authentik_flow.explicit")).toEqual({ slug: "explicit" });
  });

  test("leaves the grant types to servers that do not know them", () => {
    expect(agentStack({ cli: { grantTypes: false } }).at(PROVIDER)).not.toHaveProperty("grant_types");
  });

  test("never reads the signing key's private key or certificate into state", () => {
    expect(agentStack().at("data.authentik_certificate_key_pair.authentik_Self-signed_Certificate")).toEqual({
      name: "authentik Self-signed Certificate",
      fetch_key: false,
      fetch_certificate: false,
    });
  });

  test("fails an apply that could not empty the logout URI (provider trap 2)", () => {
    expect(conditions(agentStack({ cli: { grantTypes: false } }).at(PROVIDER))).toEqual([
      {
        condition: '${self.logout_uri == null || self.logout_uri == ""}',
        error_message:
          "authentik still has a logout_uri although none is configured: the provider does not send an empty text; run `npx agent-stack repair`, which sets it through the API, then apply again",
      },
    ]);
  });

  test("fails an apply to a server that does not know grant types (provider trap 4)", () => {
    expect(conditions(agentStack().at(PROVIDER))).toContainEqual({
      condition: "${try(length(self.grant_types), 0) == 2}",
      error_message:
        "this authentik does not know grant_types and left it out: set `grantTypes: false`, or update authentik",
    });
  });
});

describe("scopes", () => {
  const managed = (synthesised: ReturnType<typeof agentStack>) => synthesised.at(SCOPES).managed_list;
  const DEFAULTS = ["openid", "email", "profile", "offline_access", "authentik_api"].map(
    (scope) => `goauthentik.io/providers/oauth2/scope-${scope}`,
  );

  test("are what the agent asks for, in one data source", () => {
    expect(managed(agentStack())).toEqual(DEFAULTS);
  });

  test("have the API's once, also where it is among those that are given", () => {
    const scopes = ["openid", "email", "profile", "offline_access", "goauthentik.io/api"];

    expect(managed(agentStack({ cli: { scopes } }))).toEqual(DEFAULTS);
    expect(managed(agentStack({ cli: { scopes, apiAccess: false } }))).toEqual(DEFAULTS);
  });

  test("go without the API's by apiAccess: false, which says what stops working", () => {
    const synthesised = agentStack({ cli: { apiAccess: false } });

    expect(managed(synthesised)).toEqual(DEFAULTS.slice(0, 4));
    expect(synthesised.annotations().filter((said) => said.includes("API"))).toEqual([
      "info: no API access is configured: `ak api` and `ak version` are answered 403, and the agent shows itself as disconnected; remove `apiAccess: false` to let it use authentik's API",
    ]);
  });

  test("that the server lacks are named where the apply fails", () => {
    expect(
      agentStack({ cli: { scopes: ["openid", "entitlements"], apiAccess: false } }).at(SCOPES).lifecycle,
    ).toEqual({
      postcondition: [
        {
          condition: "${length(self.ids) == 2}",
          error_message:
            "authentik has ${length(self.ids)} of these 2 scope mappings: goauthentik.io/providers/oauth2/scope-openid, goauthentik.io/providers/oauth2/scope-entitlements; create the missing one or leave it out of `scopes`",
        },
      ],
    });
  });

  // The server keeps each mapping once, so that one that is also managed would differ for ever.
  test("may be made by oneself, looked up by the mapping's name, each once", () => {
    const synthesised = agentStack({ cli: { customScopeMappings: ["corp: groups"] } });

    expect(synthesised.at("data.authentik_property_mapping_provider_scope.corp__groups")).toEqual({
      name: "corp: groups",
    });
    expect(synthesised.at(PROVIDER).property_mappings).toBe(
      `\${distinct(concat(${SCOPES}.ids, [data.authentik_property_mapping_provider_scope.corp__groups.id]))}`,
    );
  });
});

describe("the application", () => {
  test("has the documentation's values", () => {
    const { lifecycle, ...attributes } = agentStack().at(APPLICATION);

    expect(attributes).toEqual({
      name: "authentik-cli",
      slug: "authentik-cli",
      protocol_provider: `\${${PROVIDER}.id}`,
      policy_engine_mode: "any",
      open_in_new_tab: false,
      meta_hide: false,
    });
  });

  test("takes every attribute from its props, and fails an apply to a server that cannot hide it", () => {
    const synthesised = agentStack({
      cli: {
        application: {
          name: "Command line",
          slug: "cli",
          group: "Tools",
          policyEngineMode: "all",
          launchUrl: "blank://blank",
          icon: "/media/cli.png",
          description: "Logs in devices",
          publisher: "Platform team",
          openInNewTab: true,
          hide: true,
        },
      },
    });

    expect(synthesised.at(APPLICATION)).toEqual({
      name: "Command line",
      slug: "cli",
      protocol_provider: `\${${PROVIDER}.id}`,
      group: "Tools",
      policy_engine_mode: "all",
      meta_launch_url: "blank://blank",
      meta_icon: "/media/cli.png",
      meta_description: "Logs in devices",
      meta_publisher: "Platform team",
      open_in_new_tab: true,
      meta_hide: true,
      lifecycle: {
        postcondition: [
          {
            condition: "${self.meta_hide == true}",
            error_message:
              "this authentik does not know meta_hide and left it out: leave `hide` out, or update authentik",
          },
        ],
      },
    });
  });

  test("fails an apply that could not empty a text (provider trap 2), each by its name", () => {
    const synthesised = agentStack({ cli: { application: { group: "Tools" } } });

    expect(conditions(synthesised.at(APPLICATION)).map(({ condition }) => condition)).toEqual(
      ["meta_launch_url", "meta_icon", "meta_description", "meta_publisher"].map(
        (attribute) => `\${self.${attribute} == null || self.${attribute} == ""}`,
      ),
    );
  });
});

test("fromName refers to a provider that exists", () => {
  const synthesised = stackOf((stack) => {
    new AgentConnector(stack, "connector", {
      federatedProviders: [AgentCliProvider.fromName(stack, "other", "corp")],
    });
  });

  expect(Object.values(synthesised.json.data?.authentik_provider_oauth2_config ?? {})).toEqual([
    { name: "corp" },
  ]);
});

import type { PlanJson, ResourceChange } from "../../../tools/set-up/plan-json";
import type { Attributes } from "../../../tools/set-up/reading";
import type { Resource } from "../../../tools/set-up/values";
import type { Severity } from "../../../tools/severity";

const CONNECTOR = "authentik_endpoints_connector_agent.connector";
const CLI = "authentik_provider_oauth2.cli_provider";
const PROVIDER = "authentik_provider_oauth2.cli_application_k8s_provider";
const APPLICATION = "authentik_application.cli_application_k8s_application";

const resource = (address: string, values: Attributes): Resource => {
  const [type = "", name = ""] = address.split(".");
  return { address, mode: "managed", type, name, values };
};

const connector = resource(CONNECTOR, { id: "c", jwt_federation_providers: [1] });
const cli = resource(CLI, { id: "1" });
const provider = resource(PROVIDER, { id: "2", jwt_federation_providers: [1] });
const application = resource(APPLICATION, { uuid: "k", protocol_provider: 2 });

/** A set-up with an application of the command line. */
const there: Partial<PlanJson> = { prior: [connector, cli, provider, application] };
/** One that gets its first. */
const before: Partial<PlanJson> = { prior: [connector, cli] };

const SCOPE = "goauthentik.io/providers/oauth2/scope-";
const scopes = (...names: string[]): Partial<PlanJson> => ({
  prior: [
    ...(there.prior ?? []),
    {
      ...resource("authentik_property_mapping_provider_scope.any", {
        managed_list: names.map((name) => SCOPE + name),
        ids: ["a"],
      }),
      mode: "data",
    },
  ],
});

type Example = readonly [
  code: string,
  severity: Severity,
  address: string,
  before: Attributes | null,
  after: Attributes | null,
  change?: Partial<ResourceChange>,
  plan?: Partial<PlanJson>,
];

const on = (
  address: string,
  code: string,
  severity: Severity,
  was: Attributes,
  is: Attributes | null,
  plan = there,
): Example => [code, severity, address, was, is, {}, plan];

const NEEDED = "client_credentials";
const EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";

/** What changes of such applications' objects mean. */
export const CLI_APPLICATION_EXAMPLES: readonly Example[] = [
  on(PROVIDER, "cli-application-provider-gone", "breaks logins", { id: "2" }, null, {
    prior: [connector, cli, provider],
  }),
  on(
    PROVIDER,
    "cli-application-becomes-confidential",
    "breaks logins",
    { client_type: "public" },
    { client_type: "confidential" },
  ),
  on(
    PROVIDER,
    "cli-application-becomes-public",
    "changes access",
    { client_type: "confidential" },
    { client_type: "public" },
  ),
  on(PROVIDER, "cli-application-client-id-changed", "breaks logins", { client_id: "a" }, { client_id: "b" }),
  on(
    PROVIDER,
    "client-credentials-grant-missing",
    "breaks logins",
    { grant_types: [NEEDED] },
    { grant_types: [] },
  ),
  on(
    PROVIDER,
    "client-credentials-grant-added",
    "changes access",
    { grant_types: [] },
    { grant_types: [NEEDED] },
  ),
  on(
    PROVIDER,
    "cli-application-exchange-grant-added",
    "changes access",
    { grant_types: [NEEDED] },
    { grant_types: [NEEDED, EXCHANGE] },
  ),
  on(
    PROVIDER,
    "cli-application-exchange-grant-removed",
    "breaks logins",
    { grant_types: [NEEDED, EXCHANGE] },
    { grant_types: [NEEDED] },
  ),
  on(
    PROVIDER,
    "cli-application-grant-added",
    "weakens security",
    { grant_types: [NEEDED] },
    { grant_types: [NEEDED, "password"] },
  ),
  on(
    PROVIDER,
    "cli-application-grant-removed",
    "changes access",
    { grant_types: [NEEDED, "password"] },
    { grant_types: [NEEDED] },
  ),
  on(
    PROVIDER,
    "cli-application-signing-key-removed",
    "breaks logins",
    { signing_key: "a" },
    { signing_key: "" },
  ),
  [
    "cli-application-signing-key-missing",
    "breaks logins",
    PROVIDER,
    null,
    { jwt_federation_providers: [1], grant_types: [NEEDED] },
    {},
    before,
  ],
  on(
    PROVIDER,
    "cli-application-signing-key-set",
    "changes access",
    { signing_key: "" },
    { signing_key: "a" },
  ),
  on(
    PROVIDER,
    "cli-application-signing-key-changed",
    "changes access",
    { signing_key: "a" },
    { signing_key: "b" },
  ),
  on(
    PROVIDER,
    "cli-application-scope-removed",
    "breaks logins",
    { property_mappings: ["a", "b"] },
    { property_mappings: ["a"] },
  ),
  on(
    PROVIDER,
    "cli-application-scope-added",
    "changes access",
    { property_mappings: [] },
    { property_mappings: ["a"] },
  ),
  on(
    PROVIDER,
    "cli-application-flow-changed",
    "cosmetic",
    { authorization_flow: "a" },
    { authorization_flow: "b" },
  ),
  ...["authentication_flow", "invalidation_flow"].map((flow) =>
    on(PROVIDER, "cli-application-flow-changed", "cosmetic", { [flow]: "a" }, { [flow]: "b" }),
  ),
  on(
    PROVIDER,
    "cli-application-claims-left-out",
    "breaks logins",
    { include_claims_in_id_token: true },
    { include_claims_in_id_token: false },
  ),
  on(
    PROVIDER,
    "cli-application-claims-included",
    "changes access",
    { include_claims_in_id_token: false },
    { include_claims_in_id_token: true },
  ),
  on(
    PROVIDER,
    "cli-application-issuer-changed",
    "breaks logins",
    { issuer_mode: "per_provider" },
    { issuer_mode: "global" },
  ),
  on(
    PROVIDER,
    "cli-application-refuses-cli",
    "breaks logins",
    { jwt_federation_providers: [1] },
    { jwt_federation_providers: [] },
  ),
  on(
    PROVIDER,
    "cli-application-accepts-cli",
    "changes access",
    { jwt_federation_providers: [] },
    { jwt_federation_providers: [1] },
  ),
  on(
    PROVIDER,
    "cli-application-accepts-others",
    "weakens security",
    { jwt_federation_providers: [1] },
    { jwt_federation_providers: [1, 9] },
  ),
  on(
    PROVIDER,
    "cli-application-refuses-others",
    "changes access",
    { jwt_federation_providers: [1, 9] },
    { jwt_federation_providers: [1] },
  ),
  on(APPLICATION, "cli-application-gone", "breaks logins", { uuid: "k" }, null),
  [
    "application-open-to-everyone",
    "changes access",
    APPLICATION,
    null,
    { uuid: "k", protocol_provider: 2 },
    {},
    { prior: [connector, cli, provider], planned: [connector, cli, provider, application] },
  ],
  on(APPLICATION, "cli-application-slug-changed", "breaks logins", { slug: "a" }, { slug: "b" }),
  on(
    APPLICATION,
    "cli-application-loses-provider",
    "breaks logins",
    { protocol_provider: 2 },
    { protocol_provider: null },
  ),
  [
    "cli-application-gets-provider",
    "changes access",
    APPLICATION,
    { protocol_provider: 0 },
    {},
    { unknown: { protocol_provider: true } },
    there,
  ],
  [
    "cli-application-provider-changed",
    "breaks logins",
    APPLICATION,
    { protocol_provider: 2 },
    {},
    { unknown: { protocol_provider: true } },
    there,
  ],
];

type Compound = readonly [
  codes: string[],
  address: string,
  before: Attributes | null,
  after: Attributes | null,
  change: Partial<ResourceChange>,
  plan: Partial<PlanJson>,
];

const withScopes = (code: string, ...names: string[]): Compound => [
  [code, "cli-application-scope-added: changes access"],
  PROVIDER,
  { property_mappings: [] },
  { property_mappings: ["a"] },
  {},
  scopes(...names),
];

/** Those that come with another one. */
export const CLI_APPLICATION_COMPOUNDS: readonly Compound[] = [
  withScopes("cli-application-profile-missing: breaks logins", "openid"),
  withScopes("cli-application-api-scope-granted: weakens security", "profile", "authentik_api"),
];

/** Plans in which the CLI's provider and that of an application of the command line change alike. */
export const ALIKE = { cli: CLI, application: PROVIDER, plan: there };

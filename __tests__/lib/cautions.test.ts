import { parseConfiguration } from "../../configuration/parse-configuration";
import type { AgentStackProps } from "../../lib";
import { DEVICE_CODE_GRANT } from "../../lib/rules/choices";
import { MANAGED_SCOPE_PREFIX } from "../../lib/rules/scopes";
import { agentStack } from "./synthesised";

const warningsOf = (props: AgentStackProps) =>
  agentStack(props)
    .annotations()
    .filter((said) => said.startsWith("warn: "));

const laptops = { name: "Laptops", access: [{ group: "staff" }] };
const NOBODY = "nobody may log in to its devices; name groups, users or policies in `access`";

/** Settings with which the agent does not work, and what synthesis says of them. */
const WARNED: readonly (readonly [what: string, props: AgentStackProps, warnings: readonly string[]])[] = [
  [
    "scopes are missing",
    { cli: { scopes: ["email"] } },
    [
      'scopes: lacks "openid", without which tokens do not say who logged in: add it',
      'scopes: lacks "profile", without which `ak config setup` succeeds and everything after it fails, with a refresh every minute: add it',
      'scopes: lacks "offline_access", without which `ak config setup` fails: add it',
    ],
  ],
  [
    "agents cannot renew their tokens",
    { cli: { grantTypes: [DEVICE_CODE_GRANT] } },
    ['grantTypes: lacks "refresh_token", without which agents cannot renew their tokens: add it'],
  ],
  [
    "claims are left out",
    { cli: { includeClaimsInIdToken: false } },
    [
      "includeClaimsInIdToken: got false, with which `ak config setup` succeeds and everything after it fails, with a refresh every minute: remove it",
    ],
  ],
  [
    "tokens for an application of the command line do not say whose they are",
    { cliApplications: [{ name: "vault", scopes: ["openid"], includeClaimsInIdToken: false }] },
    [
      'scopes: lacks "profile", without which tokens name neither the person nor the groups: add it',
      "includeClaimsInIdToken: got false, with which tokens name neither the person nor the groups: remove it",
    ],
  ],
  [
    "newer agents lack their grant for an application of the command line",
    { cliApplications: [{ name: "vault", grantTypes: ["client_credentials"] }] },
    ['grantTypes: lacks "urn:ietf:params:oauth:grant-type:token-exchange", which newer agents use: add it'],
  ],
  [
    "people cannot log in on devices",
    { connector: { authorizationFlow: false }, deviceAccessGroups: [laptops] },
    [
      "connector.authorizationFlow: got false, so that authentik answers 400 where people log in on the devices of deviceAccessGroups: remove it, or name a flow",
    ],
  ],
  [
    "devices come into no group",
    { enrollmentTokens: [{ name: "first" }] },
    [
      'enrollment token "first" puts devices into no device access group: they enrol, and nobody can log in to them unless bound to the device itself; name one in `deviceAccessGroup`',
    ],
  ],
  [
    "a group lets nobody in",
    { deviceAccessGroups: [{ name: "Laptops" }] },
    [`device access group "Laptops" has no access: ${NOBODY}`],
  ],
  [
    "a group's access is disabled",
    { deviceAccessGroups: [{ name: "Laptops", access: [{ group: "staff", enabled: false }] }] },
    [`device access group "Laptops" has no access that is enabled: ${NOBODY}`],
  ],
];

test.each(WARNED.map(([what, props, warnings]) => ({ what, props, warnings })))(
  "synthesis warns where $what, of constructs and of YAML alike",
  ({ props, warnings }) => {
    const { environments } = parseConfiguration(
      JSON.stringify({ environments: { production: props } }),
      "x.yaml",
    );

    expect(warningsOf(props)).toEqual(warnings.map((warning) => `warn: ${warning}`));
    expect(warningsOf(environments[0]?.props ?? {})).toEqual(warningsOf(props));
  },
);

test.each<[string, AgentStackProps]>([
  ["nothing is said", {}],
  [
    "a mapping of one's own may bring the scope",
    { cli: { scopes: ["openid"], customScopeMappings: ["ours"] } },
  ],
  ["a managed mapping may bring the scope", { cli: { scopes: ["openid", "acme.example/scopes/profile"] } }],
  [
    "the scopes are given by their whole names",
    { cli: { scopes: ["openid", "profile", "offline_access"].map((scope) => MANAGED_SCOPE_PREFIX + scope) } },
  ],
  ["the server does not know grants", { cli: { grantTypes: false } }],
  [
    "the release does not know the grant of newer agents",
    { release: "2026.5", cliApplications: [{ name: "vault", grantTypes: ["client_credentials"] }] },
  ],
  ["no device is to be logged in to", { connector: { authorizationFlow: false } }],
])("synthesis warns of nothing where %s", (_, props) => {
  expect(warningsOf(props)).toEqual([]);
});

import type * as z from "zod";
import { accessRules, binding } from "./access";
import {
  DEVICE_CODE_GRANT,
  GRANT_TYPES,
  ISSUER_MODES,
  LOGOUT_METHODS,
  POLICY_ENGINE_MODES,
  REDIRECT_MATCHING_MODES,
  REDIRECT_TYPES,
  SUBJECT_MODES,
} from "./choices";
import { onlyOnce } from "./common";
import { quoted } from "./credential-shapes";
import type { Draft } from "./draft";
import type { Obligations } from "./obligations";
import { each, type Rules, rule } from "./rule";
import { MANAGED_SCOPES, managedScope } from "./scopes";
import {
  choice,
  clientId,
  duration,
  filledList,
  flag,
  image,
  launchUrl,
  list,
  name,
  orFalse,
  orNothing,
  scope,
  settings,
  slug,
  text,
  withExample,
} from "./setting-types";
import { inWords, suggestion } from "./suggestion";

export const APPLICATION = {
  name: name("Name of the application.", "authentik-cli"),
  slug: slug("Part of the tokens' issuer; agents expect the default.", "authentik-cli"),
  group: name("Heading under which the dashboard shows the application."),
  policyEngineMode: choice(POLICY_ENGINE_MODES, "Whether all of `access` must let someone in or any.", "any"),
  launchUrl: launchUrl("Where the dashboard's tile leads."),
  icon: image("The tile's icon."),
  description: text("What the dashboard says about the application."),
  publisher: name("Who the dashboard says publishes it."),
  openInNewTab: flag("Opens the tile's page in a new tab.", false),
  hide: flag("Hides the application from people's dashboards.", false),
};

export const REDIRECT_URI = {
  matchingMode: choice(
    REDIRECT_MATCHING_MODES,
    "Whether the whole address is this one or matches it as a regular expression.",
    "strict",
  ),
  type: choice(
    REDIRECT_TYPES,
    "Whether people are sent there after a login or after a logout.",
    "authorization",
  ),
};

export const redirectUri = settings("An address that people may be sent back to.", REDIRECT_URI, {
  url: withExample(name("The address, or what it has to match."), "http://localhost:8000/callback"),
});

export const CLI = {
  name: name("Name of the provider, unique in authentik.", "authentik-cli"),
  clientId: clientId(
    "What the agent's CLI sends as its client id; agents expect the default.",
    "authentik-cli",
  ),
  authorizationFlow: slug(
    "Slug of the flow in which people allow the CLI.",
    "default-provider-authorization-implicit-consent",
  ),
  authenticationFlow: slug("Slug of the flow in which people log in first; by default the brand's."),
  invalidationFlow: slug("Slug of the flow that ends the session.", "default-provider-invalidation-flow"),
  signingKey: name("Name of the certificate that signs the tokens.", "authentik Self-signed Certificate"),
  scopes: filledList(scope("A managed scope."), "Scopes from authentik's managed mappings.", [
    "openid",
    "email",
    "profile",
    "offline_access",
  ]),
  apiAccess: flag(
    "Lets the agent and its CLI call authentik's API in the user's name (scope goauthentik.io/api), as they ask for.",
    true,
  ),
  customScopeMappings: list(
    name("Name of a scope mapping."),
    "Names of further scope mappings that you made yourself.",
    [],
  ),
  grantTypes: orFalse(
    filledList(
      choice(GRANT_TYPES, "A grant."),
      "Grants the client may use; false leaves them as they are. Releases before 2026.5 do not know them.",
      [DEVICE_CODE_GRANT, "refresh_token"],
    ),
  ),
  redirectUris: list(
    redirectUri,
    "Addresses that people may be sent back to with a code; the agent's CLI needs none.",
    [],
  ),
  accessCodeValidity: duration(
    "How long the code of a device login can be approved; the agent's CLI gives up after 55 seconds all the same.",
    "minutes=1",
  ),
  accessTokenValidity: duration("How long an access token lasts.", "minutes=10"),
  refreshTokenValidity: duration("How long a login lasts without a new one.", "days=30"),
  refreshTokenThreshold: duration("How long before its end a refresh token is renewed.", "seconds=0"),
  includeClaimsInIdToken: flag("Puts what the scopes say about the user into the id token.", true),
  issuerMode: choice(
    ISSUER_MODES,
    "Whether the tokens' issuer names the application or authentik.",
    "per_provider",
  ),
  subjectMode: choice(SUBJECT_MODES, "What identifies a user in the tokens.", "hashed_user_id"),
  logoutMethod: choice(LOGOUT_METHODS, "How authentik tells the client about a logout.", "backchannel"),
  application: orNothing(settings("The application under which authentik shows the CLI.", APPLICATION)),
};

/** The CLI's settings, where the bindings of `access` have a form of their own. */
export const cliSettings = <B extends z.ZodType>(ofBinding: B) =>
  settings("The OAuth2 provider and the application with which the agent's command line logs people in.", {
    ...CLI,
    access: list(ofBinding, "Who may use the CLI; by default everyone who can log in to authentik.", []),
  });

export const cli = cliSettings(binding);

type CliDraft = Draft<z.output<typeof cli>>;

type ClientDraft = Pick<CliDraft, "scopes" | "customScopeMappings" | "redirectUris" | "grantTypes">;

/** The rules of any client's scopes and grants. */
export const clientRules: Rules<ClientDraft> = [
  onlyOnce(["scopes"], ({ scopes }: ClientDraft) => scopes, managedScope),
  rule({
    subjects: ({ scopes }: ClientDraft) => each<string>(["scopes"], scopes),
    condition: (scope) => !scope.includes("/") && !MANAGED_SCOPES.includes(scope),
    message: (scope) => `got ${quoted(scope)}`,
    remedy: (scope) =>
      `expected one of ${inWords(MANAGED_SCOPES)}, or the whole "managed" value of a scope mapping${suggestion(scope, MANAGED_SCOPES)}`,
  }),
  onlyOnce(["customScopeMappings"], ({ customScopeMappings }: ClientDraft) => customScopeMappings),
  // Terraform's provider takes two that are the same for one.
  onlyOnce(
    ["redirectUris"],
    ({ redirectUris }: ClientDraft) => redirectUris,
    ({ url, matchingMode, type }) =>
      url
        ? JSON.stringify([
            url,
            matchingMode ?? REDIRECT_URI.matchingMode.byDefault,
            type ?? REDIRECT_URI.type.byDefault,
          ])
        : undefined,
  ),
  onlyOnce(["grantTypes"], ({ grantTypes }: ClientDraft) => (Array.isArray(grantTypes) ? grantTypes : [])),
];

/** The client needs a grant, where its grants are given. */
export const needsGrant = (grant: string, use: string): Rules<ClientDraft> => [
  rule({
    subjects: ({ grantTypes }: ClientDraft) =>
      Array.isArray(grantTypes) && !grantTypes.includes(undefined)
        ? [{ path: ["grantTypes"], judged: grantTypes as readonly string[] }]
        : [],
    condition: (grantTypes) => !grantTypes.includes(grant),
    message: () => `lacks ${quoted(grant)}, ${use}`,
    remedy: () => "add it",
  }),
];

const providerRules: Rules<CliDraft> = [
  ...clientRules,
  ...needsGrant(DEVICE_CODE_GRANT, "with which agents log in"),
];

/** Scopes without which the agent does not work, each with what then fails. */
const NEEDED_SCOPES: readonly (readonly [scope: string, fails: string])[] = [
  ["openid", "tokens do not say who logged in"],
  ["profile", "`ak config setup` succeeds and everything after it fails, with a refresh every minute"],
  ["offline_access", "`ak config setup` fails"],
];

/** Whether the mapping may bring any scope, as only the server tells. */
const mayBeAny = (scope: string) => !MANAGED_SCOPES.includes(scope) && managedScope(scope) === scope;

/** Scopes are there, each with what fails without it, as far as the settings tell. */
export const needsScopes = (
  needed: readonly (readonly [scope: string, fails: string])[],
): Rules<ClientDraft> => [
  rule({
    subjects: ({ scopes, customScopeMappings }: ClientDraft) => {
      const given = scopes ?? [];
      const isTold =
        !given.some((scope) => scope === undefined || mayBeAny(scope)) && !customScopeMappings?.length;
      return scopes && isTold
        ? needed.map(([scope, fails]) => ({ path: ["scopes"], judged: { scope, fails, given } }))
        : [];
    },
    condition: ({ scope, given }) =>
      !given.map((each) => managedScope(String(each))).includes(managedScope(scope)),
    message: ({ scope, fails }) => `lacks ${quoted(scope)}, without which ${fails}`,
    remedy: () => "add it",
  }),
];

/** What the scopes say is in the id token, with what happens otherwise. */
export const needsClaims = (otherwise: string): Rules<Pick<CliDraft, "includeClaimsInIdToken">> => [
  rule({
    subjects: ({ includeClaimsInIdToken }: Pick<CliDraft, "includeClaimsInIdToken">) => [
      { path: ["includeClaimsInIdToken"], judged: includeClaimsInIdToken },
    ],
    condition: (included) => included === false,
    message: () => `got false, with which ${otherwise}`,
    remedy: () => "remove it",
  }),
];

const providerCautions: Rules<CliDraft> = [
  ...needsScopes(NEEDED_SCOPES),
  ...needsGrant("refresh_token", "without which agents cannot renew their tokens"),
  ...needsClaims("`ak config setup` succeeds and everything after it fails, with a refresh every minute"),
];

export const cliRules: Rules<CliDraft> = [...providerRules, ...accessRules("access")];

const providerSchema = settings("The provider and the application.", CLI);

/** Without `access`, which the bindings' own construct judges. */
export const agentCliProvider: Obligations<typeof providerSchema> = {
  schema: providerSchema,
  rules: providerRules as Rules<Draft<z.output<typeof providerSchema>>>,
  cautions: providerCautions as Rules<Draft<z.output<typeof providerSchema>>>,
};

const providerName = settings("A provider.", {}, { name: name("Name of the provider.") });

/** How a provider is looked up. */
export const existingProvider: Obligations<typeof providerName> = { schema: providerName, rules: [] };

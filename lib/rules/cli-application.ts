import type * as z from "zod";
import { accessRules, binding } from "./access";
import {
  APPLICATION,
  CLI,
  clientRules,
  needsClaims,
  needsGrant,
  needsScopes,
  redirectUri,
} from "./agent-cli-provider";
import { CLIENT_CREDENTIALS_GRANT, GRANT_TYPES, TOKEN_EXCHANGE_GRANT } from "./choices";
import { onlyOnce } from "./common";
import { quoted } from "./credential-shapes";
import type { Draft } from "./draft";
import type { Obligations } from "./obligations";
import { type Rules, rule } from "./rule";
import {
  choice,
  clientId,
  filledList,
  flag,
  list,
  name,
  orFalse,
  orNothing,
  scope,
  settings,
  slug,
  withExample,
} from "./setting-types";

export const PRESETS = ["kubernetes", "aws"] as const;
export type CliApplicationPreset = (typeof PRESETS)[number];

/** The client ids of authentik's documentation. */
export const DOCUMENTED_CLIENT_IDS: Readonly<Record<CliApplicationPreset, string>> = {
  kubernetes: "kubernetes-cluster",
  aws: "authentik-aws-cli",
};

const { name: _, slug: __, ...SHOWN } = APPLICATION;

/** How the application is shown, in which what names it has defaults that others give. */
export const CLI_APPLICATION_SHOWN = {
  name: name("Name of the application; by default that of the entry."),
  slug: slug("Part of the tokens' issuer; by default the client id."),
  ...SHOWN,
};

export const CLI_APPLICATION = {
  preset: choice(PRESETS, "What it is for: gives the documentation's client id, and outputs to paste."),
  clientId: clientId(
    "What `ak auth … --client-id` names; by default the documentation's for the preset, or the name.",
  ),
  authorizationFlow: slug(
    "Slug of the flow in which people allow it; the command line does not go through it.",
    CLI.authorizationFlow.byDefault,
  ),
  authenticationFlow: slug("Slug of the flow in which people log in first; by default the brand's."),
  invalidationFlow: slug("Slug of the flow that ends the session.", CLI.invalidationFlow.byDefault),
  signingKey: name(
    "Name of the certificate that signs the tokens, with which others check them; by default the CLI's.",
  ),
  scopes: filledList(scope("A managed scope."), "Scopes from authentik's managed mappings.", [
    "openid",
    "email",
    "profile",
  ]),
  apiAccess: flag(
    "Lets whoever has the token call authentik's API in the user's name (scope goauthentik.io/api).",
    false,
  ),
  customScopeMappings: CLI.customScopeMappings,
  grantTypes: orFalse(
    filledList(
      choice(GRANT_TYPES, "A grant."),
      "Grants the client may use; false leaves them as they are. Releases before 2026.5 do not know them, and before 2026.8 not the token exchange.",
      [CLIENT_CREDENTIALS_GRANT, TOKEN_EXCHANGE_GRANT],
    ),
  ),
  redirectUris: list(
    redirectUri,
    "Addresses that people may be sent back to with a code; the command line needs none.",
    [],
  ),
  accessCodeValidity: CLI.accessCodeValidity,
  accessTokenValidity: CLI.accessTokenValidity,
  refreshTokenValidity: CLI.refreshTokenValidity,
  refreshTokenThreshold: CLI.refreshTokenThreshold,
  includeClaimsInIdToken: flag("Puts what the scopes say about the user into the tokens.", true),
  issuerMode: CLI.issuerMode,
  subjectMode: CLI.subjectMode,
  logoutMethod: CLI.logoutMethod,
  application: orNothing(settings("How authentik shows the application.", CLI_APPLICATION_SHOWN)),
};

const NAME = { name: withExample(name("Name of the provider, unique in authentik."), "Kubernetes") };

/** An entry of a stack, where the bindings of `access` have a form of their own. */
export const cliApplicationSettings = <B extends z.ZodType>(ofBinding: B) =>
  settings(
    "An application that takes the CLI's tokens, as `ak auth kubectl`, `aws`, `vault` and `raw` need it.",
    {
      ...CLI_APPLICATION,
      furtherFederatedProviders: list(
        name("Name of an OAuth2 provider."),
        "Names of further OAuth2 providers whose tokens it takes beside the CLI's.",
        [],
      ),
      access: list(ofBinding, "Who may use it; by default everyone who can log in to authentik.", []),
      renamedFrom: name("Name that the application had, so that it is renamed and not made anew."),
    },
    NAME,
  );

const entry = cliApplicationSettings(binding);

export type CliApplicationDraft = Draft<z.output<typeof entry>>;

type Named = Pick<CliApplicationDraft, "preset" | "name" | "clientId"> & {
  readonly application?: { readonly name?: string | null; readonly slug?: string | null } | null;
};

/** By what authentik knows the application, as far as the settings tell. */
export function identityOf({ preset, name, clientId, application }: Named) {
  const documented = preset ? DOCUMENTED_CLIENT_IDS[preset] : undefined;
  const id = clientId ?? documented ?? name ?? undefined;
  return { clientId: id, slug: application?.slug ?? id };
}

const isRefused = (type: z.ZodType, value: unknown) => !type.safeParse(value).success;

const settingsRules: Rules<CliApplicationDraft> = [
  rule({
    subjects: (given: CliApplicationDraft) => {
      const { clientId: id, slug: itsSlug } = identityOf(given);
      const [key, missing] = given.clientId ? ["clientId", "application.slug"] : ["name", "clientId"];
      return id === undefined ? [] : [{ path: [key], judged: { id, itsSlug, missing } }];
    },
    condition: ({ id, itsSlug }) =>
      isRefused(CLI_APPLICATION.clientId, id) || isRefused(CLI_APPLICATION_SHOWN.slug, itsSlug),
    message: ({ id, missing }) =>
      `got ${quoted(id)}, which ${missing === "clientId" ? "cannot be a client id and a slug too" : "cannot be a slug too"}`,
    remedy: ({ missing }) => `give ${missing}`,
  }),
  ...clientRules,
  ...needsGrant(CLIENT_CREDENTIALS_GRANT, "with which `ak auth` gets its tokens"),
];

const settingsCautions: Rules<CliApplicationDraft> = [
  ...needsScopes([["profile", "tokens name neither the person nor the groups"]]),
  ...needsClaims("tokens name neither the person nor the groups"),
];

export const cliApplicationRules: Rules<CliApplicationDraft> = [
  ...settingsRules,
  onlyOnce(
    ["furtherFederatedProviders"],
    ({ furtherFederatedProviders }: CliApplicationDraft) => furtherFederatedProviders,
  ),
  ...accessRules("access"),
];

const schema = settings("An application of the command line.", CLI_APPLICATION, NAME);

/** Without `access`, which the bindings' own construct judges. */
export const cliApplication: Obligations<typeof schema> = {
  schema,
  rules: settingsRules as Rules<Draft<z.output<typeof schema>>>,
  cautions: settingsCautions as Rules<Draft<z.output<typeof schema>>>,
};

/** What newer agents need beside it, where the release knows the grant. */
export const cliApplicationOfNewerAgents: Obligations<typeof schema> = {
  schema,
  rules: [],
  cautions: needsGrant(TOKEN_EXCHANGE_GRANT, "which newer agents use") as Rules<
    Draft<z.output<typeof schema>>
  >,
};

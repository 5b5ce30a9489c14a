import { CLIENT_CREDENTIALS_GRANT, TOKEN_EXCHANGE_GRANT } from "../../lib/rules/choices";
import { API_SCOPE, API_SCOPE_MAPPING } from "../../lib/rules/scopes";
import { application } from "./application";
import { CLI_APPLICATIONS_DOCS } from "./documentation";
import type { ManagedAttribute, ManagedType, Meanings } from "./object-type";
import {
  becomes,
  changed,
  changesTo,
  createdEmpty,
  either,
  every,
  gained,
  gainsOne,
  gainsOwnProvider,
  gone,
  isJoinedBy,
  lacks,
  losesForeignProvider,
  losesOne,
  losesOwnProvider,
  lost,
  swapped,
  trustsForeignProvider,
  turnsOff,
  turnsOn,
  withoutScope,
  withScope,
} from "./predicates";
import { provider } from "./provider";
import { ACCESS, BREAKS, COSMETIC, WEAKENS } from "./severities";

// What is known of the objects of applications that take the CLI's tokens where it is not what is known of the CLI's own.

const SECTION = "Applications of the command line";
const DOCS = CLI_APPLICATIONS_DOCS;

const isNeededGrant = (grant: unknown) => grant === CLIENT_CREDENTIALS_GRANT;
const isExchange = (grant: unknown) => grant === TOKEN_EXCHANGE_GRANT;
const isOtherGrant = (grant: unknown) => !isNeededGrant(grant) && !isExchange(grant);

/** An attribute that is kept as the CLI's is and means something else. */
const meaning = <A extends ManagedAttribute>(attribute: A, means: Meanings) => ({ ...attribute, means });

const { attributes: ofProvider } = provider;

const OTHER_BROWSER_FLOW: Meanings = {
  "cli-application-flow-changed": [
    changed,
    COSMETIC,
    "people who come by a browser go through another flow; `ak auth` goes through none",
    DOCS,
  ],
};

export const cliApplicationProvider = {
  ...provider,
  section: SECTION,
  place: { path: ["cliApplications"], isList: true },
  attributes: {
    ...ofProvider,
    id: meaning(ofProvider.id, {
      "cli-application-provider-gone": [
        () => gone,
        BREAKS,
        "`ak auth` gets no tokens for the application any more: it is left without a provider",
        DOCS,
      ],
    }),
    client_type: {
      ...ofProvider.client_type,
      means: {
        "cli-application-becomes-confidential": [
          becomes("confidential"),
          BREAKS,
          "`ak auth` gets no tokens for the application: it has no client secret to send",
          DOCS,
        ],
        "cli-application-becomes-public": [
          changesTo("public"),
          ACCESS,
          "nobody needs a client secret to get tokens for the application any more: `ak auth` has none, so it needs this",
          DOCS,
        ],
      },
    },
    name: { means: ofProvider.name.means, noSetting: "it tells the configuration's entry from others" },
    client_id: meaning(ofProvider.client_id, {
      "cli-application-client-id-changed": [
        changed,
        BREAKS,
        "`ak auth` with the old client id gets no tokens, and whoever checks tokens for it refuses those with the new one",
        DOCS,
      ],
    }),
    grant_types: meaning(ofProvider.grant_types, {
      "client-credentials-grant-missing": [
        lacks(CLIENT_CREDENTIALS_GRANT),
        BREAKS,
        "`ak auth` gets no tokens for the application: the provider does not allow the client credentials grant",
        DOCS,
      ],
      "client-credentials-grant-added": [
        isJoinedBy(isNeededGrant),
        ACCESS,
        "`ak auth` may use the grant that it needs and did not have",
        DOCS,
      ],
      "cli-application-exchange-grant-added": [
        isJoinedBy(isExchange),
        ACCESS,
        "newer agents may use the token exchange grant, by which they get tokens for the application",
        DOCS,
      ],
      "cli-application-exchange-grant-removed": [
        losesOne(isExchange),
        BREAKS,
        "`ak auth` of newer agents, which use the token exchange grant, gets no tokens for the application by it",
        DOCS,
      ],
      "cli-application-grant-added": [
        gainsOne(isOtherGrant),
        WEAKENS,
        "tokens for the application can be had in a further way, which `ak auth` does not need",
        DOCS,
      ],
      "cli-application-grant-removed": [
        losesOne(isOtherGrant),
        ACCESS,
        "tokens for the application can no longer be had in a way that `ak auth` does not need",
        DOCS,
      ],
    }),
    signing_key: meaning(ofProvider.signing_key, {
      "cli-application-signing-key-removed": [
        lost,
        BREAKS,
        "tokens are signed with the client secret: whoever checks them by the published keys, as Kubernetes and AWS do, refuses them",
        DOCS,
      ],
      "cli-application-signing-key-missing": [
        createdEmpty,
        BREAKS,
        "without a signing key nobody can check the application's tokens by the published keys, as Kubernetes and AWS do",
        DOCS,
      ],
      "cli-application-signing-key-set": [
        (name) => every(changed(name), gained(name)),
        ACCESS,
        "tokens are signed with a key that is published: they can be checked from now on",
        DOCS,
      ],
      "cli-application-signing-key-changed": [
        swapped,
        ACCESS,
        "tokens are signed with another key: those from before are refused, and whoever keeps the published keys must fetch them anew",
        DOCS,
      ],
    }),
    property_mappings: meaning(ofProvider.property_mappings, {
      "cli-application-scope-removed": [
        losesOne(() => true),
        BREAKS,
        "a scope is gone, so the application's tokens lack its claims: whatever decides by them lets in fewer people, or others",
        DOCS,
      ],
      "cli-application-profile-missing": [
        withoutScope("profile"),
        BREAKS,
        "`profile` is not among the scopes: tokens name neither the person nor the groups",
        DOCS,
      ],
      "cli-application-api-scope-granted": [
        withScope(API_SCOPE_MAPPING),
        WEAKENS,
        `\`${API_SCOPE}\` is among the scopes: whoever holds a token for the application, its own servers included, can use authentik's API as that person`,
        DOCS,
      ],
      "cli-application-scope-added": [
        isJoinedBy(() => true),
        ACCESS,
        "the application's tokens carry the claims of a further scope",
        DOCS,
      ],
    }),
    authorization_flow: meaning(ofProvider.authorization_flow, OTHER_BROWSER_FLOW),
    authentication_flow: meaning(ofProvider.authentication_flow, OTHER_BROWSER_FLOW),
    invalidation_flow: meaning(ofProvider.invalidation_flow, OTHER_BROWSER_FLOW),
    include_claims_in_id_token: meaning(ofProvider.include_claims_in_id_token, {
      "cli-application-claims-left-out": [
        turnsOff,
        BREAKS,
        "the application's tokens no longer carry the scopes' claims: they name neither the person nor the groups",
        DOCS,
      ],
      "cli-application-claims-included": [
        turnsOn,
        ACCESS,
        "the application's tokens carry the scopes' claims: whoever gets one can read them",
        DOCS,
      ],
    }),
    issuer_mode: meaning(ofProvider.issuer_mode, {
      "cli-application-issuer-changed": [
        changed,
        BREAKS,
        "the issuer in the application's tokens changes: whoever checks them by the old one refuses them",
        DOCS,
      ],
    }),
    jwt_federation_providers: {
      refers: ofProvider.jwt_federation_providers.refers,
      setting: { names: ["furtherFederatedProviders"], by: "federation" },
      means: {
        "cli-application-refuses-cli": [
          (name) => either(losesOwnProvider(name), createdEmpty(name)),
          BREAKS,
          "`ak auth` gets no tokens for the application: it does not accept the CLI's",
          DOCS,
        ],
        "cli-application-accepts-cli": [
          gainsOwnProvider,
          ACCESS,
          "`ak auth` gets tokens for the application: it accepts the CLI's",
          DOCS,
        ],
        "cli-application-accepts-others": [
          trustsForeignProvider,
          WEAKENS,
          "whoever holds a token of a further provider gets tokens for the application",
          DOCS,
        ],
        "cli-application-refuses-others": [
          losesForeignProvider,
          ACCESS,
          "tokens of a further provider no longer get any for the application",
          DOCS,
        ],
      },
    },
  },
} satisfies ManagedType;

const { attributes: ofApplication } = application;

export const cliApplication = {
  ...application,
  section: SECTION,
  place: { path: ["cliApplications"], isList: true, below: ["application"], access: ["access"] },
  attributes: {
    ...ofApplication,
    id: meaning(ofApplication.id, {
      "cli-application-gone": [
        () => gone,
        BREAKS,
        "`ak auth` gets no tokens for it any more: the provider has no application",
        DOCS,
      ],
      "application-open-to-everyone": ofApplication.id.means["application-open-to-everyone"],
    }),
    slug: meaning(ofApplication.slug, {
      "cli-application-slug-changed": [
        changed,
        BREAKS,
        "the issuer in the application's tokens and the address of the published keys change: whoever checks them by the old ones refuses them",
        DOCS,
      ],
    }),
    protocol_provider: meaning(ofApplication.protocol_provider, {
      "cli-application-loses-provider": [
        (name) => either(lost(name), createdEmpty(name)),
        BREAKS,
        "`ak auth` gets no tokens for it any more: the provider has no application",
        DOCS,
      ],
      "cli-application-gets-provider": [
        (name) => every(changed(name), gained(name)),
        ACCESS,
        "`ak auth` gets tokens for it: the provider has an application from now on",
        DOCS,
      ],
      "cli-application-provider-changed": [
        swapped,
        BREAKS,
        "tokens for it come from another provider: `ak auth` with the client id of the old one gets none",
        DOCS,
      ],
    }),
  },
} satisfies ManagedType;

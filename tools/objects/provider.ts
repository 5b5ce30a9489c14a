import { DEVICE_CODE_GRANT, TOKEN_EXCHANGE_GRANT } from "../../lib/rules/choices";
import { API_SCOPE, API_SCOPE_MAPPING } from "../../lib/rules/scopes";
import { CLI_DOCS } from "./documentation";
import type { ManagedType, Meanings } from "./object-type";
import {
  becomes,
  changed,
  changesTo,
  createdEmpty,
  every,
  gained,
  gains,
  gainsOne,
  gone,
  isJoinedBy,
  lacks,
  longer,
  loses,
  losesOne,
  lost,
  shorter,
  swapped,
  turnsOff,
  turnsOn,
  withoutScope,
  withScope,
} from "./predicates";
import { ACCESS, BREAKS, COSMETIC, WEAKENS } from "./severities";

const OAUTH = "https://docs.goauthentik.io/add-secure-apps/providers/oauth2/";
const REFRESH_DOCS = `${OAUTH}#refresh-token-grant`;
const SCOPE_DOCS = `${OAUTH}#default--special-scopes`;
const GRANT_DOCS = `${OAUTH}#oauth-20-flows-and-grant-types`;
const SIGNING_DOCS = `${OAUTH}#signing--encryption`;
const REDIRECT_DOCS = `${OAUTH}#additional-configuration-options-with-redirect-uris`;

const REFRESH_TOKEN = "refresh_token";
const isExpectedGrant = (grant: unknown) => grant === DEVICE_CODE_GRANT || grant === REFRESH_TOKEN;
const isExchange = (grant: unknown) => grant === TOKEN_EXCHANGE_GRANT;
const isOtherGrant = (grant: unknown) => !isExpectedGrant(grant) && !isExchange(grant);
const isRegex = (uri: unknown) => (uri as { matching_mode?: unknown } | null)?.matching_mode === "regex";

const LIFETIME: Meanings = {
  "token-lives-longer": [
    longer,
    WEAKENS,
    "a stolen token, code or laptop stays useful for longer",
    REFRESH_DOCS,
  ],
  "token-lives-shorter": [
    shorter,
    ACCESS,
    "people and agents have to log in or renew their tokens more often",
    REFRESH_DOCS,
  ],
};

const FOREIGN_TOKENS: Meanings = {
  "foreign-tokens-trusted": [
    gains,
    WEAKENS,
    "tokens issued elsewhere are accepted in place of a login at this provider",
    CLI_DOCS,
  ],
  "foreign-tokens-refused": [
    loses,
    ACCESS,
    "tokens issued elsewhere are no longer accepted in place of a login at this provider",
    CLI_DOCS,
  ],
};

const LOGOUT: Meanings = {
  "logout-changed": [changed, ACCESS, "the client hears of a logout in another way, or not at all", OAUTH],
};

const NO_SOURCES = "the agent's CLI logs people in itself";

export const provider = {
  kind: "provider",
  type: "authentik_provider_oauth2",
  alsoTypes: ["authentik_provider_oauth2_config"],
  section: "CLI provider",
  numbers: "providers",
  labels: ["name"],
  lookedUpBy: "name",
  layer: 2,
  isAgentsOnly: true,
  api: {
    path: "/providers/oauth2/",
    app: "authentik_providers_oauth2",
    model: "oauth2provider",
    search: { keys: [["client_id"], ["name"]], filters: ["client_id", "name"] },
    listedAs: "providers",
  },
  adminPage: "Applications > Providers",
  place: { path: ["cli"] },
  attributes: {
    id: {
      field: "pk",
      isHandle: true,
      means: {
        "provider-gone": [
          () => gone,
          BREAKS,
          "every `ak` session ends: the application is left without a provider and the connector without a federated one",
          CLI_DOCS,
        ],
      },
      noSetting: "authentik chooses it",
    },
    client_type: {
      noSetting: "the CLI has no client secret, so that its client is public",
      means: {
        "client-becomes-confidential": [
          becomes("confidential"),
          BREAKS,
          "every `ak` login fails: the CLI has no client secret to send",
          CLI_DOCS,
        ],
        "client-becomes-public": [
          changesTo("public"),
          ACCESS,
          "nobody needs a client secret to act as this client any more: the CLI has none, so it needs this",
          CLI_DOCS,
        ],
      },
    },
    client_id: {
      setting: "clientId",
      means: {
        "client-id-changed": [
          changed,
          BREAKS,
          "agents that use the old client id can neither log in nor refresh",
          CLI_DOCS,
        ],
      },
    },
    client_secret: {
      noSetting: "a public client does not use it",
      means: {
        "client-secret-changed": [
          swapped,
          ACCESS,
          "the old client secret stops working; without a signing key, tokens signed with it become invalid",
          SIGNING_DOCS,
        ],
      },
    },
    grant_types: {
      setting: { names: ["grantTypes"], by: "grants" },
      means: {
        "device-code-grant-missing": [
          lacks(DEVICE_CODE_GRANT),
          BREAKS,
          "every `ak` login fails with `invalid_client`: the provider does not allow the device code grant",
          GRANT_DOCS,
        ],
        "refresh-grant-missing": [
          lacks(REFRESH_TOKEN),
          BREAKS,
          "agents cannot renew their tokens: people are logged out when the access token expires",
          REFRESH_DOCS,
        ],
        "grant-added": [
          gainsOne(isOtherGrant),
          WEAKENS,
          "tokens of the CLI client can be had in a further way that the agent does not need",
          GRANT_DOCS,
        ],
        "grant-removed": [
          losesOne(isOtherGrant),
          ACCESS,
          "tokens of the CLI client can no longer be had in a way that the agent does not need",
          GRANT_DOCS,
        ],
        "exchange-grant-added": [
          gainsOne(isExchange),
          ACCESS,
          "newer agents may change the CLI's token for another one, as the token exchange grant allows",
          GRANT_DOCS,
        ],
        "exchange-grant-removed": [
          losesOne(isExchange),
          ACCESS,
          "newer agents can no longer change the CLI's token for another one",
          GRANT_DOCS,
        ],
        "expected-grant-added": [
          isJoinedBy(isExpectedGrant),
          ACCESS,
          "the CLI may use a grant it needs and did not have",
          GRANT_DOCS,
        ],
      },
    },
    signing_key: {
      refers: { to: ["certificate"], arrow: "signs with", whenDeleted: "cleared" },
      setting: { names: ["signingKey"], whenEmpty: "nothing" },
      means: {
        "signing-key-removed": [
          lost,
          BREAKS,
          "tokens are signed with the client secret instead: today's sessions are invalid and the connector's federation fails",
          SIGNING_DOCS,
        ],
        "signing-key-set": [
          (name) => every(changed(name), gained(name)),
          ACCESS,
          "tokens are signed with a key that the connector can check: those signed with the client secret become invalid",
          SIGNING_DOCS,
        ],
        "signing-key-missing": [
          createdEmpty,
          BREAKS,
          "without a signing key the connector cannot check the CLI's tokens: its federation fails",
          CLI_DOCS,
        ],
        "signing-key-changed": [
          swapped,
          BREAKS,
          "tokens signed with the old key become invalid: people log in again, and devices trust new ones only once they have the new key",
          SIGNING_DOCS,
        ],
      },
    },
    property_mappings: {
      refers: { to: ["scope mapping"], arrow: "scopes", whenDeleted: "taken out of the list" },
      setting: { names: ["scopes", "apiAccess", "customScopeMappings"], by: "scopes" },
      means: {
        "scope-removed": [
          loses,
          BREAKS,
          "a scope is gone, so tokens lack its claims: without `openid` logins fail, without `offline_access` nobody stays logged in",
          SCOPE_DOCS,
        ],
        "offline-access-missing": [
          withoutScope("offline_access"),
          BREAKS,
          "`offline_access` is not among the scopes: agents get no refresh token, so that `ak config setup` fails",
          REFRESH_DOCS,
        ],
        "openid-missing": [
          withoutScope("openid"),
          BREAKS,
          "`openid` is not among the scopes: tokens do not say who logged in and devices refuse them",
          SCOPE_DOCS,
        ],
        "profile-missing": [
          withoutScope("profile"),
          BREAKS,
          "`profile` is not among the scopes: `ak config setup` succeeds and everything after it fails, with a refresh every minute",
          SCOPE_DOCS,
        ],
        "api-scope-granted": [
          // A new provider has it as the agent's documentation asks. Which of the mappings are new, their ids do not tell.
          (name) => every(changed(name), withScope(API_SCOPE_MAPPING)(name)),
          WEAKENS,
          `\`${API_SCOPE}\` is among the scopes: \`ak api\`, \`ak version\` and the agent's own calls work, and whoever holds a CLI token can use authentik's API as that person; \`apiAccess: false\` leaves it out`,
          SCOPE_DOCS,
        ],
        "api-scope-missing": [
          withoutScope(API_SCOPE_MAPPING),
          ACCESS,
          `\`${API_SCOPE}\` is not among the scopes: \`ak api\` and \`ak version\` are answered 403, and the agent shows itself as disconnected`,
          SCOPE_DOCS,
        ],
        "scope-added": [
          isJoinedBy(() => true),
          ACCESS,
          "the CLI's tokens carry the claims of a further scope",
          SCOPE_DOCS,
        ],
      },
    },
    encryption_key: {
      refers: { to: ["certificate"], whenDeleted: "cleared" },
      noSetting: "the agent cannot decrypt tokens",
      means: {
        "encryption-key-set": [
          gained,
          BREAKS,
          "tokens are encrypted: agents that cannot decrypt them cannot use them",
          SIGNING_DOCS,
        ],
        "encryption-key-removed": [
          lost,
          WEAKENS,
          "tokens are no longer encrypted: whoever sees one can read its claims",
          SIGNING_DOCS,
        ],
        "encryption-key-changed": [
          swapped,
          BREAKS,
          "tokens are encrypted with another key: whoever reads them must have it first",
          SIGNING_DOCS,
        ],
      },
    },
    authorization_flow: {
      refers: { to: ["flow"], whenDeleted: "deleted along" },
      setting: "authorizationFlow",
      means: {
        "authorization-flow-changed": [
          changed,
          ACCESS,
          "people go through another flow, with or without a question for consent, to allow the CLI",
          CLI_DOCS,
        ],
      },
    },
    authentication_flow: {
      refers: { to: ["flow"], whenDeleted: "cleared" },
      setting: "authenticationFlow",
      means: {
        "authentication-flow-changed": [
          changed,
          ACCESS,
          "people who are not logged in go through another login when they allow the CLI",
          CLI_DOCS,
        ],
      },
    },
    invalidation_flow: {
      refers: { to: ["flow"], whenDeleted: "cleared" },
      setting: "invalidationFlow",
      means: {
        "invalidation-flow-changed": [
          changed,
          COSMETIC,
          "people see another flow when they log out of the CLI",
          CLI_DOCS,
        ],
      },
    },
    access_token_validity: { setting: "accessTokenValidity", means: LIFETIME },
    refresh_token_validity: { setting: "refreshTokenValidity", means: LIFETIME },
    access_code_validity: { setting: "accessCodeValidity", means: LIFETIME },
    refresh_token_threshold: {
      setting: "refreshTokenThreshold",
      means: {
        "refresh-threshold-changed": [
          changed,
          ACCESS,
          "refresh tokens are renewed at another time before they expire",
          REFRESH_DOCS,
        ],
      },
    },
    allowed_redirect_uris: {
      field: "redirect_uris",
      setting: { names: ["redirectUris"], by: "redirect uris" },
      means: {
        "redirect-uri-added": [
          gains,
          WEAKENS,
          "the CLI needs no redirect URI: codes and tokens can now be sent to this address",
          REDIRECT_DOCS,
        ],
        "redirect-uri-is-a-pattern": [
          gainsOne(isRegex),
          WEAKENS,
          "the redirect URI is a regular expression: check that it matches no address of somebody else",
          REDIRECT_DOCS,
        ],
        "redirect-uri-removed": [
          loses,
          ACCESS,
          "logins that return to this address fail; the agent's own do not use one",
          REDIRECT_DOCS,
        ],
      },
    },
    include_claims_in_id_token: {
      setting: "includeClaimsInIdToken",
      means: {
        "claims-left-out": [
          turnsOff,
          BREAKS,
          "id tokens no longer carry the scopes' claims: `ak config setup` succeeds and everything after it fails, with a refresh every minute",
          CLI_DOCS,
        ],
        "claims-included": [
          turnsOn,
          ACCESS,
          "id tokens carry the scopes' claims: whoever gets one can read them",
          CLI_DOCS,
        ],
      },
    },
    sub_mode: {
      setting: "subjectMode",
      means: {
        "subject-changed": [
          changed,
          BREAKS,
          "every person gets another subject in their tokens: whatever knows people by their subject takes them for somebody new",
          CLI_DOCS,
        ],
      },
    },
    issuer_mode: {
      setting: "issuerMode",
      means: {
        "issuer-changed": [
          changed,
          BREAKS,
          "the issuer in tokens changes: agents and devices that know the old one refuse them",
          CLI_DOCS,
        ],
      },
    },
    jwt_federation_providers: {
      refers: { to: ["provider"], arrow: "takes tokens of", whenDeleted: "taken out of the list" },
      noSetting: NO_SOURCES,
      means: FOREIGN_TOKENS,
    },
    jwt_federation_sources: {
      refers: { to: ["source"], whenDeleted: "taken out of the list" },
      noSetting: NO_SOURCES,
      means: FOREIGN_TOKENS,
    },
    jwks_sources: {
      // The provider neither sends nor reads it any more.
      refers: { to: ["source"], whenDeleted: "nothing" },
      noSetting: NO_SOURCES,
      means: FOREIGN_TOKENS,
    },
    logout_method: { setting: "logoutMethod", means: LOGOUT },
    logout_uri: {
      dropped: "",
      isDroppedWhenUnset: true,
      noSetting: "the agent hears of no logout",
      means: LOGOUT,
    },
    name: {
      setting: "name",
      means: {
        "provider-renamed": [changed, COSMETIC, "the provider has another name in the admin pages", CLI_DOCS],
      },
    },
  },
} satisfies ManagedType;

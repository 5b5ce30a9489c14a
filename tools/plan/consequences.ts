import type { Severity } from "../findings";
import type { PlanJson, ResourceChange } from "../set-up/plan-json";
import { bySeverity } from "../severity";
import type { Action, Consequence } from "./changes";
import {
  becomes,
  changed,
  created,
  createdEmpty,
  createdWithout,
  deleted,
  earlier,
  either,
  every,
  firstOfItsTarget,
  forgotten,
  gained,
  gains,
  gainsForeignProvider,
  gainsOwnProvider,
  gone,
  guardedStays,
  guards,
  isAgents,
  lastOfItsTarget,
  later,
  leftOver,
  longer,
  loses,
  losesOther,
  lost,
  not,
  type Predicate,
  shorter,
  swapped,
  turnsOff,
  turnsOn,
  wasNegated,
  withApiScope,
  withoutBindings,
  withoutScope,
} from "./predicates";

type Row = readonly [when: Predicate, severity: Severity, text: string, docs: string];

const AGENT = "https://docs.goauthentik.io/endpoint-devices/authentik-agent/configuration";
const FLOW_DOCS = `${AGENT}#create-and-apply-a-oauth-device-code-flow`;
const CLI_DOCS = `${AGENT}#create-an-application-and-provider-in-authentik-for-cli`;
const CONNECTOR_DOCS = `${AGENT}#create-the-authentik-agent-connector`;
const DEVICE_CODE_DOCS =
  "https://docs.goauthentik.io/add-secure-apps/providers/oauth2/device_code#requirements";
const OAUTH = "https://docs.goauthentik.io/add-secure-apps/providers/oauth2/";
const REFRESH_DOCS = `${OAUTH}#refresh-token-grant`;
const SCOPE_DOCS = `${OAUTH}#default--special-scopes`;
const GRANT_DOCS = `${OAUTH}#oauth-20-flows-and-grant-types`;
const SIGNING_DOCS = `${OAUTH}#signing--encryption`;
const REDIRECT_DOCS = `${OAUTH}#additional-configuration-options-with-redirect-uris`;
const ACCESS_DOCS =
  "https://docs.goauthentik.io/add-secure-apps/applications/manage_apps#policy-driven-authorization";
const BINDING_DOCS = "https://docs.goauthentik.io/add-secure-apps/bindings-overview/";
const GROUP_DOCS =
  "https://docs.goauthentik.io/endpoint-devices/authentik-agent/device-authentication/device-access-groups";
const CHALLENGE_DOCS =
  "https://docs.goauthentik.io/endpoint-devices/device-compliance/connectors/authentik-agent#configure-challenge-key";
const TOKEN_DOCS =
  "https://docs.goauthentik.io/endpoint-devices/authentik-agent/agent-deployment/linux#create-an-enrollment-token";
const STAGE_DOCS = "https://docs.goauthentik.io/add-secure-apps/flows-stages/stages/endpoint/";
const BRAND_DOCS = "https://docs.goauthentik.io/customize/branding/";
const REPLACE_DOCS = "https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle";
const FORGET_DOCS = "https://developer.hashicorp.com/terraform/language/block/removed";

const BREAKS = "breaks logins";
const WEAKENS = "weakens security";
const ACCESS = "changes access";
const COSMETIC = "cosmetic";

const DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code";
const EXPECTED_GRANTS: unknown[] = [DEVICE_CODE, "refresh_token"];
const isRegex = (uri: unknown) => (uri as { matching_mode?: unknown } | null)?.matching_mode === "regex";

const bindingGone = every(either(deleted, turnsOff("enabled")), guardedStays);
const bindingComes = either(every(created, not(becomes("enabled", false))), turnsOn("enabled"));

/** Types of which every row is about the agent's own object. */
const ONLY_AGENTS = new Set(["authentik_flow", "authentik_provider_oauth2"]);

/** Every change that matters and what it means, by resource type; a change may match several rows. */
export const CONSEQUENCES: Readonly<Record<string, Readonly<Record<string, Row>>>> = {
  authentik_brand: {
    "brand-loses-device-flow": [
      lost("flow_device_code"),
      BREAKS,
      "every `ak` login on this brand fails: it has no device code flow any more",
      FLOW_DOCS,
    ],
    "brand-device-flow-swapped": [
      swapped("flow_device_code"),
      ACCESS,
      "whoever enters a device code goes through another flow",
      FLOW_DOCS,
    ],
    "brand-gains-device-flow": [
      gained("flow_device_code"),
      ACCESS,
      "`ak` logins become possible on this brand: it gets a device code flow",
      FLOW_DOCS,
    ],
    "brand-gone": [
      gone,
      BREAKS,
      "the brand is deleted with its branding and all its flows: its domain falls back to the default brand",
      BRAND_DOCS,
    ],
    "brand-not-default": [
      turnsOff("default"),
      BREAKS,
      "domains without a brand of their own lose this brand's flows, the device code flow among them",
      BRAND_DOCS,
    ],
    "brand-becomes-default": [
      turnsOn("default"),
      ACCESS,
      "domains without a brand of their own use this brand's flows",
      BRAND_DOCS,
    ],
    "brand-domain-changed": [
      changed("domain"),
      BREAKS,
      "people on the old domain get another brand, which may lack the device code flow",
      BRAND_DOCS,
    ],
  },
  authentik_flow: {
    "flow-gone": [
      gone,
      BREAKS,
      "authentik empties the device code flow of every brand that uses this flow: `ak` logins fail there",
      FLOW_DOCS,
    ],
    "flow-designation-changed": [
      every(changed("designation"), not(becomes("designation", "stage_configuration"))),
      BREAKS,
      "a device code flow must be designated as stage configuration: `ak` logins fail",
      DEVICE_CODE_DOCS,
    ],
    "flow-designation-restored": [
      every(changed("designation"), becomes("designation", "stage_configuration")),
      ACCESS,
      "the flow can be a device code flow: it is designated as stage configuration",
      DEVICE_CODE_DOCS,
    ],
    "flow-open-to-anyone": [
      becomes("authentication", "none"),
      WEAKENS,
      "the flow no longer asks for a login: anyone who knows a device code may walk it",
      FLOW_DOCS,
    ],
    "flow-closed-to-people": [
      becomes(
        "authentication",
        "require_unauthenticated",
        "require_superuser",
        "require_redirect",
        "require_outpost",
        "require_token",
      ),
      BREAKS,
      "people who are logged in may no longer walk this flow: `ak` logins fail for them",
      FLOW_DOCS,
    ],
    "flow-asks-for-login": [
      every(changed("authentication"), becomes("authentication", "require_authenticated")),
      ACCESS,
      "whoever is logged in, and nobody else, may walk this flow, as `ak` logins need it",
      FLOW_DOCS,
    ],
    "flow-slug-changed": [
      changed("slug"),
      COSMETIC,
      "the flow's address changes: links to it from outside stop working",
      FLOW_DOCS,
    ],
    "flow-needs-one-policy": [
      every(changed("policy_engine_mode"), becomes("policy_engine_mode", "any")),
      WEAKENS,
      "one passing policy is enough to walk the flow, until now all had to pass",
      BINDING_DOCS,
    ],
    "flow-needs-all-policies": [
      every(changed("policy_engine_mode"), becomes("policy_engine_mode", "all")),
      ACCESS,
      "all policies must pass to walk the flow, until now one was enough",
      BINDING_DOCS,
    ],
    "flow-looks-different": [
      changed("name", "title", "background", "layout", "compatibility_mode", "denied_action"),
      COSMETIC,
      "the page where people enter the device code looks or behaves differently",
      FLOW_DOCS,
    ],
  },
  authentik_provider_oauth2: {
    "provider-gone": [
      gone,
      BREAKS,
      "every `ak` session ends: the application is left without a provider and the connector without a federated one",
      CLI_DOCS,
    ],
    "client-becomes-confidential": [
      becomes("client_type", "confidential"),
      BREAKS,
      "every `ak` login fails: the CLI has no client secret to send",
      CLI_DOCS,
    ],
    "client-becomes-public": [
      every(changed("client_type"), becomes("client_type", "public")),
      ACCESS,
      "nobody needs a client secret any more to act as this client: the CLI has none and needs it so",
      CLI_DOCS,
    ],
    "client-id-changed": [
      changed("client_id"),
      BREAKS,
      "agents that use the old client id can neither log in nor refresh",
      CLI_DOCS,
    ],
    "client-secret-changed": [
      every(changed("client_secret"), swapped("client_secret")),
      ACCESS,
      "the old client secret stops working; without a signing key, tokens signed with it become invalid",
      SIGNING_DOCS,
    ],
    "device-code-grant-missing": [
      either(loses("grant_types", DEVICE_CODE), createdWithout("grant_types", DEVICE_CODE)),
      BREAKS,
      "every `ak` login fails with `invalid_client`: the provider does not allow the device code grant",
      GRANT_DOCS,
    ],
    "refresh-grant-missing": [
      either(loses("grant_types", "refresh_token"), createdWithout("grant_types", "refresh_token")),
      BREAKS,
      "agents cannot renew their tokens: people are logged out when the access token expires",
      REFRESH_DOCS,
    ],
    "grant-added": [
      gains("grant_types", (grant) => !EXPECTED_GRANTS.includes(grant)),
      WEAKENS,
      "tokens of the CLI client can be had in a further way that the agent does not need",
      GRANT_DOCS,
    ],
    "grant-removed": [
      losesOther("grant_types", EXPECTED_GRANTS),
      ACCESS,
      "tokens of the CLI client can no longer be had in a way that the agent does not need",
      GRANT_DOCS,
    ],
    "expected-grant-added": [
      every(
        changed("grant_types"),
        gains("grant_types", (grant) => EXPECTED_GRANTS.includes(grant)),
      ),
      ACCESS,
      "the CLI may use a grant it needs and did not have",
      GRANT_DOCS,
    ],
    "scope-removed": [
      loses("property_mappings"),
      BREAKS,
      "a scope is gone, tokens lack its claims: without `openid` logins fail, without `offline_access` nobody stays logged in",
      SCOPE_DOCS,
    ],
    "offline-access-missing": [
      withoutScope("offline_access"),
      BREAKS,
      "`offline_access` is not among the scopes: agents get no refresh token and people are logged out when the access token expires",
      REFRESH_DOCS,
    ],
    "openid-missing": [
      withoutScope("openid"),
      BREAKS,
      "`openid` is not among the scopes: tokens do not say who logged in and devices refuse them",
      SCOPE_DOCS,
    ],
    "api-scope-granted": [
      withApiScope,
      WEAKENS,
      "`goauthentik.io/api` is among the scopes: whoever holds a CLI token can use authentik's API as that person",
      SCOPE_DOCS,
    ],
    "scope-added": [
      every(changed("property_mappings"), gains("property_mappings")),
      ACCESS,
      "the CLI's tokens carry the claims of a further scope",
      SCOPE_DOCS,
    ],
    "signing-key-removed": [
      lost("signing_key"),
      BREAKS,
      "tokens are signed with the client secret instead: today's sessions are invalid and the connector's federation fails",
      SIGNING_DOCS,
    ],
    "signing-key-set": [
      every(changed("signing_key"), gained("signing_key")),
      ACCESS,
      "tokens are signed with a key that the connector can check: those signed with the client secret become invalid",
      SIGNING_DOCS,
    ],
    "signing-key-missing": [
      createdEmpty("signing_key"),
      BREAKS,
      "without a signing key the connector cannot check the CLI's tokens: its federation fails",
      CLI_DOCS,
    ],
    "signing-key-changed": [
      swapped("signing_key"),
      BREAKS,
      "tokens signed with the old key become invalid: people log in again, and devices trust new ones only once they have the new key",
      SIGNING_DOCS,
    ],
    "encryption-key-set": [
      gained("encryption_key"),
      BREAKS,
      "tokens are encrypted: agents that cannot decrypt them cannot use them",
      SIGNING_DOCS,
    ],
    "encryption-key-removed": [
      lost("encryption_key"),
      WEAKENS,
      "tokens are no longer encrypted: whoever sees one can read its claims",
      SIGNING_DOCS,
    ],
    "encryption-key-changed": [
      swapped("encryption_key"),
      BREAKS,
      "tokens are encrypted with another key: whoever reads them must have it first",
      SIGNING_DOCS,
    ],
    "authorization-flow-changed": [
      changed("authorization_flow"),
      ACCESS,
      "people go through another flow, with or without a question for consent, to allow the CLI",
      CLI_DOCS,
    ],
    "authentication-flow-changed": [
      changed("authentication_flow"),
      ACCESS,
      "people who are not logged in go through another login when they allow the CLI",
      CLI_DOCS,
    ],
    "invalidation-flow-changed": [
      changed("invalidation_flow"),
      COSMETIC,
      "people see another flow when they log out of the CLI",
      CLI_DOCS,
    ],
    "token-lives-longer": [
      either(
        longer("access_token_validity"),
        longer("refresh_token_validity"),
        longer("access_code_validity"),
      ),
      WEAKENS,
      "a stolen token, code or laptop stays useful for longer",
      REFRESH_DOCS,
    ],
    "token-lives-shorter": [
      either(
        shorter("access_token_validity"),
        shorter("refresh_token_validity"),
        shorter("access_code_validity"),
      ),
      ACCESS,
      "people and agents have to log in or renew their tokens more often",
      REFRESH_DOCS,
    ],
    "refresh-threshold-changed": [
      changed("refresh_token_threshold"),
      ACCESS,
      "refresh tokens are renewed at another time before they expire",
      REFRESH_DOCS,
    ],
    "redirect-uri-added": [
      gains("allowed_redirect_uris"),
      WEAKENS,
      "the CLI needs no redirect URI: codes and tokens can now be sent to this address",
      REDIRECT_DOCS,
    ],
    "redirect-uri-is-a-pattern": [
      gains("allowed_redirect_uris", isRegex),
      WEAKENS,
      "the redirect URI is a regular expression: check that it matches no address of somebody else",
      REDIRECT_DOCS,
    ],
    "redirect-uri-removed": [
      loses("allowed_redirect_uris"),
      ACCESS,
      "logins that return to this address fail; the agent's own do not use one",
      REDIRECT_DOCS,
    ],
    "claims-left-out": [
      turnsOff("include_claims_in_id_token"),
      BREAKS,
      "id tokens no longer carry the scopes' claims: whatever reads names or groups from them goes without",
      CLI_DOCS,
    ],
    "claims-included": [
      turnsOn("include_claims_in_id_token"),
      ACCESS,
      "id tokens carry the scopes' claims: whoever gets one can read them",
      CLI_DOCS,
    ],
    "subject-changed": [
      changed("sub_mode"),
      BREAKS,
      "every person gets another subject in their tokens: to everything that knows them by it they are somebody new",
      CLI_DOCS,
    ],
    "issuer-changed": [
      changed("issuer_mode"),
      BREAKS,
      "the issuer in tokens changes: agents and devices that know the old one refuse them",
      CLI_DOCS,
    ],
    "foreign-tokens-trusted": [
      either(gains("jwt_federation_providers"), gains("jwt_federation_sources"), gains("jwks_sources")),
      WEAKENS,
      "tokens issued elsewhere are accepted in place of a login at this provider",
      CLI_DOCS,
    ],
    "foreign-tokens-refused": [
      either(loses("jwt_federation_providers"), loses("jwt_federation_sources"), loses("jwks_sources")),
      ACCESS,
      "tokens issued elsewhere are no longer accepted in place of a login at this provider",
      CLI_DOCS,
    ],
    "logout-changed": [
      changed("logout_method", "logout_uri"),
      ACCESS,
      "the client hears of a logout in another way, or not at all",
      OAUTH,
    ],
    "provider-renamed": [
      changed("name"),
      COSMETIC,
      "the provider has another name in the admin pages",
      CLI_DOCS,
    ],
  },
  authentik_application: {
    "application-gone": [
      every(gone, isAgents),
      BREAKS,
      "every `ak` login fails with `invalid_client`: the provider has no application",
      CLI_DOCS,
    ],
    "application-slug-changed": [
      every(changed("slug"), isAgents),
      BREAKS,
      "the issuer and every address below `/application/o/` change: agents that know the old ones fail",
      CLI_DOCS,
    ],
    "application-loses-provider": [
      every(either(lost("protocol_provider"), createdEmpty("protocol_provider")), isAgents),
      BREAKS,
      "every `ak` login fails with `invalid_client`: the provider has no application",
      CLI_DOCS,
    ],
    "application-provider-changed": [
      every(swapped("protocol_provider"), isAgents),
      BREAKS,
      "logins go through another provider: agents that use the client id of the old one fail",
      CLI_DOCS,
    ],
    "application-open-to-everyone": [
      every(created, withoutBindings),
      ACCESS,
      "**everyone** in authentik may use the application: nothing is bound to it",
      ACCESS_DOCS,
    ],
    "application-needs-one-binding": [
      every(changed("policy_engine_mode"), becomes("policy_engine_mode", "any")),
      WEAKENS,
      "one passing binding is enough to use the application, until now all had to pass",
      ACCESS_DOCS,
    ],
    "application-needs-all-bindings": [
      every(changed("policy_engine_mode"), becomes("policy_engine_mode", "all")),
      ACCESS,
      "all bindings must pass to use the application, until now one was enough",
      ACCESS_DOCS,
    ],
    "application-backchannel-changed": [
      changed("backchannel_providers"),
      ACCESS,
      "people with access are provisioned through other providers",
      ACCESS_DOCS,
    ],
    "application-looks-different": [
      changed(
        "name",
        "group",
        "meta_description",
        "meta_icon",
        "meta_launch_url",
        "meta_publisher",
        "meta_hide",
        "open_in_new_tab",
      ),
      COSMETIC,
      "the application looks different, or is found elsewhere, on people's dashboards",
      CLI_DOCS,
    ],
  },
  authentik_policy_binding: {
    "last-binding-gone": [
      every(bindingGone, guards("application"), lastOfItsTarget),
      WEAKENS,
      "**everyone** in authentik may use the application: this was its last binding",
      ACCESS_DOCS,
    ],
    "last-group-binding-gone": [
      every(bindingGone, guards("device access group"), lastOfItsTarget),
      BREAKS,
      "nobody gets in to the devices of this group unless bound to the device itself: this was its last binding",
      GROUP_DOCS,
    ],
    "last-other-binding-gone": [
      every(bindingGone, lastOfItsTarget, not(guards("application")), not(guards("device access group"))),
      WEAKENS,
      "nobody is kept from what this binding guards any more: it was the last one that this plan shows",
      BINDING_DOCS,
    ],
    "binding-gone": [
      every(bindingGone, not(lastOfItsTarget), not(wasNegated)),
      ACCESS,
      "whoever had access through this binding only loses it",
      BINDING_DOCS,
    ],
    "negated-binding-gone": [
      every(bindingGone, wasNegated),
      WEAKENS,
      "whom this binding kept out may come in",
      BINDING_DOCS,
    ],
    "first-binding-added": [
      every(bindingComes, guards("application"), firstOfItsTarget),
      ACCESS,
      "only those bound may use the application, without a binding everyone may",
      ACCESS_DOCS,
    ],
    "binding-added": [
      every(bindingComes, either(not(guards("application")), not(firstOfItsTarget))),
      ACCESS,
      "further people get access, or with policy engine mode `all` fewer do",
      BINDING_DOCS,
    ],
    "binding-created-disabled": [
      every(created, becomes("enabled", false)),
      COSMETIC,
      "the binding has no effect as long as it is disabled",
      BINDING_DOCS,
    ],
    "binding-negated": [
      becomes("negate", true),
      WEAKENS,
      "the binding is turned around: those it names are kept out, and everyone else passes it",
      BINDING_DOCS,
    ],
    "binding-not-negated": [
      turnsOff("negate"),
      ACCESS,
      "the binding is turned around: those it names pass it, and everyone else is kept out",
      BINDING_DOCS,
    ],
    "binding-passes-on-failure": [
      becomes("failure_result", true),
      WEAKENS,
      "a policy that fails to run lets people in",
      BINDING_DOCS,
    ],
    "binding-refuses-on-failure": [
      turnsOff("failure_result"),
      ACCESS,
      "a policy that fails to run keeps people out",
      BINDING_DOCS,
    ],
    "binding-names-others": [
      changed("group", "user", "policy"),
      ACCESS,
      "other people get access, and those it named lose it unless another binding lets them in",
      BINDING_DOCS,
    ],
    "binding-moved": [
      changed("target"),
      ACCESS,
      "the binding guards another object, and the old one is guarded by what is left",
      BINDING_DOCS,
    ],
    "binding-evaluated-differently": [
      changed("order", "timeout"),
      COSMETIC,
      "the binding is evaluated at another time or may take longer, with the same answer",
      BINDING_DOCS,
    ],
  },
  authentik_endpoints_connector_agent: {
    "connector-gone": [
      gone,
      BREAKS,
      "every enrolled device is cut off and its enrollment tokens are deleted: devices have to be enrolled again",
      CONNECTOR_DOCS,
    ],
    "connector-disabled": [
      becomes("enabled", false),
      BREAKS,
      "devices are refused: they can neither enrol nor log people in",
      CONNECTOR_DOCS,
    ],
    "connector-enabled": [
      turnsOn("enabled"),
      ACCESS,
      "devices can enrol and log people in again",
      CONNECTOR_DOCS,
    ],
    "federated-provider-removed": [
      loses("jwt_federation_providers"),
      BREAKS,
      "tokens of this provider no longer open devices: whoever logged in with `ak` is refused",
      CONNECTOR_DOCS,
    ],
    "no-federated-provider": [
      createdEmpty("jwt_federation_providers"),
      BREAKS,
      "no provider is federated: logins with `ak` do not open devices",
      CONNECTOR_DOCS,
    ],
    "federated-provider-added": [
      every(changed("jwt_federation_providers"), gainsForeignProvider("jwt_federation_providers")),
      WEAKENS,
      "tokens of a further provider open devices",
      CONNECTOR_DOCS,
    ],
    "own-provider-federated": [
      every(changed("jwt_federation_providers"), gainsOwnProvider("jwt_federation_providers")),
      ACCESS,
      "logins with `ak` open devices: the connector accepts this set-up's provider",
      CONNECTOR_DOCS,
    ],
    "uid-offset-changed": [
      changed("nss_uid_offset", "nss_gid_offset"),
      WEAKENS,
      "uids or gids of existing users change on devices: their old files belong to another number, perhaps to somebody else",
      CONNECTOR_DOCS,
    ],
    "device-session-longer": [
      longer("auth_session_duration"),
      WEAKENS,
      "people stay logged in to devices for longer",
      CONNECTOR_DOCS,
    ],
    "device-session-shorter": [
      shorter("auth_session_duration"),
      ACCESS,
      "people have to log in to devices more often",
      CONNECTOR_DOCS,
    ],
    "session-outlives-expiry": [
      turnsOff("auth_terminate_session_on_expiry"),
      WEAKENS,
      "sessions on devices go on after the login has expired",
      CONNECTOR_DOCS,
    ],
    "session-ends-on-expiry": [
      turnsOn("auth_terminate_session_on_expiry"),
      ACCESS,
      "sessions on devices end when the login expires, with open work in them",
      CONNECTOR_DOCS,
    ],
    "device-login-flow-changed": [
      changed("authorization_flow"),
      ACCESS,
      "people go through another flow when they log in to a device",
      CONNECTOR_DOCS,
    ],
    "refresh-slower": [
      longer("refresh_interval"),
      COSMETIC,
      "agents notice changes of their configuration later",
      CONNECTOR_DOCS,
    ],
    "refresh-quicker": [
      shorter("refresh_interval"),
      COSMETIC,
      "agents ask for their configuration more often: more load on authentik",
      CONNECTOR_DOCS,
    ],
    "device-facts-live-longer": [
      longer("snapshot_expiry"),
      WEAKENS,
      "policies decide on older facts about devices",
      CONNECTOR_DOCS,
    ],
    "device-facts-live-shorter": [
      shorter("snapshot_expiry"),
      ACCESS,
      "devices that report seldom count as unknown sooner",
      CONNECTOR_DOCS,
    ],
    "challenge-key-removed": [
      lost("challenge_key"),
      WEAKENS,
      "endpoint stages skip the check of the device without a word",
      CHALLENGE_DOCS,
    ],
    "challenge-key-changed": [
      either(swapped("challenge_key"), every(changed("challenge_key"), gained("challenge_key"))),
      ACCESS,
      "devices prove themselves in the browser with another key: agents must have it first",
      CHALLENGE_DOCS,
    ],
    "challenge-behaves-differently": [
      changed("challenge_idle_timeout", "challenge_trigger_check_in"),
      ACCESS,
      "the browser waits differently for the device's answer: slow devices may fail the check",
      CHALLENGE_DOCS,
    ],
    "connector-renamed": [
      changed("name"),
      COSMETIC,
      "the connector has another name in the admin pages",
      CONNECTOR_DOCS,
    ],
  },
  authentik_endpoints_device_access_group: {
    "group-lets-nobody-in": [
      every(created, withoutBindings),
      BREAKS,
      "nobody gets in to the devices of this group unless bound to the device itself: nothing is bound to the group",
      GROUP_DOCS,
    ],
    "group-gone": [
      gone,
      BREAKS,
      "the group's devices belong to no group: nobody may log in to them unless bound to the device itself",
      GROUP_DOCS,
    ],
    "group-renamed": [changed("name"), COSMETIC, "the group has another name in the admin pages", GROUP_DOCS],
  },
  authentik_endpoints_connector_agent_enrollment_token: {
    "token-never-expires": [
      becomes("expiring", false),
      WEAKENS,
      "the enrollment token never expires: whoever finds it can enrol devices for ever",
      TOKEN_DOCS,
    ],
    "token-expires": [
      turnsOn("expiring"),
      ACCESS,
      "the enrollment token expires: devices have to be enrolled before that",
      TOKEN_DOCS,
    ],
    "token-key-in-state": [
      becomes("retrieve_key", true),
      WEAKENS,
      "the key is written to the state: whoever reads the state can enrol devices",
      TOKEN_DOCS,
    ],
    "token-key-leaves-state": [
      turnsOff("retrieve_key"),
      COSMETIC,
      "the key is no longer in the state; older versions of the state keep it",
      TOKEN_DOCS,
    ],
    "token-expires-later": [
      later("expires"),
      WEAKENS,
      "the enrollment token can be misused for longer",
      TOKEN_DOCS,
    ],
    "token-expires-sooner": [
      earlier("expires"),
      ACCESS,
      "there is less time to enrol devices with it",
      TOKEN_DOCS,
    ],
    "token-added": [created, ACCESS, "whoever holds the token can enrol devices", TOKEN_DOCS],
    "token-gone": [gone, ACCESS, "no further device can be enrolled with this token", TOKEN_DOCS],
    "token-enrols-elsewhere": [
      changed("connector", "device_access_group"),
      ACCESS,
      "devices enrolled with it get another connector or device access group, and so other people's access",
      TOKEN_DOCS,
    ],
    "token-renamed": [changed("name"), COSMETIC, "the token has another name in the admin pages", TOKEN_DOCS],
  },
  authentik_stage_endpoints: {
    "device-check-optional": [
      every(changed("mode"), becomes("mode", "optional")),
      WEAKENS,
      "flows with this stage let browsers without a known device pass",
      STAGE_DOCS,
    ],
    "device-check-required": [
      becomes("mode", "required"),
      ACCESS,
      "flows with this stage refuse browsers without a known device",
      STAGE_DOCS,
    ],
    "device-check-gone": [gone, WEAKENS, "flows with this stage no longer check the device", STAGE_DOCS],
    "device-check-moved": [
      changed("connector"),
      ACCESS,
      "the device is looked up through another connector: devices enrolled at the old one are unknown",
      STAGE_DOCS,
    ],
    "device-check-renamed": [
      changed("name"),
      COSMETIC,
      "the stage has another name in the admin pages",
      STAGE_DOCS,
    ],
  },
};

/** Rows for objects of any type. */
export const GENERAL_CONSEQUENCES: Readonly<Record<string, Row>> = {
  "left-over-deleted": [
    leftOver,
    COSMETIC,
    "this is what an earlier replacement left over: the object in use stays",
    REPLACE_DOCS,
  ],
  "object-forgotten": [
    forgotten,
    COSMETIC,
    "terraform no longer looks after this object; it stays in authentik as it is",
    FORGET_DOCS,
  ],
};

/** What a change means for people and devices, worst first. */
export function consequencesOf(change: ResourceChange, action: Action, plan: PlanJson): Consequence[] {
  const seen = { change, action, plan };
  const isAnother = leftOver(seen) || (ONLY_AGENTS.has(change.type) && !isAgents(seen));
  const rows = isAnother ? {} : CONSEQUENCES[change.type];
  return Object.entries({ ...rows, ...GENERAL_CONSEQUENCES })
    .filter(([, [when]]) => when(seen))
    .map(([code, [, severity, text, docs]]) => ({ code, severity, text, docs }))
    .sort(bySeverity);
}

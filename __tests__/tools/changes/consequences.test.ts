import { AuthenticationEnum } from "@goauthentik/api/dist/models/AuthenticationEnum";
import { plannedChanges } from "../../../tools/changes/changes";
import { consequencesOf } from "../../../tools/changes/consequences";
import { MANAGED, OF_CLI_APPLICATIONS } from "../../../tools/objects";
import { consequenceRows, GENERAL_CONSEQUENCES } from "../../../tools/objects/consequences";
import { type PlanJson, parsePlanJson, type ResourceChange } from "../../../tools/set-up/plan-json";
import type { Attributes } from "../../../tools/set-up/reading";
import type { Resource } from "../../../tools/set-up/values";
import { SEVERITIES, type Severity } from "../../../tools/severity";
import { ALIKE, CLI_APPLICATION_COMPOUNDS, CLI_APPLICATION_EXAMPLES } from "./cli-application-examples";
import { changeOf, fixture, planOf } from "./plans";

const BRAND = "authentik_brand.default_brand";
const FLOW = "authentik_flow.device_code_flow";
const PROVIDER = "authentik_provider_oauth2.cli_provider";
const APPLICATION = "authentik_application.cli_application";
const ACCESS = "authentik_policy_binding.cli_access_group_staff";
const DEVICE_ACCESS = "authentik_policy_binding.device_access_group_laptops_group_staff";
const CONNECTOR = "authentik_endpoints_connector_agent.connector";
const GROUP = "authentik_endpoints_device_access_group.device_access_group_laptops";
const TOKEN = "authentik_endpoints_connector_agent_enrollment_token.enrollment_token_rollout";
const STAGE_BINDING = "authentik_flow_stage_binding.endpoint_stage_check";
const STAGE = "authentik_stage_endpoints.endpoint_stage_check";

const DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code";
const GRANTS = [DEVICE_CODE, "refresh_token"];
const URI = { url: "https://evil.example/", matching_mode: "strict" };

const replacement: Partial<ResourceChange> = { actions: ["delete", "create"] };
const resource = (address: string, values: Attributes, mode = "managed"): Resource => {
  const [type = "", name = ""] = address.replace(/^data\./, "").split(".");
  return { address, mode, type, name, values };
};
const application = resource(APPLICATION, { uuid: "app" });
const other = (values: Attributes = {}) =>
  resource("authentik_policy_binding.cli_access_user_ann", { target: "app", enabled: true, ...values });
const scopes = (...names: string[]): Partial<PlanJson> => ({
  prior: [
    resource(
      "data.authentik_property_mapping_provider_scope.any",
      { managed_list: names, ids: ["a"] },
      "data",
    ),
  ],
});
const scope = (name: string) => `goauthentik.io/providers/oauth2/scope-${name}`;
const unguarded: Partial<PlanJson> = { prior: [application], planned: [application] };
const group = resource(GROUP, { id: "group" });
const guarded: Partial<PlanJson> = { prior: [application, other()], planned: [application, other()] };
const joined = (mode: "any" | "all", values: Attributes = {}, isNew = false): Partial<PlanJson> => {
  const target = resource(APPLICATION, { uuid: "app", policy_engine_mode: mode });
  return { prior: isNew ? [target] : [target, other(values)], planned: [target, other(values)] };
};

const bound = (mode: string): Partial<PlanJson> => ({ planned: [resource(STAGE, { id: "s", mode })] });

const fromAllToAny = (): Partial<PlanJson> => ({
  prior: joined("all").prior,
  planned: joined("any").planned,
});

type Situation = readonly [
  address: string,
  before: Attributes | null,
  after: Attributes | null,
  change?: Partial<ResourceChange>,
  plan?: Partial<PlanJson>,
];

const EXAMPLES: readonly (readonly [code: string, severity: Severity, ...Situation])[] = [
  ...CLI_APPLICATION_EXAMPLES,
  ["brand-loses-device-flow", "breaks logins", BRAND, { flow_device_code: "f" }, { flow_device_code: null }],
  ["brand-loses-device-flow", "breaks logins", BRAND, { flow_device_code: "f" }, { flow_device_code: "" }],
  [
    "brand-device-flow-swapped",
    "changes access",
    BRAND,
    { flow_device_code: "f" },
    { flow_device_code: "g" },
  ],
  [
    "brand-device-flow-swapped",
    "changes access",
    BRAND,
    { flow_device_code: "f" },
    {},
    { unknown: { flow_device_code: true } },
  ],
  [
    "brand-gains-device-flow",
    "changes access",
    BRAND,
    { flow_device_code: "" },
    {},
    { unknown: { flow_device_code: true } },
  ],
  ["brand-gone", "breaks logins", BRAND, { domain: "d" }, null],
  ["brand-gone", "breaks logins", BRAND, { domain: "d" }, { domain: "d" }, replacement],
  ["brand-not-default", "breaks logins", BRAND, { default: true }, { default: false }],
  ["brand-becomes-default", "changes access", BRAND, { default: false }, { default: true }],
  ["brand-domain-changed", "breaks logins", BRAND, { domain: "a" }, { domain: "b" }],
  ["flow-gone", "breaks logins", FLOW, { slug: "s" }, null],
  ["flow-gone", "breaks logins", FLOW, { slug: "s" }, { slug: "s" }, replacement],
  [
    "flow-designation-changed",
    "breaks logins",
    FLOW,
    { designation: "stage_configuration" },
    { designation: "authorization" },
  ],
  [
    "flow-open-to-anyone",
    "weakens security",
    FLOW,
    { authentication: "require_authenticated" },
    { authentication: "none" },
  ],
  ["flow-open-to-anyone", "weakens security", FLOW, null, { authentication: "none" }],
  [
    "flow-closed-to-people",
    "breaks logins",
    FLOW,
    { authentication: "require_authenticated" },
    { authentication: "require_superuser" },
  ],
  [
    "flow-asks-for-login",
    "changes access",
    FLOW,
    { authentication: "none" },
    { authentication: "require_authenticated" },
  ],
  [
    "flow-designation-restored",
    "changes access",
    FLOW,
    { designation: "authorization" },
    { designation: "stage_configuration" },
  ],
  ["flow-slug-changed", "cosmetic", FLOW, { slug: "a" }, { slug: "b" }],
  [
    "flow-needs-one-policy",
    "weakens security",
    FLOW,
    { policy_engine_mode: "all" },
    { policy_engine_mode: "any" },
  ],
  [
    "flow-needs-all-policies",
    "changes access",
    FLOW,
    { policy_engine_mode: "any" },
    { policy_engine_mode: "all" },
  ],
  ["flow-looks-different", "cosmetic", FLOW, { title: "a" }, { title: "b" }],
  ["left-over-deleted", "cosmetic", PROVIDER, { name: "a" }, null, { deposed: "8d2f" }],
  ["provider-gone", "breaks logins", PROVIDER, { name: "a" }, null],
  [
    "client-becomes-confidential",
    "breaks logins",
    PROVIDER,
    { client_type: "public" },
    { client_type: "confidential" },
  ],
  [
    "client-becomes-public",
    "changes access",
    PROVIDER,
    { client_type: "confidential" },
    { client_type: "public" },
  ],
  [
    "grant-removed",
    "changes access",
    PROVIDER,
    { grant_types: [...GRANTS, "password"] },
    { grant_types: GRANTS },
  ],
  ["encryption-key-changed", "breaks logins", PROVIDER, { encryption_key: "a" }, { encryption_key: "b" }],
  [
    "claims-included",
    "changes access",
    PROVIDER,
    { include_claims_in_id_token: false },
    { include_claims_in_id_token: true },
  ],
  [
    "last-other-binding-gone",
    "weakens security",
    "authentik_policy_binding.mine",
    { target: "flow", enabled: true },
    { target: "flow", enabled: false },
  ],
  ["token-key-leaves-state", "cosmetic", TOKEN, { retrieve_key: true }, { retrieve_key: false }],
  ["client-id-changed", "breaks logins", PROVIDER, { client_id: "a" }, { client_id: "b" }],
  ["client-secret-changed", "changes access", PROVIDER, { client_secret: "a" }, { client_secret: "b" }],
  [
    "device-code-grant-missing",
    "breaks logins",
    PROVIDER,
    { grant_types: GRANTS },
    { grant_types: ["refresh_token"] },
  ],
  [
    "refresh-grant-missing",
    "breaks logins",
    PROVIDER,
    { grant_types: GRANTS },
    { grant_types: [DEVICE_CODE] },
  ],
  [
    "grant-added",
    "weakens security",
    PROVIDER,
    { grant_types: GRANTS },
    { grant_types: [...GRANTS, "password"] },
  ],
  [
    "exchange-grant-added",
    "changes access",
    PROVIDER,
    { grant_types: GRANTS },
    { grant_types: [...GRANTS, "urn:ietf:params:oauth:grant-type:token-exchange"] },
  ],
  [
    "exchange-grant-removed",
    "changes access",
    PROVIDER,
    { grant_types: [...GRANTS, "urn:ietf:params:oauth:grant-type:token-exchange"] },
    { grant_types: GRANTS },
  ],
  [
    "expected-grant-added",
    "changes access",
    PROVIDER,
    { grant_types: [DEVICE_CODE] },
    { grant_types: GRANTS },
  ],
  [
    "scope-removed",
    "breaks logins",
    PROVIDER,
    { property_mappings: ["a", "b"] },
    { property_mappings: ["a"] },
  ],
  [
    "scope-added",
    "changes access",
    PROVIDER,
    { property_mappings: ["a"] },
    { property_mappings: ["a", "b"] },
  ],
  ["signing-key-removed", "breaks logins", PROVIDER, { signing_key: "k" }, { signing_key: null }],
  ["signing-key-changed", "breaks logins", PROVIDER, { signing_key: "k" }, { signing_key: "l" }],
  ["signing-key-set", "changes access", PROVIDER, { signing_key: "" }, { signing_key: "l" }],
  ["signing-key-missing", "breaks logins", PROVIDER, null, { signing_key: null }],
  ["encryption-key-set", "breaks logins", PROVIDER, { encryption_key: null }, { encryption_key: "k" }],
  ["encryption-key-removed", "weakens security", PROVIDER, { encryption_key: "k" }, { encryption_key: null }],
  [
    "authorization-flow-changed",
    "changes access",
    PROVIDER,
    { authorization_flow: "a" },
    { authorization_flow: "b" },
  ],
  [
    "authentication-flow-changed",
    "changes access",
    PROVIDER,
    { authentication_flow: null },
    { authentication_flow: "b" },
  ],
  ["invalidation-flow-changed", "cosmetic", PROVIDER, { invalidation_flow: "a" }, { invalidation_flow: "b" }],
  [
    "token-lives-longer",
    "weakens security",
    PROVIDER,
    { refresh_token_validity: "days=1" },
    { refresh_token_validity: "hours=25" },
  ],
  [
    "token-lives-shorter",
    "changes access",
    PROVIDER,
    { access_token_validity: "hours=1" },
    { access_token_validity: "minutes=59;seconds=59" },
  ],
  [
    "refresh-threshold-changed",
    "changes access",
    PROVIDER,
    { refresh_token_threshold: "seconds=0" },
    { refresh_token_threshold: "hours=1" },
  ],
  [
    "redirect-uri-added",
    "weakens security",
    PROVIDER,
    { allowed_redirect_uris: [] },
    { allowed_redirect_uris: [URI] },
  ],
  [
    "redirect-uri-removed",
    "changes access",
    PROVIDER,
    { allowed_redirect_uris: [URI] },
    { allowed_redirect_uris: null },
  ],
  [
    "claims-left-out",
    "breaks logins",
    PROVIDER,
    { include_claims_in_id_token: true },
    { include_claims_in_id_token: false },
  ],
  ["subject-changed", "breaks logins", PROVIDER, { sub_mode: "hashed_user_id" }, { sub_mode: "user_email" }],
  ["issuer-changed", "breaks logins", PROVIDER, { issuer_mode: "per_provider" }, { issuer_mode: "global" }],
  [
    "foreign-tokens-trusted",
    "weakens security",
    PROVIDER,
    { jwt_federation_providers: [] },
    { jwt_federation_providers: [7] },
  ],
  [
    "foreign-tokens-refused",
    "changes access",
    PROVIDER,
    { jwt_federation_sources: ["s"] },
    { jwt_federation_sources: [] },
  ],
  ["logout-changed", "changes access", PROVIDER, { logout_uri: null }, { logout_uri: "https://x.example" }],
  ["provider-renamed", "cosmetic", PROVIDER, { name: "a" }, { name: "b" }],
  ["application-gone", "breaks logins", APPLICATION, { slug: "s" }, null],
  ["application-slug-changed", "breaks logins", APPLICATION, { slug: "a" }, { slug: "b" }],
  [
    "application-loses-provider",
    "breaks logins",
    APPLICATION,
    { protocol_provider: 1 },
    { protocol_provider: null },
  ],
  [
    "application-loses-provider",
    "breaks logins",
    APPLICATION,
    { protocol_provider: 1 },
    { protocol_provider: 0 },
  ],
  [
    "application-gets-provider",
    "changes access",
    APPLICATION,
    { protocol_provider: 0 },
    { protocol_provider: 1 },
  ],
  [
    "application-provider-changed",
    "breaks logins",
    APPLICATION,
    { protocol_provider: 1 },
    { protocol_provider: 2 },
  ],
  ["application-open-to-everyone", "changes access", APPLICATION, null, { protocol_provider: 1 }],
  [
    "application-needs-one-binding",
    "weakens security",
    APPLICATION,
    { policy_engine_mode: "all" },
    { policy_engine_mode: "any" },
  ],
  [
    "application-needs-all-bindings",
    "changes access",
    APPLICATION,
    { policy_engine_mode: "any" },
    { policy_engine_mode: "all" },
  ],
  [
    "application-backchannel-changed",
    "changes access",
    APPLICATION,
    { backchannel_providers: [] },
    { backchannel_providers: [3] },
  ],
  ["application-looks-different", "cosmetic", APPLICATION, { meta_icon: "a" }, { meta_icon: "b" }],
  ["last-binding-gone", "weakens security", ACCESS, { target: "app", enabled: true }, null, {}, unguarded],
  [
    "last-binding-gone",
    "weakens security",
    ACCESS,
    { target: "app", enabled: true },
    { target: "app", enabled: false },
    {},
    unguarded,
  ],
  [
    "last-binding-gone",
    "weakens security",
    ACCESS,
    { target: "app" },
    null,
    {},
    { prior: [application], planned: [application, other({ enabled: false })] },
  ],
  [
    "last-group-binding-gone",
    "breaks logins",
    DEVICE_ACCESS,
    { target: "group" },
    null,
    {},
    { prior: [group] },
  ],
  ["binding-gone", "changes access", ACCESS, { target: "app" }, null, {}, guarded],
  ["binding-gone", "changes access", ACCESS, { target: "app" }, null, {}, joined("any")],
  ["required-binding-gone", "weakens security", ACCESS, { target: "app" }, null, {}, joined("all")],
  [
    "negated-alternative-gone",
    "changes access",
    ACCESS,
    { target: "app", negate: true },
    null,
    {},
    joined("any"),
  ],
  [
    "negated-binding-gone",
    "weakens security",
    ACCESS,
    { target: "app", negate: true },
    null,
    {},
    joined("all"),
  ],
  ["required-binding-gone", "weakens security", ACCESS, { target: "app" }, null, {}, fromAllToAny()],
  [
    "negated-binding-gone",
    "weakens security",
    ACCESS,
    { target: "app", negate: true },
    null,
    {},
    fromAllToAny(),
  ],
  ["binding-added", "changes access", ACCESS, null, { target: "app" }, {}, fromAllToAny()],
  [
    "negated-binding-added",
    "weakens security",
    ACCESS,
    null,
    { target: "app", negate: true },
    {},
    fromAllToAny(),
  ],
  [
    "binding-names-others",
    "changes access",
    ACCESS,
    { target: "app", group: "a" },
    { target: "app", group: "b" },
    {},
    fromAllToAny(),
  ],
  [
    "repeated-binding-gone",
    "cosmetic",
    ACCESS,
    { target: "app", group: "g" },
    null,
    {},
    joined("any", { group: "g" }),
  ],
  [
    "binding-gone",
    "changes access",
    ACCESS,
    { target: "app", group: "g" },
    null,
    {},
    joined("any", { group: "g", negate: true }),
  ],
  ["disabled-binding-gone", "cosmetic", ACCESS, { target: "app", enabled: false }, null, {}, unguarded],
  ["negated-binding-gone", "weakens security", ACCESS, { target: "app", negate: true }, null, {}, guarded],
  ["first-binding-added", "changes access", ACCESS, null, { target: "app", enabled: true }, {}, unguarded],
  [
    "first-binding-added",
    "changes access",
    ACCESS,
    { target: "app", enabled: false },
    { target: "app", enabled: true },
    {},
    unguarded,
  ],
  ["first-bindings-added", "changes access", ACCESS, null, { target: "app" }, {}, joined("any", {}, true)],
  ["binding-added-to-unknown-mode", "changes access", ACCESS, null, { target: "app" }, {}, guarded],
  ["binding-added-to-unknown-mode", "changes access", DEVICE_ACCESS, null, { enabled: true }],
  ["binding-added", "changes access", DEVICE_ACCESS, null, { target: "group" }, {}, { planned: [group] }],
  ["binding-added", "changes access", ACCESS, null, { target: "app" }, {}, joined("any")],
  ["required-binding-added", "changes access", ACCESS, null, { target: "app" }, {}, joined("all")],
  ["required-binding-added", "changes access", ACCESS, null, { target: "app" }, {}, joined("all", {}, true)],
  [
    "repeated-binding-added",
    "cosmetic",
    ACCESS,
    null,
    { target: "app", user: 7 },
    {},
    joined("all", { user: 7 }),
  ],
  ["binding-created-disabled", "cosmetic", ACCESS, null, { target: "app", enabled: false }],
  [
    "negated-binding-added",
    "weakens security",
    ACCESS,
    null,
    { target: "app", negate: true },
    {},
    joined("any"),
  ],
  [
    "negated-binding-added",
    "weakens security",
    ACCESS,
    null,
    { target: "app", negate: true },
    {},
    joined("any", {}, true),
  ],
  [
    "excluding-binding-added",
    "changes access",
    ACCESS,
    null,
    { target: "app", negate: true },
    {},
    joined("all"),
  ],
  ["excluding-binding-added", "changes access", ACCESS, null, { target: "app", negate: true }, {}, unguarded],
  ["binding-negated", "weakens security", ACCESS, { negate: false }, { negate: true }],
  [
    "disabled-binding-turned-around",
    "cosmetic",
    ACCESS,
    { enabled: false, negate: true },
    { enabled: false, negate: false },
  ],
  ["binding-not-negated", "changes access", ACCESS, { negate: true }, { negate: false }],
  [
    "binding-passes-on-failure",
    "weakens security",
    ACCESS,
    { failure_result: false },
    { failure_result: true },
  ],
  [
    "binding-refuses-on-failure",
    "changes access",
    ACCESS,
    { failure_result: true },
    { failure_result: false },
  ],
  ["binding-names-others", "changes access", ACCESS, { group: "a" }, { group: "b" }],
  ["binding-names-others", "changes access", ACCESS, { group: "a", user: 0 }, { group: "", user: 3 }],
  [
    "required-binding-names-others",
    "changes access",
    ACCESS,
    { target: "app", group: "a" },
    { target: "app", group: "b" },
    {},
    joined("all"),
  ],
  [
    "negated-binding-names-others",
    "changes access",
    ACCESS,
    { group: "a", negate: true },
    { group: "b", negate: true },
  ],
  [
    "disabled-binding-names-others",
    "cosmetic",
    ACCESS,
    { enabled: false, group: "a" },
    { enabled: false, group: "b" },
  ],
  ["binding-moved", "changes access", ACCESS, { target: "a" }, { target: "b" }],
  ["binding-evaluated-differently", "cosmetic", ACCESS, { order: 0 }, { order: 1 }],
  ["connector-gone", "breaks logins", CONNECTOR, { name: "a" }, null],
  ["connector-disabled", "breaks logins", CONNECTOR, { enabled: true }, { enabled: false }],
  ["connector-enabled", "changes access", CONNECTOR, { enabled: false }, { enabled: true }],
  [
    "federated-provider-removed",
    "breaks logins",
    CONNECTOR,
    { jwt_federation_providers: [1] },
    { jwt_federation_providers: [] },
  ],
  ["no-federated-provider", "breaks logins", CONNECTOR, null, { jwt_federation_providers: [] }],
  [
    "federated-provider-added",
    "weakens security",
    CONNECTOR,
    { jwt_federation_providers: [1] },
    { jwt_federation_providers: [1, 2] },
  ],
  [
    "own-provider-federated",
    "changes access",
    CONNECTOR,
    { jwt_federation_providers: [] },
    { jwt_federation_providers: [1] },
    {},
    { prior: [resource(PROVIDER, { id: "1" })] },
  ],
  ["uid-offset-changed", "weakens security", CONNECTOR, { nss_uid_offset: 2000 }, { nss_uid_offset: 1000 }],
  ["uid-offset-changed", "weakens security", CONNECTOR, { nss_gid_offset: 4000 }, { nss_gid_offset: 1000 }],
  [
    "device-session-longer",
    "weakens security",
    CONNECTOR,
    { auth_session_duration: "hours=8" },
    { auth_session_duration: "days=8" },
  ],
  [
    "device-session-shorter",
    "changes access",
    CONNECTOR,
    { auth_session_duration: "hours=8" },
    { auth_session_duration: "hours=1" },
  ],
  [
    "session-outlives-expiry",
    "weakens security",
    CONNECTOR,
    { auth_terminate_session_on_expiry: true },
    { auth_terminate_session_on_expiry: false },
  ],
  [
    "session-ends-on-expiry",
    "changes access",
    CONNECTOR,
    { auth_terminate_session_on_expiry: false },
    { auth_terminate_session_on_expiry: true },
  ],
  [
    "device-login-flow-removed",
    "breaks logins",
    CONNECTOR,
    { authorization_flow: "a" },
    { authorization_flow: null },
  ],
  [
    "device-login-flow-set",
    "changes access",
    CONNECTOR,
    { authorization_flow: null },
    { authorization_flow: "a" },
  ],
  [
    "device-login-flow-changed",
    "changes access",
    CONNECTOR,
    { authorization_flow: "a" },
    { authorization_flow: "b" },
  ],
  [
    "refresh-slower",
    "cosmetic",
    CONNECTOR,
    { refresh_interval: "minutes=30" },
    { refresh_interval: "hours=1" },
  ],
  [
    "refresh-quicker",
    "cosmetic",
    CONNECTOR,
    { refresh_interval: "minutes=30" },
    { refresh_interval: "seconds=30" },
  ],
  [
    "device-facts-live-longer",
    "weakens security",
    CONNECTOR,
    { snapshot_expiry: "hours=24" },
    { snapshot_expiry: "days=2" },
  ],
  [
    "device-facts-live-shorter",
    "changes access",
    CONNECTOR,
    { snapshot_expiry: "hours=24" },
    { snapshot_expiry: "hours=1" },
  ],
  ["challenge-key-removed", "weakens security", CONNECTOR, { challenge_key: "k" }, { challenge_key: "" }],
  ["challenge-key-changed", "changes access", CONNECTOR, { challenge_key: "k" }, { challenge_key: "l" }],
  ["challenge-key-set", "changes access", CONNECTOR, { challenge_key: null }, { challenge_key: "l" }],
  [
    "challenge-behaves-differently",
    "changes access",
    CONNECTOR,
    { challenge_idle_timeout: "seconds=3" },
    { challenge_idle_timeout: "seconds=5" },
  ],
  ["connector-renamed", "cosmetic", CONNECTOR, { name: "a" }, { name: "b" }],
  ["group-lets-nobody-in", "breaks logins", GROUP, null, { name: "laptops" }],
  ["group-gone", "breaks logins", GROUP, { name: "laptops" }, null],
  ["group-renamed", "cosmetic", GROUP, { name: "a" }, { name: "b" }],
  ["token-never-expires", "weakens security", TOKEN, { expiring: true }, { expiring: false }],
  ["token-expires", "changes access", TOKEN, { expiring: false }, { expiring: true }],
  ["token-key-in-state", "weakens security", TOKEN, { retrieve_key: false }, { retrieve_key: true }],
  [
    "token-expires-later",
    "weakens security",
    TOKEN,
    { expires: "2026-01-01T00:00:00Z" },
    { expires: "2027-01-01T00:00:00Z" },
  ],
  [
    "token-expires-sooner",
    "changes access",
    TOKEN,
    { expires: "2026-01-01T02:00:00+02:00" },
    { expires: "2025-12-31T23:59:59Z" },
  ],
  ["token-added", "changes access", TOKEN, null, { expiring: true }],
  ["token-gone", "changes access", TOKEN, { expiring: true }, null],
  [
    "token-enrols-elsewhere",
    "changes access",
    TOKEN,
    { device_access_group: "a" },
    { device_access_group: "b" },
  ],
  [
    "token-enrols-into-no-group",
    "breaks logins",
    TOKEN,
    { device_access_group: "a" },
    { device_access_group: null },
  ],
  ["token-renamed", "cosmetic", TOKEN, { name: "a" }, { name: "b" }],
  ["device-check-optional", "weakens security", STAGE, { mode: "required" }, { mode: "optional" }],
  ["device-check-required", "changes access", STAGE, { mode: "optional" }, { mode: "required" }],
  ["device-check-gone", "weakens security", STAGE, { mode: "required" }, null],
  ["device-check-moved", "changes access", STAGE, { connector: "a" }, { connector: "b" }],
  ["device-check-renamed", "cosmetic", STAGE, { name: "a" }, { name: "b" }],
  ["stage-binding-gone", "weakens security", STAGE_BINDING, { stage: "s" }, null, {}, bound("required")],
  ["required-stage-bound", "breaks logins", STAGE_BINDING, null, { stage: "s" }, {}, bound("required")],
  ["optional-stage-bound", "changes access", STAGE_BINDING, null, { stage: "s" }, {}, bound("optional")],
  [
    "stage-bound-elsewhere",
    "changes access",
    STAGE_BINDING,
    { stage: "s", target: "f" },
    { stage: "s", target: "g" },
    {},
    bound("required"),
  ],
  [
    "stage-bound-elsewhere",
    "changes access",
    STAGE_BINDING,
    { stage: "s" },
    { stage: "t" },
    {},
    bound("required"),
  ],
  ["stage-moved-in-flow", "changes access", STAGE_BINDING, { order: 10 }, { order: 15 }],
  [
    "stage-policies-evaluated-differently",
    "changes access",
    STAGE_BINDING,
    { evaluate_on_plan: true },
    { evaluate_on_plan: false },
  ],
  [
    "failed-check-goes-on-differently",
    "changes access",
    STAGE_BINDING,
    { invalid_response_action: "retry" },
    { invalid_response_action: "restart" },
  ],
  ["object-forgotten", "cosmetic", BRAND, { domain: "d" }, null, { actions: ["forget"] }],
];

const API_GRANTED = "api-scope-granted: weakens security";

/** Changes that mean more than one thing: codes with their severities. */
const COMPOUND: readonly (readonly [codes: string[], ...Situation])[] = [
  ...CLI_APPLICATION_COMPOUNDS,
  [
    ["offline-access-missing: breaks logins", "scope-added: changes access", API_GRANTED],
    PROVIDER,
    { property_mappings: [] },
    { property_mappings: ["a"] },
    {},
    scopes(scope("openid"), scope("profile"), scope("authentik_api")),
  ],
  [
    ["openid-missing: breaks logins", "scope-added: changes access", API_GRANTED],
    PROVIDER,
    { property_mappings: [] },
    { property_mappings: ["a"] },
    {},
    scopes(scope("offline_access"), scope("profile"), scope("authentik_api")),
  ],
  [
    ["profile-missing: breaks logins"],
    PROVIDER,
    null,
    { signing_key: "k", property_mappings: ["a"] },
    {},
    scopes(scope("openid"), scope("offline_access"), scope("authentik_api")),
  ],
  [
    [API_GRANTED, "scope-added: changes access"],
    PROVIDER,
    { property_mappings: [] },
    { property_mappings: ["a"] },
    {},
    scopes(scope("openid"), scope("profile"), scope("offline_access"), scope("authentik_api")),
  ],
  [
    ["api-scope-missing: changes access", "scope-removed: breaks logins"],
    PROVIDER,
    { property_mappings: ["a", "b"] },
    { property_mappings: ["a"] },
    {},
    scopes(scope("openid"), scope("profile"), scope("offline_access")),
  ],
  [
    ["redirect-uri-added: weakens security", "redirect-uri-is-a-pattern: weakens security"],
    PROVIDER,
    { allowed_redirect_uris: [] },
    { allowed_redirect_uris: [{ ...URI, matching_mode: "regex" }] },
  ],
  [
    [
      "device-code-grant-missing: breaks logins",
      "refresh-grant-missing: breaks logins",
      "grant-added: weakens security",
    ],
    PROVIDER,
    null,
    { grant_types: ["implicit"], signing_key: "k" },
  ],
  [
    [
      "token-never-expires: weakens security",
      "token-key-in-state: weakens security",
      "token-added: changes access",
    ],
    TOKEN,
    null,
    { expiring: false, retrieve_key: true },
  ],
  [
    ["token-added: changes access", "object-forgotten: cosmetic"],
    TOKEN,
    { id: "a" },
    {},
    { actions: ["create", "forget"], unknown: { id: true } },
  ],
  [
    ["application-open-to-everyone: changes access", "object-forgotten: cosmetic"],
    APPLICATION,
    { id: "a" },
    {},
    { actions: ["create", "forget"], unknown: { id: true } },
  ],
  [
    ["group-lets-nobody-in: breaks logins", "object-forgotten: cosmetic"],
    GROUP,
    { id: "a" },
    {},
    { actions: ["create", "forget"], unknown: { id: true } },
  ],
  [["object-forgotten: cosmetic"], PROVIDER, { id: "1" }, null, { actions: ["forget"], deposed: "8d2f" }],
  [["connector-disabled: breaks logins"], CONNECTOR, null, { enabled: false, jwt_federation_providers: [1] }],
];

const seen = (...[address, before, after, rest = {}, plan = {}]: Situation) => {
  const change = changeOf(address, before, after, rest);
  return plannedChanges(planOf(change, plan)).changes[0]?.consequences ?? [];
};

test.each(EXAMPLES.map(([code, severity, ...situation]) => ({ code, severity, situation })))(
  "$code $severity",
  ({ code, severity, situation }) => {
    const consequences = seen(...situation);

    expect(consequences.map((consequence) => [consequence.code, consequence.severity])).toEqual([
      [code, severity],
    ]);
  },
);

test.each(COMPOUND.map(([codes, ...situation]) => ({ codes, situation })))(
  "$codes together",
  ({ codes, situation }) => {
    const consequences = seen(...situation);

    expect(consequences.map(({ code, severity }) => `${code}: ${severity}`).sort()).toEqual(
      [...codes].sort(),
    );
  },
);

const ROWS = [...[...MANAGED, ...OF_CLI_APPLICATIONS].flatMap(consequenceRows), ...GENERAL_CONSEQUENCES];

test("every row of objects/ has an example", () => {
  const rows = ROWS.map(({ code }) => code);

  const shown = new Set([
    ...EXAMPLES.map(([code]) => code),
    ...COMPOUND.flatMap(([codes]) => codes.map((each) => each.split(":")[0])),
  ]);

  expect(rows.filter((code) => !shown.has(code))).toEqual([]);
  // What the CLI and applications of the command line have in common means the same.
  expect(new Set(ROWS.map(({ code, text }) => `${code}: ${text}`)).size).toBe(new Set(rows).size);
});

test("the CLI's provider and that of an application of the command line are told by what they are related to", () => {
  const { cli, application: ofApplication, plan } = ALIKE;
  const codes = (address: string) =>
    seen(address, { client_id: "a" }, { client_id: "b" }, {}, plan).map(({ code }) => code);

  expect(codes(cli)).toEqual(["client-id-changed"]);
  expect(codes(ofApplication)).toEqual(["cli-application-client-id-changed"]);
});

test("every row says what it means in one sentence and links to a documentation page", () => {
  for (const { severity, text, docs } of ROWS) {
    expect(SEVERITIES).toContain(severity);
    expect(text).toMatch(/^[`*{]*[a-z].*[^.]$/);
    expect(docs).toMatch(/^https:\/\/(docs\.goauthentik\.io|developer\.hashicorp\.com)\/[\w/-]+(#[\w-]+)?$/);
  }
});

test("scopes that are written in another order lack nothing that they had before", () => {
  const inOrder = [{ property_mappings: ["a", "b"] }, { property_mappings: ["b", "a"] }] as const;
  expect(seen(PROVIDER, ...inOrder, {}, scopes(scope("openid")))).toEqual([]);
});

test.each([
  [
    "a duration written in another way",
    PROVIDER,
    { access_token_validity: "minutes=60" },
    { access_token_validity: "hours=1" },
  ],
  ["an empty text in place of nothing", CONNECTOR, { authorization_flow: "" }, { authorization_flow: null }],
  ["an attribute that nobody notices", PROVIDER, { id: "1" }, { id: "2" }],
  ["an object of another type", "authentik_group.g", { name: "a" }, { name: "b" }],
])("%s has no consequence", (_, address, before, after) => {
  expect(seen(address, before, after)).toEqual([]);
});

test.each(
  Object.values(AuthenticationEnum).filter((value) => value !== AuthenticationEnum.UnknownDefaultOpenApi),
)("a flow that comes to ask for %s has a consequence", (authentication) => {
  const before = authentication === "none" ? "require_authenticated" : "none";

  expect(seen(FLOW, { authentication: before }, { authentication })).toHaveLength(1);
});

test("a binding that goes with its application opens nothing", () => {
  const binding = changeOf(ACCESS, { target: "app" }, null);
  const plan = planOf(binding, {
    resourceChanges: [binding, changeOf(APPLICATION, { uuid: "app" }, null)],
    prior: [application],
  });

  expect(consequencesOf(binding, "delete", plan)).toEqual([]);
});

test("a binding is told by its target whatever its name is", () => {
  const codes = seen(
    "authentik_policy_binding.mine",
    { target: "app" },
    null,
    {},
    { prior: [application] },
  ).map(({ code }) => code);

  expect(codes).toEqual(["last-binding-gone"]);
});

test("a group that gets its binding in the same plan lets people in", () => {
  const plan = parsePlanJson(fixture("first-apply"));

  const codes = plannedChanges(plan).changes.flatMap(({ consequences }) =>
    consequences.map(({ code }) => code),
  );

  expect(codes).not.toContain("group-lets-nobody-in");
  expect(codes).not.toContain("application-open-to-everyone");
  expect(codes).toContain("first-binding-added");
});

test("the worst consequence comes first", () => {
  const severities = seen(
    PROVIDER,
    { name: "a", client_type: "public", refresh_token_validity: "days=1" },
    { name: "b", client_type: "confidential", refresh_token_validity: "days=2" },
  ).map(({ severity }) => severity);

  expect(severities).toEqual(["breaks logins", "weakens security", "cosmetic"]);
});

describe("beside other applications", () => {
  const OTHER = "authentik_provider_oauth2.grafana";
  const connector = resource(CONNECTOR, { id: "c", jwt_federation_providers: [1] });
  const cli = resource(PROVIDER, { id: "1" });
  const grafana = resource(OTHER, { id: "2" });
  const mixed = { prior: [connector, cli, grafana] };

  const situations: readonly Situation[] = [
    [OTHER, { id: "2", client_type: "public" }, { id: "2", client_type: "confidential" }, {}, mixed],
    [OTHER, null, { client_type: "confidential", grant_types: ["authorization_code"] }, {}, mixed],
    ["authentik_application.wiki", null, { protocol_provider: 2, uuid: "w" }, {}, mixed],
    ["authentik_application.links", { slug: "a", uuid: "l" }, { slug: "b", uuid: "l" }, {}, mixed],
    [
      "authentik_flow.login",
      { uuid: "l", authentication: "none" },
      { uuid: "l", authentication: "require_unauthenticated" },
      {},
      { prior: [resource(BRAND, { flow_device_code: "d" }), resource(FLOW, { uuid: "d" })] },
    ],
  ];

  test.each(situations.map((situation) => ({ situation })))(
    "$situation.0 breaks no agent's login",
    ({ situation }) => {
      const severities = seen(...situation).map(({ severity }) => severity);

      expect(severities).not.toContain("breaks logins");
    },
  );

  test("another team's stage that leaves a flow means nothing to the agent", () => {
    const password = resource("authentik_stage_password.password", { id: "p" });

    expect(seen(STAGE_BINDING, { target: "f", stage: "p" }, null, {}, { prior: [password] })).toEqual([]);
  });

  test("what the connector federates is the agent's, also while the connector loses it", () => {
    const lost = changeOf(CONNECTOR, { jwt_federation_providers: [1] }, { jwt_federation_providers: [] });
    const change = changeOf(
      PROVIDER,
      { id: "1", client_type: "public" },
      { id: "1", client_type: "confidential" },
    );

    const codes = consequencesOf(
      change,
      "update",
      planOf(change, { resourceChanges: [change, lost], prior: [cli, grafana] }),
    ).map(({ code }) => code);

    expect(codes).toEqual(["client-becomes-confidential"]);
  });
});

describe("in modules and with indexes", () => {
  const address = 'module.agent["a.b"].authentik_application.apps["x"]';
  const binding = 'module.agent["a.b"].authentik_policy_binding.apps["x"]';
  const configured = new Map([
    [
      "module.agent.authentik_policy_binding.apps",
      new Map([["target", ["module.agent.authentik_application.apps", "module.agent.each.key"]]]),
    ],
  ]);
  const inModule = (where: string, values: Attributes): Resource => ({
    ...resource(where, values),
    type: where === address ? "authentik_application" : "authentik_policy_binding",
  });
  const created = (where: string) =>
    changeOf(where, null, { enabled: true }, { type: inModule(where, {}).type, name: "apps" });
  const plan = planOf(created(address), {
    planned: [inModule(address, {}), inModule(binding, { enabled: true })],
    configured,
  });

  test("a new application that gets its binding is not open to everyone", () => {
    const codes = consequencesOf(created(address), "create", plan).map(({ code }) => code);

    expect(codes).not.toContain("application-open-to-everyone");
  });

  test("a binding is told by its target", () => {
    const codes = consequencesOf(created(binding), "create", plan).map(({ code }) => code);

    expect(codes).toEqual(["first-binding-added"]);
  });

  test("an application is not called open where a binding's target is not told", () => {
    const codes = consequencesOf(created(address), "create", { ...plan, configured: new Map() }).map(
      ({ code }) => code,
    );

    expect(codes).not.toContain("application-open-to-everyone");
  });
});

test("five thousand bindings are judged before the test times out", () => {
  const bindings = Array.from({ length: 5000 }, (_, index) =>
    changeOf(`authentik_policy_binding.b${index}`, null, { target: `t${index % 50}`, enabled: true }),
  );
  const plan = planOf(changeOf(APPLICATION, {}, {}), {
    resourceChanges: bindings,
    planned: bindings.map(({ address, after }) => resource(address, after ?? {})),
  });

  const { changes } = plannedChanges(plan);

  expect(changes).toHaveLength(5000);
});

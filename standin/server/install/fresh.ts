import { randomBytes, randomUUID } from "node:crypto";
import { record } from "../core/events";
import { SCOPE_EXPRESSIONS } from "../core/expressions";
import type { JsonObject, Row } from "../core/json";
import type { Resource } from "../core/resource";
import { roleOf } from "../core/rights";
import { insertInto } from "../core/routes";
import type { Store } from "../core/store";
import type { KeyPair } from "./certificate";
import { DEFAULT_FLOWS, DEFAULT_STAGES } from "./flows";

const FIRST_USER = 3;

const PASSWORD_POLICY = {
  password_field: "password",
  amount_digits: 0,
  amount_uppercase: 0,
  amount_lowercase: 0,
  amount_symbols: 0,
  length_min: 8,
  symbol_charset: "!\\\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~ ",
  error_message: "Password needs to be 8 characters or longer.",
  check_static_rules: true,
  check_have_i_been_pwned: false,
  check_zxcvbn: true,
  hibp_allowed_count: 0,
  zxcvbn_score_threshold: 2,
};

const MATCHED_EVENTS = {
  "default-match-configuration-error": "configuration_error",
  "default-match-configuration-warning": "configuration_warning",
  "default-match-policy-exception": "policy_exception",
  "default-match-property-mapping-exception": "property_mapping_exception",
  "default-match-update": "update_available",
};

/** Policies that check what is entered in a prompt. */
const PROMPT_POLICIES = ["default-password-change-password-policy", "default-user-settings-authorization"];

/** Expression policies and whether they pass where nobody is in the middle of a flow. */
const EXPRESSION_POLICIES = {
  "default-authentication-flow-authenticator-validate-stage": true,
  "default-authentication-flow-password-stage": true,
  "default-oobe-flow-set-authentication": true,
  "default-oobe-password-usable": false,
  "default-oobe-prefill-user": true,
  "default-source-authentication-if-sso": false,
  "default-source-enrollment-if-sso": false,
  "default-source-enrollment-if-username": true,
  "default-user-settings-authorization": true,
};

type Scope = keyof typeof SCOPE_EXPRESSIONS;

const SCOPES: [managed: string, scope: Scope, name: string, description: string][] = [
  ["oauth2/scope-openid", "openid", "OpenID 'openid'", ""],
  ["oauth2/scope-email", "email", "OpenID 'email'", "Email address"],
  ["oauth2/scope-profile", "profile", "OpenID 'profile'", "General Profile Information"],
  ["oauth2/scope-entitlements", "entitlements", "Application Entitlements", "Application entitlements"],
  [
    "oauth2/scope-offline_access",
    "offline_access",
    "OpenID 'offline_access'",
    "Access to request new tokens without interaction",
  ],
  [
    "oauth2/scope-authentik_api",
    "goauthentik.io/api",
    "authentik API access",
    "authentik API Access on behalf of your user",
  ],
  ["proxy/scope-proxy", "ak_proxy", "Proxy outpost", "authentik Proxy - User information"],
];

/** Fills an empty store with what a freshly installed authentik has. */
export function installFresh(
  resources: readonly Resource[],
  store: Store,
  keyPair: KeyPair,
  now: Date,
): void {
  const add = (path: string, values: JsonObject): Row => {
    const resource = resources.find((candidate) => candidate.path === path);
    if (!resource) throw new Error(`no collection ${path}`);
    return insertInto(resource, values, store);
  };
  addPolicies(store);
  addFlows(add, store);
  const akadmin = addPeople(add, store);
  for (const [managed, scope_name, name, description] of SCOPES)
    add("propertymappings/provider/scope", {
      managed: `goauthentik.io/providers/${managed}`,
      name: `authentik default OAuth Mapping: ${name}`,
      expression: SCOPE_EXPRESSIONS[scope_name].text,
      scope_name,
      description,
    });
  add("crypto/certificatekeypairs", {
    name: "authentik Self-signed Certificate",
    certificate_data: keyPair.certificate,
    key_data: keyPair.privateKey,
  });
  const flow = (slug: string) => store.find("flow", (row) => row.slug === slug)?.pk;
  add("core/brands", {
    domain: "authentik-default",
    default: true,
    flow_authentication: flow("default-authentication-flow"),
    flow_invalidation: flow("default-invalidation-flow"),
    flow_user_settings: flow("default-user-settings-flow"),
  });
  for (let event = 0; event < 2; event++)
    record(store, now, {
      action: "password_set",
      app: "authentik.events.signals",
      user: akadmin,
      context: {},
    });
}

function addPolicies(store: Store): void {
  const add = (kind: string, name: string, attributes: JsonObject) =>
    store.insert("policy", {
      pk: randomUUID(),
      kind,
      name,
      execution_logging: false,
      ...attributes,
      promptStages: PROMPT_POLICIES.includes(name) ? 1 : 0,
      // Bound to what the stand-in has no policies on: notification rules, stages of default flows.
      unseenBindings: [...PROMPT_POLICIES, ...DEFAULT_FLOWS.map(({ policy }) => policy)].includes(name)
        ? 0
        : 1,
    });
  for (const [name, passes] of Object.entries(EXPRESSION_POLICIES))
    add("expression", name, { expression: `return ${passes ? "True" : "False"}` });
  for (const [name, action] of Object.entries(MATCHED_EVENTS))
    add("event_matcher", name, {
      settings: { action, client_ip: null, app: null, model: null, query: null },
    });
  add("password", "default-password-change-password-policy", { settings: PASSWORD_POLICY });
}

function addFlows(add: (path: string, values: JsonObject) => Row, store: Store): void {
  for (const [name, kind] of DEFAULT_STAGES) store.insert("stage", { pk: randomUUID(), name, kind });
  for (const { stages, policy, ...attributes } of DEFAULT_FLOWS) {
    const flow = add("flows/instances", attributes);
    stages.forEach((name, index) => {
      const stage = store.find("stage", (row) => row.name === name);
      add("flows/bindings", { target: flow.pk, stage: stage?.pk, order: index * 10 });
    });
    const bound = policy && store.find("policy", (row) => row.name === policy);
    if (bound) add("policies/bindings", { target: flow.pbm, policy: bound.pk, order: 0 });
  }
}

function addPeople(add: (path: string, values: JsonObject) => Row, store: Store): Row {
  const readOnly = store.insert("role", {
    pk: randomUUID(),
    ...roleOf("authentik Read-only", [{ may: "view", path: "*" }]),
  });
  const admins = add("core/groups", { name: "authentik Admins", is_superuser: true });
  add("core/groups", {
    name: "authentik Read-only",
    attributes: {
      notes: "An group with an auto-generated role that allows read-only permissions on all objects.\n",
    },
    roles: [readOnly.pk],
  });
  const akadmin = add("core/users", {
    pk: store.nextNumber("user", FIRST_USER),
    username: "akadmin",
    name: "authentik Default Admin",
    email: "root@example.com",
    groups: [admins.pk],
  });
  const outpostRole = store.insert("role", {
    pk: randomUUID(),
    name: `ak-managed-role--user-${FIRST_USER + 1}`,
  });
  add("core/users", {
    username: `ak-outpost-${randomBytes(16).toString("hex")}`,
    name: "Outpost authentik Embedded Outpost Service-Account",
    roles: [outpostRole.pk],
    path: "goauthentik.io/outposts",
    type: "internal_service_account",
  });
  return akadmin;
}

import type { Api, ApiObject } from "./api";

type Attributes = Record<string, unknown>;

/** Objects that changed attributes can point to instead. */
export interface Others {
  /** What the names of everything the tests make begin with. */
  readonly prefix: string;
  readonly flow: string;
  readonly group: string;
  readonly user: number;
  readonly connector: string;
  readonly bindingTarget: string;
  readonly stage: string;
}

/** What someone else sets the attribute to, over the API. */
export interface Mutation {
  readonly field: string;
  readonly value: (others: Others, attributes: Attributes) => unknown;
}

/** An attribute whose change behind Terraform's back a plan does not notice, or an apply does not repair. */
export interface Exception {
  /** The trap's number in the facts, or the reason where the facts do not count it. */
  readonly trap: number | string;
}

export interface ResourceMutations {
  /** Path of the object in the API. */
  readonly path: (attributes: Attributes) => string;
  readonly changed: Readonly<Record<string, Mutation>>;
  readonly exceptions?: Readonly<Record<string, Exception>>;
  /** Attributes that the stack leaves to others, each with the reason. */
  readonly unmanaged?: Readonly<Record<string, string>>;
}

const to = (value: unknown): Omit<Mutation, "field"> => ({ value: () => value });
const toSomeones = (thing: string): Omit<Mutation, "field"> => ({
  value: ({ prefix }) => `${prefix}-someones-${thing}`,
});
const toOther = (other: Exclude<keyof Others, "prefix">): Omit<Mutation, "field"> => ({
  value: (others) => others[other],
});

/** Fills in the API's field, which mostly has the attribute's name. */
function named(
  mutations: Record<string, Omit<Mutation, "field">>,
  fields: Record<string, string> = {},
): Record<string, Mutation> {
  return Object.fromEntries(
    Object.entries(mutations).map(([attribute, mutation]) => [
      attribute,
      { field: fields[attribute] ?? attribute, ...mutation },
    ]),
  );
}

const IDENTITY = "it is the object's Terraform id: a change shows as a creation";
const OTHERS = "belongs to others: ignored on purpose";
const SERVER_ASSIGNED = "the server assigns it";

/** Per resource type, what is changed to what; every attribute of the bindings has its place here. */
export const MUTATIONS: Readonly<Record<string, ResourceMutations>> = {
  authentik_flow: {
    path: ({ slug }) => `/flows/instances/${slug}/`,
    changed: named({
      name: toSomeones("flow"),
      title: to("Someone's title"),
      designation: to("authentication"),
      authentication: to("none"),
      layout: to("sidebar_left"),
      background: to("/static/dist/assets/images/other.jpg"),
      policy_engine_mode: to("all"),
      denied_action: to("continue"),
      compatibility_mode: to(false),
    }),
    exceptions: { slug: { trap: IDENTITY } },
    unmanaged: { uuid: SERVER_ASSIGNED },
  },
  authentik_brand: {
    path: ({ id }) => `/core/brands/${id}/`,
    changed: named({ flow_device_code: to(null), default: to(false) }),
    exceptions: { domain: { trap: 8 } },
    unmanaged: {
      attributes: OTHERS,
      branding_custom_css: OTHERS,
      branding_default_flow_background: OTHERS,
      branding_favicon: OTHERS,
      branding_logo: OTHERS,
      branding_title: OTHERS,
      client_certificates: OTHERS,
      default_application: OTHERS,
      flow_authentication: OTHERS,
      flow_invalidation: OTHERS,
      flow_lockdown: OTHERS,
      flow_recovery: OTHERS,
      flow_unenrollment: OTHERS,
      flow_user_settings: OTHERS,
      web_certificate: OTHERS,
    },
  },
  authentik_provider_oauth2: {
    path: ({ id }) => `/providers/oauth2/${id}/`,
    changed: named(
      {
        name: toSomeones("provider"),
        client_type: to("confidential"),
        client_id: toSomeones("client"),
        authorization_flow: toOther("flow"),
        authentication_flow: to(null),
        invalidation_flow: toOther("flow"),
        signing_key: to(null),
        property_mappings: to([]),
        grant_types: to(["authorization_code"]),
        allowed_redirect_uris: to([{ matching_mode: "strict", url: "https://example.com/callback" }]),
        access_code_validity: to("minutes=7"),
        access_token_validity: to("hours=7"),
        refresh_token_validity: to("days=7"),
        refresh_token_threshold: to("seconds=7"),
        include_claims_in_id_token: to(false),
        issuer_mode: to("global"),
        sub_mode: to("user_username"),
        logout_method: to("frontchannel"),
      },
      { allowed_redirect_uris: "redirect_uris" },
    ),
    exceptions: { logout_uri: { trap: 2 } },
    unmanaged: {
      client_secret: "a public client has none to check, and it stays out of the code",
      encryption_key: "none configured: no key to point to on a fresh installation",
      jwks_sources: "deprecated in the provider",
      jwt_federation_providers: "none configured: no other provider on a fresh installation",
      jwt_federation_sources: "none configured: no source on a fresh installation",
    },
  },
  authentik_application: {
    path: ({ slug }) => `/core/applications/${slug}/`,
    changed: named(
      {
        name: toSomeones("application"),
        protocol_provider: to(null),
        group: to("Someone's group"),
        meta_launch_url: to("https://example.com/someone"),
        meta_icon: to("https://example.com/someone.png"),
        meta_description: to("Someone's description"),
        meta_publisher: to("Someone"),
        policy_engine_mode: to("all"),
        open_in_new_tab: to(true),
        meta_hide: to(true),
      },
      { protocol_provider: "provider" },
    ),
    exceptions: { slug: { trap: IDENTITY } },
    unmanaged: {
      backchannel_providers: "none configured: no such provider on a fresh installation",
      uuid: SERVER_ASSIGNED,
    },
  },
  authentik_policy_binding: {
    path: ({ id }) => `/policies/bindings/${id}/`,
    changed: {
      ...named({
        target: toOther("bindingTarget"),
        // Each binding's own, since authentik moves none to the order of another one.
        order: { value: (_, { order }) => Number(order) - 7 },
        negate: to(true),
        enabled: to(false),
        timeout: to(7),
        failure_result: to(true),
        group: toOther("group"),
        user: toOther("user"),
      }),
    },
    unmanaged: { policy: "none configured: the stack takes its UUID as given" },
  },
  authentik_endpoints_connector_agent: {
    path: ({ id }) => `/endpoints/agents/connectors/${id}/`,
    changed: named({
      name: toSomeones("connector"),
      enabled: to(false),
      snapshot_expiry: to("hours=7"),
      auth_session_duration: to("hours=7"),
      auth_terminate_session_on_expiry: to(false),
      refresh_interval: to("minutes=7"),
      authorization_flow: to(null),
      nss_uid_offset: to(7),
      nss_gid_offset: to(7),
      challenge_key: to(null),
      challenge_idle_timeout: to("seconds=7"),
      challenge_trigger_check_in: to(false),
      jwt_federation_providers: to([]),
    }),
  },
  authentik_endpoints_device_access_group: {
    path: ({ id }) => `/endpoints/device_access_groups/${id}/`,
    changed: named({ name: toSomeones("devices") }),
  },
  authentik_endpoints_connector_agent_enrollment_token: {
    path: ({ id }) => `/endpoints/agents/enrollment_tokens/${id}/`,
    changed: named(
      {
        name: toSomeones("token"),
        connector: toOther("connector"),
        device_access_group: to(null),
      },
      { device_access_group: "device_group" },
    ),
    exceptions: {
      expiring: { trap: "the provider never reads it back; `agent-stack verify` does" },
      expires: { trap: "the provider never reads it back; `agent-stack verify` does" },
    },
    unmanaged: {
      key: SERVER_ASSIGNED,
      expires_in: SERVER_ASSIGNED,
      retrieve_key: "only the provider's own setting",
    },
  },
  authentik_stage_endpoints: {
    path: ({ id }) => `/stages/endpoints/${id}/`,
    changed: named({
      name: toSomeones("stage"),
      connector: toOther("connector"),
      mode: to("required"),
    }),
  },
  authentik_flow_stage_binding: {
    path: ({ id }) => `/flows/bindings/${id}/`,
    changed: named({
      target: toOther("flow"),
      stage: toOther("stage"),
      order: to(7),
      evaluate_on_plan: to(true),
      policy_engine_mode: to("all"),
      invalid_response_action: to("restart"),
    }),
    exceptions: {
      re_evaluate_policies: { trap: "authentik refuses it alone: policies must be evaluated at some time" },
    },
  },
};

/** Sets one attribute to what someone else wants. */
export async function mutate(
  api: Api,
  type: string,
  attribute: string,
  attributes: Attributes,
  others: Others,
): Promise<void> {
  const { path, changed } = mutationsOf(type);
  const { field, value } = changed[attribute] as Mutation;
  await api.change(path(attributes), { [field]: value(others, attributes) });
}

/** The attribute's value as the server has it. */
export async function serverValue(
  api: Api,
  type: string,
  attribute: string,
  attributes: Attributes,
): Promise<unknown> {
  const { path, changed } = mutationsOf(type);
  const object: ApiObject = await api.get(path(attributes));
  return object[(changed[attribute] as Mutation).field];
}

export function mutationsOf(type: string): ResourceMutations {
  const mutations = MUTATIONS[type];
  if (!mutations) throw new Error(`no mutations for ${type}; add it to mutations.ts`);
  return mutations;
}

import type { AuthentikClient } from "../authentik/client";
import type { ScopeMapping } from "../authentik/objects";
import { referredTo } from "../set-up/meaning";
import { attribute, resourcesOf, type SetUpObject } from "../set-up/set-up";
import type { ManagedSetUp } from "../set-up/stack";
import { deviceCodeFlow } from "../set-up/the-agents";
import { whose } from "../set-up/whose";

/** A key of a mapping, or what tells a list's entry from the others; policies by their ids. */
export type Step = string | Readonly<Record<string, string>>;

/** What an environment of agent-stack.yaml says at a path; undefined for a setting to leave out. */
export interface Setting {
  readonly path: readonly Step[];
  readonly value: unknown;
}

/** The settings, by their names below the resource's own place, that keep a live value; undefined where none can. */
type Keep = (
  live: unknown,
  configured: unknown,
  client: AuthentikClient,
  managed: ManagedSetUp,
) => Promise<Readonly<Record<string, unknown>> | undefined>;

const DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code";
const MANAGED_SCOPE = "goauthentik.io/providers/oauth2/scope-";
const API_SCOPE = `${MANAGED_SCOPE}authentik_api`;
const SHORT_SCOPES = ["openid", "email", "profile", "offline_access", "entitlements"];

const isEmpty = (value: unknown) => value === undefined || value === null || value === "";
const camelCase = (name: string) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

const as =
  (setting: string): Keep =>
  async (live) => ({ [setting]: isEmpty(live) ? undefined : live });

/** Attributes whose setting has the same name and value. */
const same = (...names: string[]) => Object.fromEntries(names.map((name) => [name, as(camelCase(name))]));

const flow =
  (setting: string): Keep =>
  async (live, _, client) => {
    if (isEmpty(live)) return { [setting]: undefined };
    const [found] = await client.list<{ slug: string }>("/flows/instances/", { flow_uuid: String(live) });
    return found && { [setting]: found.slug };
  };

const nameAt =
  (path: string, setting: string) =>
  async (live: unknown, _: unknown, client: AuthentikClient): Promise<Readonly<Record<string, unknown>>> =>
    isEmpty(live)
      ? { [setting]: undefined }
      : { [setting]: (await client.get<{ name: string }>(`${path}${live}/`)).name };

const certificate = (setting: string) => nameAt("/crypto/certificatekeypairs/", setting);

const signingKey: Keep = async (live, configured, client) =>
  isEmpty(live) ? undefined : certificate("signingKey")(live, configured, client);

const grantTypes: Keep = async (live) => ({
  // Others would be refused: without the device code nobody can log in.
  grantTypes: Array.isArray(live) && live.includes(DEVICE_CODE) ? live : false,
});

const scopeMappings: Keep = async (live, configured, client) => {
  const mappings = await client.list<ScopeMapping>("/propertymappings/provider/scope/");
  const [has, wants] = [scopesOf(live, mappings), scopesOf(configured, mappings)];
  if (has.scopes.length === 0) return undefined;
  const names = ["scopes", "apiAccess", "customScopeMappings"] as const;
  const differing = names.filter((name) => JSON.stringify(has[name]) !== JSON.stringify(wants[name]));
  return Object.fromEntries(differing.map((name) => [name, has[name]]));
};

function scopesOf(ids: unknown, mappings: readonly ScopeMapping[]) {
  const used = mappings.filter(({ pk }) => Array.isArray(ids) && ids.includes(pk));
  const managed = used.flatMap((each) => each.managed ?? []);
  return {
    scopes: managed.filter((each) => each !== API_SCOPE).map(shortScope),
    apiAccess: managed.includes(API_SCOPE),
    customScopeMappings: used.filter((each) => each.managed === null).map(({ name }) => name),
  };
}

function shortScope(managed: string): string {
  const short = managed.replace(MANAGED_SCOPE, "");
  return SHORT_SCOPES.includes(short) ? short : managed;
}

const federation: Keep = async (live, configured, client) => {
  const [ours] = Array.isArray(configured) ? configured : [];
  if (!Array.isArray(live) || !live.includes(ours)) return undefined;
  const others = live.filter((pk) => pk !== ours);
  const providers = others.map((pk) => client.get<{ name: string }>(`/providers/oauth2/${pk}/`));
  return { furtherFederatedProviders: (await Promise.all(providers)).map(({ name }) => name) };
};

/** Tokens can only name groups of the same environment. */
const deviceAccessGroup: Keep = async (live, configured, client, managed) => {
  const kept = await nameAt("/endpoints/device_access_groups/", "deviceAccessGroup")(
    live,
    configured,
    client,
  );
  const groups = resourcesOf(managed, "authentik_endpoints_device_access_group");
  const known = groups.map((group) => group.configured?.name);
  return isEmpty(live) || known.includes(kept.deviceAccessGroup) ? kept : undefined;
};

const KEEPING: Readonly<Record<string, Readonly<Record<string, Keep>>>> = {
  // The brand's flow is the device code flow there is: with its slug it is found and adopted.
  authentik_brand: {
    flow_device_code: async (live, ...rest) => (isEmpty(live) ? undefined : flow("slug")(live, ...rest)),
  },
  authentik_flow: {
    ...same("name", "title", "slug", "designation", "authentication", "layout"),
    ...same("policy_engine_mode", "denied_action", "compatibility_mode"),
    background: async (live) => ({ background: live ?? "" }),
  },
  authentik_provider_oauth2: {
    ...same("name", "client_id", "access_code_validity", "access_token_validity", "refresh_token_validity"),
    ...same("refresh_token_threshold", "include_claims_in_id_token", "issuer_mode", "logout_method"),
    sub_mode: as("subjectMode"),
    authorization_flow: flow("authorizationFlow"),
    authentication_flow: flow("authenticationFlow"),
    invalidation_flow: flow("invalidationFlow"),
    signing_key: signingKey,
    property_mappings: scopeMappings,
    grant_types: grantTypes,
  },
  authentik_application: {
    ...same("name", "slug", "group", "policy_engine_mode", "open_in_new_tab"),
    meta_launch_url: as("launchUrl"),
    meta_icon: as("icon"),
    meta_description: as("description"),
    meta_publisher: as("publisher"),
    meta_hide: as("hide"),
  },
  authentik_endpoints_connector_agent: {
    ...same("name", "refresh_interval", "enabled", "snapshot_expiry", "auth_session_duration"),
    ...same("auth_terminate_session_on_expiry", "nss_uid_offset", "nss_gid_offset"),
    ...same("challenge_idle_timeout", "challenge_trigger_check_in"),
    authorization_flow: flow("authorizationFlow"),
    challenge_key: certificate("challengeKey"),
    jwt_federation_providers: federation,
  },
  authentik_policy_binding: {
    ...same("order", "negate", "enabled", "failure_result"),
    timeout: as("timeoutSeconds"),
  },
  authentik_endpoints_connector_agent_enrollment_token: {
    ...same("expiring", "expires"),
    device_access_group: deviceAccessGroup,
  },
  authentik_stage_endpoints: same("mode"),
};

/** The settings with which a resource's attribute would be as it is in authentik; undefined where there are none. */
export async function keeping(
  client: AuthentikClient,
  managed: ManagedSetUp,
  object: SetUpObject,
  changed: { readonly name: string; readonly live: unknown; readonly configured: unknown },
): Promise<Setting[] | undefined> {
  const place = placeOf(managed, object);
  const settings = await KEEPING[object.type]?.[changed.name]?.(
    changed.live,
    changed.configured,
    client,
    managed,
  );
  return (
    place && settings && Object.entries(settings).map(([name, value]) => ({ path: [...place, name], value }))
  );
}

const PLACES: Readonly<Record<string, readonly Step[]>> = {
  authentik_brand: ["deviceCodeFlow"],
  authentik_flow: ["deviceCodeFlow"],
  authentik_provider_oauth2: ["cli"],
  authentik_application: ["cli", "application"],
  authentik_endpoints_connector_agent: ["connector"],
};

const LISTS: Readonly<Record<string, string>> = {
  authentik_endpoints_device_access_group: "deviceAccessGroups",
  authentik_endpoints_connector_agent_enrollment_token: "enrollmentTokens",
  authentik_stage_endpoints: "endpointStages",
};

/** Where in an environment of agent-stack.yaml a resource's settings are. */
function placeOf(managed: ManagedSetUp, object: SetUpObject): readonly Step[] | undefined {
  if (whose(managed, object) === "another's") return undefined;
  const list = LISTS[object.type];
  if (list) return [list, { name: String(object.configured?.name) }];
  if (object.type === "authentik_brand" && deviceCodeFlow(managed)?.mode !== "managed") return undefined;
  if (object.type !== "authentik_policy_binding") return PLACES[object.type];
  const target = referredTo(managed, object, "target");
  const whom = whomOf(managed, object);
  if (!target || !whom) return undefined;
  return [
    ...(target.type === "authentik_application" ? ["cli"] : (placeOf(managed, target) ?? [])),
    "access",
    whom,
  ];
}

function whomOf(managed: ManagedSetUp, object: SetUpObject): Step | undefined {
  const group = attribute(referredTo(managed, object, "group"), "name");
  if (group !== undefined) return { group };
  const user = attribute(referredTo(managed, object, "user"), "username");
  if (user !== undefined) return { user };
  const policy = attribute(object, "policy");
  return policy ? { policy } : undefined;
}

import { evaluated } from "../../lib/literal";
import { REDIRECT_URI } from "../../lib/rules/agent-cli-provider";
import { CLIENT_CREDENTIALS_GRANT, DEVICE_CODE_GRANT } from "../../lib/rules/choices";
import { API_SCOPE_MAPPING, MANAGED_SCOPE_PREFIX, MANAGED_SCOPES } from "../../lib/rules/scopes";
import type { AuthentikClient } from "../authentik/client";
import type { OAuth2Provider, ScopeMapping } from "../authentik/objects";
import { managedType, settingOf, typeOfKind } from "../objects";
import { application } from "../objects/application";
import { cliApplication, cliApplicationProvider } from "../objects/cli-application";
import { deviceAccessGroup } from "../objects/device-access-group";
import { endpointStage } from "../objects/endpoint-stage";
import { flowStageBinding } from "../objects/flow-stage-binding";
import { group } from "../objects/group";
import type { Place, SettingKind } from "../objects/object-type";
import { policyBinding } from "../objects/policy-binding";
import { provider } from "../objects/provider";
import { scopeMapping } from "../objects/scope-mapping";
import { user } from "../objects/user";
import { referredTo } from "../set-up/meaning";
import { attribute, type SetUpObject as ManagedObject, resourcesOf } from "../set-up/set-up";
import type { ManagedSetUp } from "../set-up/stack";
import { isOfCliApplication, whose } from "../set-up/whose";

/** A key of a mapping, or what tells a list's entry from the others; policies by their ids. */
export type Step = string | Readonly<Record<string, string>>;

/** What an environment of agent-stack.yaml says at a path; undefined for a setting to leave out. */
export interface Setting {
  readonly path: readonly Step[];
  readonly value: unknown;
}

/** An attribute that authentik has otherwise than configured. */
interface Differing {
  readonly name: string;
  readonly live: unknown;
  readonly configured: unknown;
}

type Values = Readonly<Record<string, unknown>>;

/** The settings, by their names below the resource's own place, that keep a live value; undefined where none can. */
type Keep = (
  names: readonly string[],
  differing: Differing,
  client: AuthentikClient,
  managed: ManagedSetUp,
  object: ManagedObject,
) => Values | undefined | Promise<Values | undefined>;

/** The settings with which a resource's attribute would be as it is in authentik; undefined where there are none. */
export async function keeping(
  client: AuthentikClient,
  managed: ManagedSetUp,
  object: ManagedObject,
  differing: Differing,
): Promise<Setting[] | undefined> {
  const place = placeOf(managed, object);
  const values = place && (await valuesKeeping(client, managed, object, differing));
  return (
    place && values && Object.entries(values).map(([name, value]) => ({ path: [...place, name], value }))
  );
}

async function valuesKeeping(
  client: AuthentikClient,
  managed: ManagedSetUp,
  object: ManagedObject,
  differing: Differing,
): Promise<Values | undefined> {
  const isCliApplications = isOfCliApplication(managed, object);
  const attribute = managedType(object.type, isCliApplications)?.attributes[differing.name];
  const setting = attribute && settingOf(attribute);
  if (!setting) return undefined;
  const { names, by, whenEmpty } = setting;
  if (by) return KEEPING[by](names, differing, client, managed, object);
  const [name = ""] = names;
  const { live } = differing;
  if (isEmpty(live)) {
    return whenEmpty === "nothing" ? undefined : { [name]: whenEmpty && EMPTY[whenEmpty] };
  }
  const [kind] = attribute.refers?.to ?? [];
  const value = kind === undefined ? live : await nameOf(client, kind, live);
  return value === undefined ? undefined : { [name]: value };
}

const EMPTY = { "empty text": "", false: false } as const;

const isEmpty = (value: unknown) => value === undefined || value === null || value === "";

/** The name by which a configuration looks up what an attribute refers to. */
export async function nameOf(client: AuthentikClient, kind: string, id: unknown): Promise<unknown> {
  const { api, lookedUpBy } = typeOfKind(kind);
  if (!api || !lookedUpBy) return undefined;
  const [object] = api.referenceFilter
    ? await client.list<Values>(api.path, { [api.referenceFilter]: String(id) })
    : [await client.get<Values>(`${api.path}${id}/`)];
  return object?.[lookedUpBy];
}

const keepGrants: Keep = ([name = ""], { live }, _, managed, object) => {
  // Others would be refused: without it nobody can log in.
  const needed = isOfCliApplication(managed, object) ? CLIENT_CREDENTIALS_GRANT : DEVICE_CODE_GRANT;
  return { [name]: Array.isArray(live) && live.includes(needed) ? live : false };
};

const keepScopes: Keep = async (names, { live, configured }, client) => {
  const mappings = await client.list<ScopeMapping>(scopeMapping.api.path);
  const [has, wants] = [scopesOf(live, mappings), scopesOf(configured, mappings)];
  if (has[0].length === 0) return undefined;
  const kept = names.map((name, index) => [name, has[index], wants[index]] as const);
  const differing = kept.filter(([, is, wanted]) => JSON.stringify(is) !== JSON.stringify(wanted));
  return Object.fromEntries(differing.map(([name, is]) => [name, is]));
};

/** Managed scopes, whether the API's is among them, and the names of others. */
function scopesOf(ids: unknown, mappings: readonly ScopeMapping[]) {
  const used = mappings.filter(({ pk }) => Array.isArray(ids) && ids.includes(pk));
  const managed = used.flatMap((each) => each.managed ?? []);
  const api = MANAGED_SCOPE_PREFIX + API_SCOPE_MAPPING;
  return [
    managed.filter((each) => each !== api).map(shortScope),
    managed.includes(api),
    used.filter((each) => each.managed === null).map(({ name }) => name),
  ] as const;
}

function shortScope(managed: string): string {
  const short = managed.replace(MANAGED_SCOPE_PREFIX, "");
  return MANAGED_SCOPES.includes(short) ? short : managed;
}

const keepFederation: Keep = async ([name = ""], { live, configured }, client) => {
  const [ours] = Array.isArray(configured) ? configured : [];
  if (!Array.isArray(live) || !live.includes(ours)) return undefined;
  const others = await Promise.all(
    live.filter((pk) => pk !== ours).map((pk) => client.get<OAuth2Provider>(`${provider.api.path}${pk}/`)),
  );
  // Terraform's provider looks none up that has no application.
  return { [name]: others.filter((each) => each.assigned_application_slug).map((each) => each.name) };
};

/** Tokens can only name groups of the same environment. */
const keepOwnGroup: Keep = async ([name = ""], { live }, client, managed) => {
  if (isEmpty(live)) return { [name]: undefined };
  const kept = await nameOf(client, deviceAccessGroup.kind, live);
  const groups = resourcesOf(managed, deviceAccessGroup.type);
  return groups.some(({ configured }) => evaluated(String(configured?.name)) === kept)
    ? { [name]: kept }
    : undefined;
};

const keepRedirectUris: Keep = ([name = ""], { live }) => {
  const uris = (Array.isArray(live) ? (live as Values[]) : []).map(
    ({ url, matching_mode, redirect_uri_type }) => ({
      url,
      ...(matching_mode !== REDIRECT_URI.matchingMode.byDefault && { matchingMode: matching_mode }),
      ...(redirect_uri_type !== REDIRECT_URI.type.byDefault && { type: redirect_uri_type }),
    }),
  );
  // Two that are the same are one to Terraform's provider.
  const distinct = new Map(uris.map((uri) => [JSON.stringify(uri), uri]));
  return { [name]: [...distinct.values()] };
};

const KEEPING: Readonly<Record<SettingKind, Keep>> = {
  grants: keepGrants,
  scopes: keepScopes,
  federation: keepFederation,
  "own groups": keepOwnGroup,
  "redirect uris": keepRedirectUris,
};

/** Where in an environment of agent-stack.yaml a resource's settings are. */
function placeOf(managed: ManagedSetUp, object: ManagedObject): readonly Step[] | undefined {
  if (whose(managed, object) === "another's") return undefined;
  if (isOfCliApplication(managed, object)) return placeOfCliApplications(managed, object);
  if (object.type === policyBinding.type) return placeOfBinding(managed, object);
  if (object.type === flowStageBinding.type) return placeOfStageBinding(managed, object);
  const place = managedType(object.type)?.place;
  return place && stepsTo(place, object);
}

/** An entry has the name of its provider. */
function placeOfCliApplications(managed: ManagedSetUp, object: ManagedObject): readonly Step[] | undefined {
  if (object.type === policyBinding.type) {
    const target = referredTo(managed, object, "target");
    const entry = target && entryOfCliApplication(managed, target);
    const whom = whomOf(managed, object);
    return entry && whom !== undefined ? [...entry, ...cliApplication.place.access, whom] : undefined;
  }
  const entry = entryOfCliApplication(managed, object);
  return entry && [...entry, ...(object.type === application.type ? cliApplication.place.below : [])];
}

function entryOfCliApplication(managed: ManagedSetUp, object: ManagedObject): readonly Step[] | undefined {
  const its = object.type === provider.type ? object : referredTo(managed, object, "protocol_provider");
  return its && stepsTo(cliApplicationProvider.place, its);
}

function stepsTo({ path, isList }: Place, { configured }: ManagedObject): readonly Step[] {
  return isList ? [...path, { name: evaluated(String(configured?.name)) }] : path;
}

function placeOfBinding(managed: ManagedSetUp, object: ManagedObject): readonly Step[] | undefined {
  const target = referredTo(managed, object, "target");
  const place = managedType(target?.type ?? "")?.place;
  const whom = whomOf(managed, object);
  if (!target || !place?.access || !whom) return undefined;
  return [...(place.isList ? stepsTo(place, target) : []), ...place.access, whom];
}

/** What binds a stage is said in the stage's own entry. */
function placeOfStageBinding(managed: ManagedSetUp, object: ManagedObject): readonly Step[] | undefined {
  const stage = referredTo(managed, object, "stage");
  return stage?.type === endpointStage.type ? [...stepsTo(endpointStage.place, stage), "bind"] : undefined;
}

export function whomOf(managed: ManagedSetUp, object: ManagedObject): Step | undefined {
  for (const { kind, lookedUpBy = "" } of [group, user]) {
    const name = attribute(referredTo(managed, object, kind), lookedUpBy);
    if (name !== undefined) return { [kind]: name };
  }
  const policy = attribute(object, "policy");
  return policy ? { policy } : undefined;
}

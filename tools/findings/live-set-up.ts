import type { AuthentikClient } from "../authentik/client";
import type { Connection } from "../authentik/connection";
import type * as authentik from "../authentik/objects";
import { PermittedReader } from "../authentik/permitted-reader";
import { RequestError } from "../authentik/request-error";
import * as objects from "../objects";
import { attribute, deployedIds, resourcesOf } from "../set-up/set-up";
import type { ManagedSetUp } from "../set-up/stack";
import { cliApplication, deployedCliApplications, deviceCodeFlow } from "../set-up/the-agents";
import { readRequestable } from "./access-requests";
import { withGroupsInside } from "./group-members";
import { type LostObject, readLost } from "./lost-objects";
import { publishedValidity } from "./published-certificates";
import { keysInUse, keysToCome, signingFault } from "./signing-keys";

/** What the live server shows; a part is undefined where the token's user may not see it. */
export interface LiveSetUp {
  /** Address of the server. */
  readonly url: string;
  readonly version?: string;
  /** How far the server's clock is ahead of ours, in seconds. */
  readonly clockSkewSeconds?: number;
  /** Permissions that were missing while reading, each once. */
  readonly missingPermissions: readonly string[];
  /** The application of the slug, null where there is none. */
  readonly application?: authentik.Application | null;
  /** Applications of the same name, ours included. */
  readonly namesakes?: readonly authentik.Application[];
  readonly providers?: readonly authentik.OAuth2Provider[];
  readonly brands?: readonly authentik.Brand[];
  /** Domain of the brand that the server names when it is asked at this address. */
  readonly answeringDomain?: string;
  readonly connectors?: readonly authentik.Connector[];
  readonly enrollmentTokens?: readonly authentik.EnrollmentToken[];
  readonly scopeMappings?: readonly authentik.ScopeMapping[];
  /** The certificates in use or to come, without those that could not be read. */
  readonly certificates: readonly authentik.CertificateKeyPair[];
  /** The device code flow, null where there is none. */
  readonly flow?: authentik.Flow | null;
  readonly flowStages?: readonly authentik.FlowStageBinding[];
  /** Where the deployed endpoint stages are in flows, by the stage's id; without those that are gone or not seen. */
  readonly stagePlaces: StageBindings;
  /** Everything in those flows, by the flow's id. */
  readonly stagesOfFlows: StageBindings;
  /** Policy bindings by the id of what they are bound to. */
  readonly bindings: Readonly<Record<string, readonly authentik.PolicyBinding[]>>;
  /** Whether people may request access to what has a binding that ends by itself, where that can be read. */
  readonly requestable?: Readonly<Record<string, boolean>>;
  /** What Terraform deployed or looked up and authentik no longer shows. */
  readonly lost: readonly LostObject[];
  /** Whether the token's user sees all there is, so that what is not shown is gone. */
  readonly seesEverything: boolean;
  /** The groups that are bound to something of ours. */
  readonly groups: readonly authentik.Group[];
  /** Other groups, among them all that those are inside of and all inside them. */
  readonly otherGroups: readonly authentik.Group[];
  readonly superusers?: readonly authentik.User[];
  /** Numbers of the deactivated members of those groups. */
  readonly inactiveUsers?: readonly number[];
  /** Ids of configured policies that do not exist. */
  readonly missingPolicies: readonly string[];
}

export type StageBindings = Readonly<Record<string, readonly authentik.FlowStageBinding[]>>;

/** Reads everything a verification needs, independent requests in parallel. @throws RequestError */
export async function gather(client: AuthentikClient, setUp: ManagedSetUp): Promise<LiveSetUp> {
  const reader = new PermittedReader(client);
  const named = await readObjects(reader, setUp);
  const dependents = await readDependents(reader, client.connection, setUp, named);
  const [people, requestable] = await Promise.all([
    readPeople(reader, Object.values(dependents.bindings).flat()),
    readRequestable(reader, dependents.bindings),
  ]);
  const lost = await readLost(reader, setUp, {
    [objects.application.type]: named.application ? [named.application] : [],
    [objects.flow.type]: named.flow ? [named.flow] : [],
    [objects.provider.type]: named.providers,
    [objects.brand.type]: named.brands,
    [objects.connector.type]: named.connectors,
    [objects.enrollmentToken.type]: named.enrollmentTokens,
    [objects.scopeMapping.type]: named.scopeMappings,
    [objects.policyBinding.type]: Object.values(dependents.bindings).flat(),
    [objects.flowStageBinding.type]: Object.values(dependents.stagePlaces).flat(),
    [objects.certificate.type]: dependents.certificates,
    // Of a device access group that is gone authentik refuses to list the bindings.
    [objects.deviceAccessGroup.type]: Object.keys(dependents.bindings).map((id) => ({ pbm_uuid: id })),
    [objects.user.type]: people.superusers,
    [objects.group.type]: [...people.groups, ...people.otherGroups],
  });
  const me = lost.length > 0 ? await reader.get<authentik.Me>(`${objects.user.api.path}me/`) : undefined;
  return {
    url: client.connection.url,
    clockSkewSeconds: client.clockSkewSeconds,
    ...named,
    ...dependents,
    ...people,
    requestable,
    lost,
    seesEverything: lost.length === 0 || me?.user.is_superuser === true,
    missingPermissions: reader.missingPermissions,
  };
}

/** What can be read by names that the configuration has. */
async function readObjects(reader: PermittedReader, setUp: ManagedSetUp) {
  const [
    version,
    applications,
    providers,
    brands,
    current,
    connectors,
    enrollmentTokens,
    scopeMappings,
    flow,
  ] = await Promise.all([
    reader.get<authentik.Version>("/admin/version/"),
    readApplications(reader, setUp),
    reader.list<authentik.OAuth2Provider>(objects.provider.api.path),
    reader.list<authentik.Brand>(objects.brand.api.path),
    reader.get<authentik.CurrentBrand>(`${objects.brand.api.path}current/`),
    reader.list<authentik.Connector>(objects.connector.api.path),
    reader.list<authentik.EnrollmentToken>(objects.enrollmentToken.api.path),
    reader.list<authentik.ScopeMapping>(objects.scopeMapping.api.path),
    readFlow(reader, setUp),
  ]);
  return {
    version: version?.version_current,
    ...applications,
    providers,
    brands,
    answeringDomain: current?.matched_domain,
    connectors,
    enrollmentTokens,
    scopeMappings,
    flow,
  };
}

async function readApplications(reader: PermittedReader, setUp: ManagedSetUp) {
  const object = cliApplication(setUp);
  const slug = attribute(object, "slug");
  const name = attribute(object, "name");
  const { path } = objects.application.api;
  const namesakes =
    name === undefined
      ? undefined
      : await reader.list<authentik.Application>(path, { name, superuser_full_list: true });
  const listed = namesakes?.find((application) => application.slug === slug);
  const read = () => (slug === undefined ? undefined : reader.find<authentik.Application>(`${path}${slug}/`));
  return { application: listed ?? (await read()), namesakes };
}

async function readFlow(reader: PermittedReader, setUp: ManagedSetUp) {
  const slug = attribute(deviceCodeFlow(setUp), "slug");
  return slug === undefined ? undefined : reader.find<authentik.Flow>(`${objects.flow.api.path}${slug}/`);
}

/** What hangs on those objects, or is known by id only. */
async function readDependents(
  reader: PermittedReader,
  connection: Connection,
  setUp: ManagedSetUp,
  named: Pick<LiveSetUp, "application" | "flow" | "providers" | "connectors" | "version">,
) {
  const { application, flow } = named;
  const groups = deployedIds(setUp, objects.deviceAccessGroup.type);
  const guarded = new Map([
    ...groups.map((id) => [id, `${objects.deviceAccessGroup.api.path}${id}/`] as const),
    ...deployedCliApplications(setUp).map(
      ({ deployed }) =>
        [String(deployed?.uuid), `${objects.application.api.path}${deployed?.slug}/`] as const,
    ),
  ]);
  const targets = [application?.pk, flow?.policybindingmodel_ptr_id, ...guarded.keys()].flatMap(
    (id) => id ?? [],
  );
  const stages = deployedIds(setUp, objects.endpointStage.type);
  const [certificates, missingPolicies, flowStages, places, bindings] = await Promise.all([
    readCertificates(reader, connection, setUp, named),
    readMissingPolicies(reader, setUp),
    flow && flow.stages?.length !== 0
      ? reader.list<authentik.FlowStageBinding>(objects.flowStageBinding.api.path, { target: flow.pk })
      : [],
    readStages(reader, stages),
    Promise.all(
      targets.map(async (target) => [target, await readBindings(reader, target, guarded)] as const),
    ),
  ]);
  return {
    certificates,
    missingPolicies,
    flowStages,
    ...places,
    bindings: withoutUnread(bindings),
  };
}

/** Where stages are in flows, and what else is there. */
async function readStages(
  reader: PermittedReader,
  stages: readonly string[],
): Promise<Pick<LiveSetUp, "stagePlaces" | "stagesOfFlows">> {
  const listed = (by: "stage" | "target", ids: readonly string[]) =>
    Promise.all(ids.map(async (id) => [id, await readStageBindings(reader, by, id)] as const));
  const stagePlaces = withoutUnread(await listed("stage", stages));
  const flows = new Set(Object.values(stagePlaces).flatMap((places) => places.map(({ target }) => target)));
  return { stagePlaces, stagesOfFlows: withoutUnread(await listed("target", [...flows])) };
}

function withoutUnread<T>(read: readonly (readonly [string, T | undefined])[]): Readonly<Record<string, T>> {
  return Object.fromEntries(read.flatMap(([id, list]) => (list === undefined ? [] : [[id, list] as const])));
}

/** Undefined also where it is a stage that is gone: authentik rejects the filter by an id that it does not know. */
async function readStageBindings(reader: PermittedReader, by: "stage" | "target", id: string) {
  try {
    return await reader.list<authentik.FlowStageBinding>(objects.flowStageBinding.api.path, { [by]: id });
  } catch (error) {
    if (by !== "stage" || !(error instanceof RequestError) || error.kind !== "rejected") throw error;
    if (await reader.find(`${objects.endpointStage.api.path}${id}/`)) throw error;
    return undefined;
  }
}

/**
 * The bindings of a target, undefined also where it is an object of ours that is gone: authentik rejects the filter by an
 * id that it does not know.
 *
 * @param paths where objects of ours are, by the ids that bindings have of them
 */
async function readBindings(reader: PermittedReader, target: string, paths: ReadonlyMap<string, string>) {
  try {
    return await reader.list<authentik.PolicyBinding>(objects.policyBinding.api.path, { target });
  } catch (error) {
    const isRejected = error instanceof RequestError && error.kind === "rejected";
    const path = paths.get(target);
    if (!isRejected || path === undefined) throw error;
    // Of the same slug there may be another application by now.
    const found = await reader.find<object>(path);
    if (found && Object.values(found).includes(target)) throw error;
    return undefined;
  }
}

/** The certificates whose keys sign tokens and challenges. */
async function readCertificates(
  reader: PermittedReader,
  connection: Connection,
  setUp: ManagedSetUp,
  live: Pick<LiveSetUp, "application" | "providers" | "connectors" | "version">,
): Promise<authentik.CertificateKeyPair[]> {
  const { path } = objects.certificate.api;
  const [used, toCome] = await Promise.all([
    reader.all<authentik.CertificateKeyPair>(keysInUse(setUp, live).map((id) => `${path}${id}/`)),
    Promise.all(keysToCome(setUp).map((name) => reader.list<authentik.CertificateKeyPair>(path, { name }))),
  ]);
  const pairs = [...used, ...toCome.flatMap((each) => each ?? [])];
  const isPublished = live.application?.provider && pairs.some((pair) => !signingFault(pair, live.version));
  if (!isPublished) return pairs;
  const validity = await publishedValidity(connection, live.application.slug);
  return pairs.map((pair) => {
    const validFrom = validity.get(pair.fingerprint_sha256 ?? "");
    return validFrom === undefined ? pair : { ...pair, validFrom };
  });
}

/** Bindings to policies carry a UUID that nothing checks before an apply. */
async function readMissingPolicies(reader: PermittedReader, setUp: ManagedSetUp): Promise<string[]> {
  const bindings = resourcesOf(setUp, objects.policyBinding.type);
  const ids = [...new Set(bindings.flatMap((object) => attribute(object, "policy") || []))];
  const policies = await Promise.all(ids.map((id) => reader.find(`${objects.policy.api.path}${id}/`)));
  return ids.filter((_, index) => policies[index] === null);
}

/** Of more groups the whole list takes fewer requests. */
const MOST_GROUPS_ONE_BY_ONE = 5;
/** Ids in one address, which servers and proxies limit to a few thousand characters. */
const MOST_IDS_IN_A_FILTER = 50;

async function readPeople(reader: PermittedReader, bound: readonly authentik.PolicyBinding[]) {
  const ids = new Set(bound.flatMap((binding) => binding.group ?? []));
  const anyone = bound.some((binding) => binding.group !== null || binding.user !== null);
  const [people, superusers] = await Promise.all([
    readGroups(reader, ids).then(async (all) => {
      const groups = all.filter((group) => ids.has(group.pk));
      const otherGroups = all.filter((group) => !ids.has(group.pk));
      return { groups, otherGroups, inactiveUsers: await readInactive(reader, { groups, otherGroups }) };
    }),
    anyone ? reader.list<authentik.User>(objects.user.api.path, { is_superuser: true }) : [],
  ]);
  // Servers that do not know the filter answer with everyone.
  return { ...people, superusers: superusers?.filter((user) => user.is_superuser) };
}

/** The groups of these ids, those that they are inside of and those inside them. */
async function readGroups(reader: PermittedReader, ids: ReadonlySet<string>): Promise<authentik.Group[]> {
  const query = { include_users: false, include_children: true };
  const asked = new Set<string>();
  const groups: authentik.Group[] = [];
  for (let wanted = [...ids]; wanted.length > 0; ) {
    for (const id of wanted) asked.add(id);
    if (asked.size > MOST_GROUPS_ONE_BY_ONE) return (await reader.list(objects.group.api.path, query)) ?? [];
    const read = await reader.all<authentik.Group>(
      wanted.map((id) => `${objects.group.api.path}${id}/`),
      query,
    );
    groups.push(...read);
    const around = read.flatMap(({ parents, children }) => [...(parents ?? []), ...(children ?? [])]);
    wanted = [...new Set(around)].filter((id) => !asked.has(id));
  }
  return groups;
}

/** Who of the members of the bound groups is deactivated. */
async function readInactive(
  reader: PermittedReader,
  live: Pick<LiveSetUp, "groups" | "otherGroups">,
): Promise<number[] | undefined> {
  const counting = new Set(live.groups.flatMap((group) => withGroupsInside(group, live) ?? []));
  const ids = [...counting].filter(({ users }) => users?.length).map(({ pk }) => pk);
  const parts = Array.from({ length: Math.ceil(ids.length / MOST_IDS_IN_A_FILTER) }, (_, index) =>
    ids.slice(index * MOST_IDS_IN_A_FILTER, (index + 1) * MOST_IDS_IN_A_FILTER),
  );
  const lists = await Promise.all(
    parts.map((groups_by_pk) =>
      reader.list<authentik.User>(objects.user.api.path, {
        is_active: false,
        groups_by_pk,
        include_groups: false,
      }),
    ),
  );
  if (lists.includes(undefined)) return undefined;
  return lists
    .flatMap((users) => users ?? [])
    .flatMap(({ pk, is_active }) => (is_active === false ? pk : []));
}

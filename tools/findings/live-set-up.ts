import type { AuthentikClient } from "../authentik/client";
import type * as authentik from "../authentik/objects";
import { PermittedReader } from "../authentik/permitted-reader";
import { RequestError } from "../authentik/request-error";
import * as objects from "../objects";
import { attribute, deployedIds, resourcesOf } from "../set-up/set-up";
import type { ManagedSetUp } from "../set-up/stack";
import { cliApplication, deviceCodeFlow } from "../set-up/the-agents";

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
  readonly connectors?: readonly authentik.Connector[];
  readonly enrollmentTokens?: readonly authentik.EnrollmentToken[];
  readonly scopeMappings?: readonly authentik.ScopeMapping[];
  /** The certificates in use, without those that could not be read. */
  readonly certificates: readonly authentik.CertificateKeyPair[];
  /** The device code flow, null where there is none. */
  readonly flow?: authentik.Flow | null;
  readonly flowStages?: readonly authentik.FlowStageBinding[];
  /** Policy bindings by the id of what they are bound to. */
  readonly bindings: Readonly<Record<string, readonly authentik.PolicyBinding[]>>;
  /** Deployed device access groups that are gone. */
  readonly missingDeviceAccessGroups: readonly string[];
  /** The groups that are bound to something of ours. */
  readonly groups: readonly authentik.Group[];
  /** Other groups, among them all that those are inside of. */
  readonly otherGroups: readonly authentik.Group[];
  readonly superusers?: readonly authentik.User[];
  /** Ids of configured policies that do not exist. */
  readonly missingPolicies: readonly string[];
}

/** Reads everything a verification needs, independent requests in parallel. @throws RequestError */
export async function gather(client: AuthentikClient, setUp: ManagedSetUp): Promise<LiveSetUp> {
  const reader = new PermittedReader(client);
  const named = await readObjects(reader, setUp);
  const dependents = await readDependents(reader, setUp, named);
  const people = await readPeople(reader, Object.values(dependents.bindings).flat());
  return {
    url: client.connection.url,
    clockSkewSeconds: client.clockSkewSeconds,
    ...named,
    ...dependents,
    ...people,
    missingPermissions: reader.missingPermissions,
  };
}

/** What can be read by names that the configuration has. */
async function readObjects(reader: PermittedReader, setUp: ManagedSetUp) {
  const [version, applications, providers, brands, connectors, enrollmentTokens, scopeMappings, flow] =
    await Promise.all([
      reader.get<authentik.Version>("/admin/version/"),
      readApplications(reader, setUp),
      reader.list<authentik.OAuth2Provider>(objects.provider.api.path),
      reader.list<authentik.Brand>(objects.brand.api.path),
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
  setUp: ManagedSetUp,
  { application, flow }: Pick<LiveSetUp, "application" | "flow">,
) {
  const groups = deployedIds(setUp, objects.deviceAccessGroup.type);
  const targets = [application?.pk, flow?.policybindingmodel_ptr_id, ...groups].flatMap((id) => id ?? []);
  const [certificates, missingPolicies, flowStages, bindings] = await Promise.all([
    reader.all<authentik.CertificateKeyPair>(
      certificateIds(setUp).map((id) => `${objects.certificate.api.path}${id}/`),
    ),
    readMissingPolicies(reader, setUp),
    flow && flow.stages?.length !== 0
      ? reader.list<authentik.FlowStageBinding>(objects.flowStageBinding.api.path, { target: flow.pk })
      : [],
    Promise.all(targets.map(async (target) => [target, await readBindings(reader, target, groups)] as const)),
  ]);
  return {
    certificates,
    missingPolicies,
    flowStages,
    bindings: Object.fromEntries(bindings.flatMap(([target, bound]) => (bound ? [[target, bound]] : []))),
    missingDeviceAccessGroups: bindings.flatMap(([target, bound]) => (bound === null ? [target] : [])),
  };
}

/**
 * The bindings of a target, null where it is a device access group that is gone: authentik rejects the filter by an id
 * that it does not know.
 */
async function readBindings(reader: PermittedReader, target: string, deviceAccessGroups: readonly string[]) {
  try {
    return await reader.list<authentik.PolicyBinding>(objects.policyBinding.api.path, { target });
  } catch (error) {
    const isRejected = error instanceof RequestError && error.kind === "rejected";
    if (!isRejected || !deviceAccessGroups.includes(target)) throw error;
    const group = await reader.find(`${objects.deviceAccessGroup.api.path}${target}/`);
    if (group) throw error;
    return group === null ? null : undefined;
  }
}

/** The keys that sign tokens and challenges, known once deployed. */
function certificateIds(setUp: ManagedSetUp): readonly string[] {
  const ids = [
    ...resourcesOf(setUp, objects.provider.type).map((object) => object.deployed?.signing_key),
    ...resourcesOf(setUp, objects.connector.type).map((object) => object.deployed?.challenge_key),
  ];
  return [...new Set(ids.filter((id) => typeof id === "string" && id !== "").map(String))];
}

/** Bindings to policies carry a UUID that nothing checks before the first apply. */
async function readMissingPolicies(reader: PermittedReader, setUp: ManagedSetUp): Promise<string[]> {
  const planned = resourcesOf(setUp, objects.policyBinding.type).filter((object) => !object.deployed);
  const ids = [...new Set(planned.flatMap((object) => attribute(object, "policy") ?? []))];
  const policies = await Promise.all(ids.map((id) => reader.find(`${objects.policy.api.path}${id}/`)));
  return ids.filter((_, index) => policies[index] === null);
}

/** Of more groups the whole list takes fewer requests. */
const MOST_GROUPS_ONE_BY_ONE = 5;

async function readPeople(reader: PermittedReader, bound: readonly authentik.PolicyBinding[]) {
  const ids = new Set(bound.flatMap((binding) => binding.group ?? []));
  const anyone = bound.some((binding) => binding.group !== null || binding.user !== null);
  const [groups, superusers] = await Promise.all([
    readGroups(reader, ids),
    anyone ? reader.list<authentik.User>(objects.user.api.path, { is_superuser: true }) : [],
  ]);
  return {
    groups: groups.filter((group) => ids.has(group.pk)),
    otherGroups: groups.filter((group) => !ids.has(group.pk)),
    // Servers that do not know the filter answer with everyone.
    superusers: superusers?.filter((user) => user.is_superuser),
  };
}

/** The groups of these ids and those that they are inside of. */
async function readGroups(reader: PermittedReader, ids: ReadonlySet<string>): Promise<authentik.Group[]> {
  const query = { include_users: false, include_children: true };
  if (ids.size > MOST_GROUPS_ONE_BY_ONE) return (await reader.list(objects.group.api.path, query)) ?? [];
  const asked = new Set<string>();
  const groups: authentik.Group[] = [];
  for (let wanted = [...ids]; wanted.length > 0; ) {
    for (const id of wanted) asked.add(id);
    const read = await reader.all<authentik.Group>(
      wanted.map((id) => `${objects.group.api.path}${id}/`),
      query,
    );
    groups.push(...read);
    wanted = [...new Set(read.flatMap(({ parents }) => parents ?? []))].filter((id) => !asked.has(id));
  }
  return groups;
}

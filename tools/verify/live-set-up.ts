import { type AuthentikClient, unlessMissing } from "../authentik/client";
import type * as authentik from "../authentik/objects";
import { RequestError } from "../authentik/request-error";
import {
  attribute,
  deployedIds,
  type ManagedObject,
  type ManagedSetUp,
  resourcesOf,
} from "../managed-set-up";

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
  /** The groups that are bound to something of ours. */
  readonly groups: readonly authentik.Group[];
  readonly superusers?: readonly authentik.User[];
  /** Ids of configured policies that do not exist. */
  readonly missingPolicies: readonly string[];
}

/** Of more groups the whole list takes fewer requests. */
const MOST_GROUPS_ONE_BY_ONE = 5;

/** Reads everything a verification needs, independent requests in parallel. @throws RequestError */
export async function gather(client: AuthentikClient, setUp: ManagedSetUp): Promise<LiveSetUp> {
  const missingPermissions = new Set<string>();
  /** The answer, undefined where the token's user may not have it. */
  const permitted = async <T>(request: Promise<T>): Promise<T | undefined> => {
    try {
      return await request;
    } catch (error) {
      if (!(error instanceof RequestError) || error.kind !== "forbidden") throw error;
      missingPermissions.add(error.permission ?? error.message);
      return undefined;
    }
  };
  const list = <T>(path: string, query?: Record<string, string | number | boolean>) =>
    permitted(client.list<T>(path, query));
  const each = async <T>(paths: readonly string[], query?: Record<string, boolean>): Promise<T[]> => {
    const answers = await Promise.all(
      paths.map((path) => permitted(unlessMissing(client.get<T>(path, query)))),
    );
    return answers.filter((answer) => answer !== undefined);
  };

  const [version, applications, providers, brands, connectors, enrollmentTokens, scopeMappings, flow] =
    await Promise.all([
      permitted(client.get<authentik.Version>("/admin/version/")),
      permitted(readApplications(client, setUp)),
      list<authentik.OAuth2Provider>("/providers/oauth2/"),
      list<authentik.Brand>("/core/brands/"),
      list<authentik.Connector>("/endpoints/agents/connectors/"),
      list<authentik.EnrollmentToken>("/endpoints/agents/enrollment_tokens/"),
      list<authentik.ScopeMapping>("/propertymappings/provider/scope/"),
      permitted(readFlow(client, setUp)),
    ]);
  const groupTargets = deployedIds(setUp, "authentik_endpoints_device_access_group");
  const targets = [applications?.own?.pk, flow?.policybindingmodel_ptr_id, ...groupTargets].filter(
    (target) => target !== undefined,
  );
  const [certificates, missingPolicies, flowStages, ...boundTo] = await Promise.all([
    each<authentik.CertificateKeyPair>(
      certificateIds(setUp).map((id) => `/crypto/certificatekeypairs/${id}/`),
    ),
    readMissingPolicies(client, setUp, permitted),
    flow && flow.stages?.length !== 0
      ? list<authentik.FlowStageBinding>("/flows/bindings/", { target: flow.pk })
      : [],
    ...targets.map((target) => list<authentik.PolicyBinding>("/policies/bindings/", { target })),
  ]);
  const bound = boundTo.flatMap((bindings) => bindings ?? []);
  const groupIds = new Set(bound.flatMap((binding) => binding.group ?? []));
  const people = bound.some((binding) => binding.group !== null || binding.user !== null);
  const [groups, superusers] = await Promise.all([
    groupIds.size > MOST_GROUPS_ONE_BY_ONE
      ? list<authentik.Group>("/core/groups/", { include_users: false })
      : each<authentik.Group>(
          [...groupIds].map((id) => `/core/groups/${id}/`),
          { include_users: false },
        ),
    people ? list<authentik.User>("/core/users/", { is_superuser: true }) : [],
  ]);

  return {
    url: client.connection.url,
    version: version?.version_current,
    clockSkewSeconds: client.clockSkewSeconds,
    missingPermissions: [...missingPermissions].sort(),
    application: applications?.own,
    namesakes: applications?.namesakes,
    providers,
    brands,
    connectors,
    enrollmentTokens,
    scopeMappings,
    certificates,
    flow,
    flowStages,
    bindings: Object.fromEntries(
      targets.flatMap((target, index) => {
        const bindings = boundTo[index];
        return bindings ? [[target, bindings]] : [];
      }),
    ),
    groups: (groups ?? []).filter((group) => groupIds.has(group.pk)),
    // Servers that do not know the filter answer with everyone.
    superusers: superusers?.filter((user) => user.is_superuser),
    missingPolicies,
  };
}

interface Applications {
  readonly own: authentik.Application | null;
  readonly namesakes: readonly authentik.Application[];
}

async function readApplications(
  client: AuthentikClient,
  setUp: ManagedSetUp,
): Promise<Applications | undefined> {
  const [object] = resourcesOf(setUp, "authentik_application");
  const slug = attribute(object, "slug");
  const name = attribute(object, "name");
  if (slug === undefined) return undefined;
  const path = "/core/applications/";
  const namesakes =
    name === undefined
      ? []
      : await client.list<authentik.Application>(path, { name, superuser_full_list: true });
  const listed = namesakes.find((application) => application.slug === slug);
  const own = listed ?? (await unlessMissing(client.get<authentik.Application>(`${path}${slug}/`)));
  return { own: own ?? null, namesakes };
}

/** The device code flow: the one we made or the existing one that our brands refer to. */
export function deviceCodeFlow(setUp: ManagedSetUp): ManagedObject | undefined {
  const [made] = resourcesOf(setUp, "authentik_flow");
  if (made) return made;
  const references = resourcesOf(setUp, "authentik_brand").map((brand) =>
    String(brand.configured?.flow_device_code),
  );
  return setUp.objects.find(
    (object) =>
      object.address.startsWith("data.authentik_flow.") &&
      references.some((reference) => reference.includes(`\${${object.address}.`)),
  );
}

async function readFlow(
  client: AuthentikClient,
  setUp: ManagedSetUp,
): Promise<authentik.Flow | null | undefined> {
  const slug = attribute(deviceCodeFlow(setUp), "slug");
  if (slug === undefined) return undefined;
  return (await unlessMissing(client.get<authentik.Flow>(`/flows/instances/${slug}/`))) ?? null;
}

/** The keys that sign tokens and challenges, known once deployed. */
function certificateIds(setUp: ManagedSetUp): readonly string[] {
  const ids = [
    ...resourcesOf(setUp, "authentik_provider_oauth2").map((object) => object.deployed?.signing_key),
    ...resourcesOf(setUp, "authentik_endpoints_connector_agent").map(
      (object) => object.deployed?.challenge_key,
    ),
  ];
  return [...new Set(ids.filter((id) => typeof id === "string" && id !== "").map(String))];
}

/** Bindings to policies carry a UUID that nothing checks before the first apply. */
async function readMissingPolicies(
  client: AuthentikClient,
  setUp: ManagedSetUp,
  permitted: <T>(request: Promise<T>) => Promise<T | undefined>,
): Promise<string[]> {
  const planned = resourcesOf(setUp, "authentik_policy_binding").filter((object) => !object.deployed);
  const ids = [...new Set(planned.flatMap((object) => attribute(object, "policy") ?? []))];
  const found = await Promise.all(
    ids.map((id) =>
      permitted(unlessMissing(client.get(`/policies/all/${id}/`)).then((policy) => policy !== undefined)),
    ),
  );
  return ids.filter((_, index) => found[index] === false);
}

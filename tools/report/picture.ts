import type { Action } from "../objects/predicates";
import type { Change } from "../plan/changes";
import { configurationOf, pointerOf, refersTo } from "../plan/configured";
import type { PlanJson, Resource } from "../plan/plan-json";
import { label } from "../plan/references";
import { maskText } from "../plan/secrets";

export type NodeState = "unchanged" | "drifted" | "lost" | Action;

export interface PictureNode {
  readonly id: string;
  /** What kind of object it is, in the field's words. */
  readonly kind: string;
  readonly label: string;
  readonly state: NodeState;
  /** Layer from left to right: 0 to 3. */
  readonly layer: number;
}

export interface PictureEdge {
  readonly from: string;
  readonly to: string;
  readonly label: string;
}

/** The set-up as nodes and arrows: who may use what, and what refers to what. */
export interface Picture {
  readonly nodes: readonly PictureNode[];
  readonly edges: readonly PictureEdge[];
  /** How many objects were left out to keep the picture readable. */
  readonly omitted: number;
}

interface Kind {
  readonly name: string;
  readonly layer: number;
  /** Attributes that refer to other objects, and what the arrow says. */
  readonly arrows: Readonly<Record<string, string>>;
}

const KINDS: Readonly<Record<string, Kind>> = {
  authentik_brand: { name: "brand", layer: 0, arrows: { flow_device_code: "device code flow" } },
  authentik_policy_binding: { name: "binding", layer: 0, arrows: { target: "may use" } },
  authentik_endpoints_connector_agent_enrollment_token: {
    name: "enrollment token",
    layer: 0,
    arrows: { connector: "enrols at", device_access_group: "puts into" },
  },
  authentik_stage_endpoints: { name: "endpoint stage", layer: 0, arrows: { connector: "asks" } },
  authentik_flow: { name: "flow", layer: 1, arrows: {} },
  authentik_application: { name: "application", layer: 1, arrows: { protocol_provider: "provider" } },
  authentik_endpoints_device_access_group: { name: "device access group", layer: 1, arrows: {} },
  authentik_endpoints_connector_agent: {
    name: "connector",
    layer: 1,
    arrows: { jwt_federation_providers: "federates", challenge_key: "challenge key" },
  },
  authentik_provider_oauth2: {
    name: "provider",
    layer: 2,
    arrows: { signing_key: "signs with", property_mappings: "scopes" },
  },
  authentik_certificate_key_pair: { name: "certificate", layer: 3, arrows: {} },
  authentik_property_mapping_provider_scope: { name: "scopes", layer: 3, arrows: {} },
};

const MOST_NODES = 40;

/** Draws what the plan knows, with the changes marked; undefined when there is nothing to draw. */
export function pictureOf(
  plan: PlanJson,
  changes: readonly Change[],
  drift: readonly Change[],
): Picture | undefined {
  const states = new Map<string, NodeState>([
    ...drift.map(({ address, action }) => [address, action === "delete" ? "lost" : "drifted"] as const),
    ...changes.map(({ address, action }) => [address, action] as const),
  ]);
  const resources = new Map<string, Resource>();
  const removed = plan.resourceDrift.map((change) => ({
    ...change,
    values: change.before ?? {},
    sensitive: change.beforeSensitive,
  }));
  for (const resource of [...removed, ...plan.prior, ...plan.planned]) {
    if (KINDS[resource.type]) {
      resources.set(resource.address, {
        ...resource,
        values: { ...resources.get(resource.address)?.values, ...resource.values },
      });
    }
  }
  const arrows = [...resources.values()].flatMap((resource) => arrowsOf(resource, resources, plan));
  const drawn = [...resources.values()].filter(
    ({ address, mode }) => mode === "managed" || arrows.some(({ to }) => to === address),
  );
  const kept = drawn
    .map((resource) => nodeOf(resource, states.get(resource.address) ?? "unchanged", plan))
    .sort((a, b) => Number(a.state === "unchanged") - Number(b.state === "unchanged"))
    .slice(0, MOST_NODES)
    .sort((a, b) => a.layer - b.layer || a.id.localeCompare(b.id, "en"));
  const ids = new Set(kept.map(({ id }) => id));
  if (kept.length === 0) {
    return undefined;
  }
  const edges = arrows.filter(({ from, to }) => ids.has(from) && ids.has(to));
  return { nodes: kept, edges, omitted: drawn.length - kept.length };
}

function nodeOf(resource: Resource, state: NodeState, plan: PlanJson): PictureNode {
  const kind = KINDS[resource.type] as Kind;
  const text = resource.type === "authentik_policy_binding" ? subjectOf(resource, plan) : labelOf(resource);
  return { id: resource.address, kind: kind.name, label: maskText(text), state, layer: kind.layer };
}

function labelOf(resource: Resource): string {
  const { managed_list: managed } = resource.values;
  return Array.isArray(managed)
    ? managed.map((name) => String(name).replace(/^.*\/scope-/, "")).join(", ")
    : label(resource);
}

/** Whom a binding names: the group, user or policy behind it. */
function subjectOf(binding: Resource, plan: PlanJson): string {
  for (const kind of ["group", "user", "policy"]) {
    // The provider's SDK records what is not set as "" or 0.
    const id = binding.values[kind] || undefined;
    const references = configurationOf(plan, binding.address)?.get(kind) ?? [];
    const named = [...plan.prior, ...plan.planned].find(
      ({ address, values }) =>
        refersTo(references, address) ||
        (id !== undefined &&
          [values.id, values.pk, values.uuid].some((handle) => String(handle) === String(id))),
    );
    if (named || id !== undefined) {
      return `${kind} ${named ? label(named) : id}`;
    }
  }
  return binding.name;
}

function arrowsOf(from: Resource, resources: ReadonlyMap<string, Resource>, plan: PlanJson): PictureEdge[] {
  const { arrows } = KINDS[from.type] as Kind;
  return Object.entries(arrows).flatMap(([attribute, says]) => {
    const isMeant = pointerOf(from, attribute, plan);
    return [...resources.values()]
      .filter((to) => to.address !== from.address && isMeant(to.address, handlesOf(to, attribute)))
      .map((to) => ({ from: from.address, to: to.address, label: arrowLabel(from, attribute, says) }));
  });
}

function handlesOf({ values: { uuid, id, ids } }: Resource, attribute: string): readonly unknown[] {
  // Scope mappings are many, and the data source that reads them carries an id of its own.
  return attribute === "property_mappings" && Array.isArray(ids) ? ids : [uuid, id];
}

function arrowLabel(from: Resource, attribute: string, says: string): string {
  if (attribute !== "target") {
    return says;
  }
  const { enabled, negate } = from.values;
  return enabled === false ? "disabled" : negate === true ? "may not use" : says;
}

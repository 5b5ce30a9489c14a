import { handlesOf, objectType } from "../objects";
import { policyBinding } from "../objects/policy-binding";
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
    if (objectType(resource.type)?.layer !== undefined) {
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
    .flatMap((resource) => nodeOf(resource, states.get(resource.address) ?? "unchanged", plan))
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

function nodeOf(resource: Resource, state: NodeState, plan: PlanJson): PictureNode[] {
  const { kind, drawnAs = kind, layer } = objectType(resource.type) ?? {};
  if (drawnAs === undefined || layer === undefined) return [];
  const text = resource.type === policyBinding.type ? subjectOf(resource, plan) : labelOf(resource);
  return [{ id: resource.address, kind: drawnAs, label: maskText(text), state, layer }];
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
      (resource) =>
        refersTo(references, resource.address) ||
        (id !== undefined && idsOf(resource).some((handle) => String(handle) === String(id))),
    );
    if (named || id !== undefined) {
      return `${kind} ${named ? label(named) : id}`;
    }
  }
  return binding.name;
}

function arrowsOf(from: Resource, resources: ReadonlyMap<string, Resource>, plan: PlanJson): PictureEdge[] {
  return Object.entries(objectType(from.type)?.attributes ?? {}).flatMap(([attribute, { refers }]) => {
    const says = refers?.arrow;
    if (says === undefined) return [];
    const isMeant = pointerOf(from, attribute, plan);
    return [...resources.values()]
      .filter((to) => to.address !== from.address && isMeant(to.address, idsOf(to)))
      .map((to) => ({ from: from.address, to: to.address, label: arrowLabel(from, attribute, says) }));
  });
}

/** What other objects refer to it by. */
function idsOf({ type, values }: Resource): readonly unknown[] {
  return handlesOf(type).flatMap((handle) => values[handle]);
}

function arrowLabel(from: Resource, attribute: string, says: string): string {
  if (attribute !== "target") {
    return says;
  }
  const { enabled, negate } = from.values;
  return enabled === false ? "disabled" : negate === true ? "may not use" : says;
}

import { subjectName } from "../changes/bound";
import type { Change } from "../changes/changes";
import { beforeDrift, label, labelsIn } from "../changes/references";
import { objectType } from "../objects";
import { flowStageBinding } from "../objects/flow-stage-binding";
import type { ObjectType } from "../objects/object-type";
import { policyBinding } from "../objects/policy-binding";
import type { Action } from "../objects/predicates";
import { maskText } from "../secrets";
import { handlesIn } from "../set-up/handles";
import { type Meaning, meaningOf, means } from "../set-up/meaning";
import type { PlanJson } from "../set-up/plan-json";
import { type SetUp, setUpInPlan } from "../set-up/set-up";
import { subjectOf } from "../set-up/subject";
import type { Resource } from "../set-up/values";

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

/** A resource of a type that is drawn, in its layer, and by what others mean it. */
interface Drawn extends Resource {
  readonly known: ObjectType;
  readonly layer: number;
  readonly keys: readonly string[];
}

const MOST_NODES = 200;

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
  const setUp = setUpInPlan(plan);
  const names = labelsIn(plan);
  const resources = new Map<string, Drawn>();
  for (const resource of [...beforeDrift(plan), ...plan.prior, ...plan.planned]) {
    const type = objectType(resource.type);
    if (type?.layer !== undefined) {
      const values = { ...resources.get(resource.address)?.values, ...resource.values };
      const keys = setUp.byAddress.get(resource.address)?.keys ?? [];
      resources.set(resource.address, { ...resource, values, known: type, layer: type.layer, keys });
    }
  }
  const arrows = new Map([...resources.values()].map((each) => [each.address, arrowsOf(each, setUp)]));
  const pointedAt = new Set([...arrows.values()].flatMap((each) => each.flatMap(({ at }) => [...at.keys])));
  const drawn = [...resources.values()].filter(
    ({ mode, keys }) => mode === "managed" || keys.some((key) => pointedAt.has(key)),
  );
  const stateOf = ({ address }: Resource) => states.get(address) ?? "unchanged";
  const kept = drawn
    .toSorted((a, b) => Number(stateOf(a) === "unchanged") - Number(stateOf(b) === "unchanged"))
    .slice(0, MOST_NODES)
    .map((resource) => nodeOf(resource, stateOf(resource), setUp, names))
    .sort((a, b) => a.layer - b.layer || a.id.localeCompare(b.id, "en"));
  const ids = new Set(kept.map(({ id }) => id));
  if (kept.length === 0) {
    return undefined;
  }
  const shown = drawn.filter(({ address }) => ids.has(address));
  const edges = shown.flatMap((from) =>
    (arrows.get(from.address) ?? []).flatMap(({ says, at }) =>
      shown
        .filter((to) => to.address !== from.address && means(at, to))
        .map((to) => ({ from: from.address, to: to.address, label: says })),
    ),
  );
  return { nodes: kept, edges, omitted: drawn.length - kept.length };
}

function nodeOf(
  resource: Drawn,
  state: NodeState,
  setUp: SetUp,
  names: ReadonlyMap<string, string>,
): PictureNode {
  const { kind, drawnAs = kind } = resource.known;
  const isBinding = resource.type === policyBinding.type || resource.type === flowStageBinding.type;
  const text = isBinding ? boundName(resource, setUp, names) : labelOf(resource);
  return { id: resource.address, kind: drawnAs, label: maskText(text), state, layer: resource.layer };
}

function labelOf(resource: Resource): string {
  const { managed_list: managed } = resource.values;
  return Array.isArray(managed)
    ? managed.map((name) => String(name).replace(/^.*\/scope-/, "")).join(", ")
    : label(resource);
}

/** Whom or what a binding names: the group, user, policy or stage behind it. */
function boundName(binding: Resource, setUp: SetUp, names: ReadonlyMap<string, string>): string {
  const subject = subjectOf(setUp, binding);
  return subject ? `${subject.kind} ${subjectName(subject, names)}` : binding.name;
}

function arrowsOf(from: Drawn, setUp: SetUp): { readonly says: string; readonly at: Meaning }[] {
  return Object.entries(from.known.attributes).flatMap(([attribute, { refers }]) =>
    refers?.arrow === undefined
      ? []
      : [{ says: arrowLabel(from, attribute, refers.arrow), at: meaningIn(from, attribute, setUp) }],
  );
}

/** What the attribute means as it is drawn; where it is empty or not known, what it is configured to mean. */
function meaningIn({ address, values }: Resource, attribute: string, setUp: SetUp): Meaning {
  const planned = handlesIn(attribute, values[attribute]).length > 0 ? values : undefined;
  return meaningOf(setUp, { address, seen: [values], planned }, attribute);
}

function arrowLabel(from: Resource, attribute: string, says: string): string {
  if (attribute !== "target") {
    return says;
  }
  const { enabled, negate } = from.values;
  return enabled === false ? "disabled" : negate === true ? "may not use" : says;
}

import { flowStageBinding } from "../objects/flow-stage-binding";
import { policyBinding } from "../objects/policy-binding";
import type { NodeState, Picture, PictureEdge, PictureNode } from "./picture";
import { count } from "./sections";

/** What is told in the box of the object that it is bound to, such as "may use: 3 groups". */
export interface Note {
  /** @default - what happens to the object that it is bound to, or nothing */
  readonly state?: NodeState;
  readonly text: string;
}

export interface FoldedNode extends PictureNode {
  /** @default - nothing is bound to it */
  readonly notes?: readonly Note[];
}

/** A picture in which some boxes stand for several objects. */
export interface FoldedPicture extends Picture {
  readonly nodes: readonly FoldedNode[];
}

const MOST_BOXES = 40;
/** Fewer boxes are drawn one by one. */
const MANY_BOXES = 12;
/** So many that stay as they are and are of one kind are drawn one by one. */
const FEW = 3;
/** So many bindings with the same fate are named one by one. */
const NAMED_BINDINGS = 3;

const BINDINGS: ReadonlySet<string> = new Set([policyBinding.kind, flowStageBinding.drawnAs]);
const PLURALS: ReadonlyMap<string, string> = new Map([
  ["group", "groups"],
  ["user", "users"],
  ["policy", "policies"],
  ["stage", "stages"],
]);

/** The picture as it is drawn: bindings in their target's box, and of many boxes one for all of a kind that stay. */
export function folded(picture: Picture): FoldedPicture {
  const without = withoutBindings(picture);
  const few = without.nodes.length > MANY_BOXES ? alikeTogether(without) : without;
  const kept = new Set(
    few.nodes
      .toSorted((a, b) => Number(staysAsItIs(a)) - Number(staysAsItIs(b)))
      .slice(0, MOST_BOXES)
      .map(({ id }) => id),
  );
  return {
    nodes: few.nodes.filter(({ id }) => kept.has(id)),
    edges: few.edges.filter(({ from, to }) => kept.has(from) && kept.has(to)),
    omitted: few.omitted + few.nodes.length - kept.size,
  };
}

function withoutBindings({ nodes, edges, omitted }: Picture): FoldedPicture {
  const leaving = grouped(edges, ({ from }) => from);
  const arriving = new Set(edges.map(({ to }) => to));
  const bound = nodes.flatMap((node) => {
    const [edge, ...more] = leaving.get(node.id) ?? [];
    const isFolded = BINDINGS.has(node.kind) && edge && more.length === 0 && !arriving.has(node.id);
    return isFolded ? [{ node, edge }] : [];
  });
  const gone = new Set(bound.map(({ node }) => node.id));
  const byTarget = grouped(bound, ({ edge }) => edge.to);
  return {
    nodes: nodes
      .filter(({ id }) => !gone.has(id))
      .map((node) => ({ ...node, notes: notesOf(byTarget.get(node.id) ?? [], node.state) })),
    edges: edges.filter(({ from }) => !gone.has(from)),
    omitted,
  };
}

interface Bound {
  readonly node: PictureNode;
  readonly edge: PictureEdge;
}

function notesOf(bound: readonly Bound[], ofTarget: NodeState): Note[] {
  const alike = grouped(bound, ({ node, edge }) => JSON.stringify([edge.label, node.state]));
  return [...alike.values()].flatMap((same) => {
    const labels = same.map(({ node }) => node.label);
    return same.slice(0, 1).flatMap(({ node: { state }, edge: { label } }) => {
      const isTold = state !== "unchanged" && state !== ofTarget;
      const texts =
        labels.length === 1 || (isTold && labels.length <= NAMED_BINDINGS) ? labels : [counted(labels)];
      return texts.map((text) => ({ ...(isTold ? { state } : {}), text: `${label}: ${text}` }));
    });
  });
}

/** For example "3 groups" or "2 groups, 1 user". */
function counted(labels: readonly string[]): string {
  const kinds = grouped(labels, (label) => {
    const [word = ""] = label.split(" ");
    return PLURALS.has(word) ? word : "binding";
  });
  return [...kinds]
    .map(([kind, { length }]) =>
      length === 1 ? `1 ${kind}` : `${length} ${PLURALS.get(kind) ?? "bindings"}`,
    )
    .join(", ");
}

function alikeTogether({ nodes, edges, omitted }: FoldedPicture): FoldedPicture {
  const alike = grouped(nodes.filter(staysAsItIs), ({ kind, layer }) => `${layer} ${kind}`);
  const together = [...alike.values()].filter(({ length }) => length > FEW);
  const standsFor = new Map(together.flatMap((all) => all.map(({ id }) => [id, all[0]?.id ?? id] as const)));
  const folds = new Map(together.map((all) => [all[0]?.id, all] as const));
  const box = (node: FoldedNode): FoldedNode[] => {
    const all = folds.get(node.id);
    if (!all) return standsFor.has(node.id) ? [] : [node];
    const { id, kind, layer, state } = node;
    return [
      { id, layer, state, kind: count(all.length, kind), label: all.map(({ label }) => label).join(", ") },
    ];
  };
  const merged = edges.map(({ from, to, label }) => ({
    from: standsFor.get(from) ?? from,
    to: standsFor.get(to) ?? to,
    label,
  }));
  return {
    nodes: nodes.flatMap(box),
    edges: [...grouped(merged, ({ from, to, label }) => JSON.stringify([from, to, label])).values()].flatMap(
      ([first]) => first ?? [],
    ),
    omitted,
  };
}

function staysAsItIs({ state, notes = [] }: FoldedNode): boolean {
  return state === "unchanged" && notes.every((note) => note.state === undefined);
}

function grouped<T>(all: readonly T[], keyOf: (each: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const each of all) {
    const key = keyOf(each);
    const group = groups.get(key);
    if (group) group.push(each);
    else groups.set(key, [each]);
  }
  return groups;
}

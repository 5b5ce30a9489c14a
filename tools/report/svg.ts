import { COLOURS, MARKS, STATES } from "./colours";
import { escapeHtml, oneLine, shorten } from "./escape";
import type { FoldedNode, FoldedPicture, Note } from "./folded";
import type { PictureEdge } from "./picture";
import { wrapLabel } from "./wrap-label";

const WIDTH = 224;
const GAP = 56;
const COLUMN = WIDTH + GAP;
const BETWEEN = 18;
const MARGIN = 12;
const PADDING = 12;
const LINE = 17;
const LETTERS = WIDTH - 2 * PADDING;
const MOST_TITLE = 200;
const MOST_SUMMARY = 8000;

/** A line of a box, its baseline measured from the box's top. */
interface Written {
  readonly text: string;
  readonly y: number;
  readonly looks: "kind" | "label" | "note" | "says";
}

interface Box extends FoldedNode {
  readonly written: readonly Written[];
  readonly height: number;
}

interface Placed extends Box {
  readonly x: number;
  readonly y: number;
}

/** The picture as inline SVG; the colours are the page's classes. */
export function svg(picture: FoldedPicture): string {
  const placed = place(picture);
  const nodes = [...placed.values()];
  const loops = picture.edges.some(({ from, to }) => (placed.get(from)?.x ?? 0) >= (placed.get(to)?.x ?? 0));
  const width = Math.max(...nodes.map(({ x }) => x)) + WIDTH + (loops ? GAP : MARGIN);
  const height = Math.max(...nodes.map(({ y, height }) => y + height)) + MARGIN;
  return [
    `<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escapeHtml(oneLine(shorten(inWords(picture), MOST_SUMMARY)))}">`,
    '<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path class="head" d="M0 0L8 4L0 8z"/></marker></defs>',
    ...picture.edges.map((edge) => arrow(placed.get(edge.from), placed.get(edge.to), edge)),
    ...nodes.map(box),
    "</svg>",
  ].join("\n");
}

/** The boxes with what is bound to them, what happens to them and where their arrows lead. */
function inWords({ nodes, edges }: FoldedPicture): string {
  const labels = new Map(nodes.map(({ id, label }) => [id, label]));
  return nodes
    .map(({ id, kind, label, state, notes = [] }) =>
      [
        `${kind} ${label} ${STATES[state]}`,
        ...notes.map(inState),
        ...edges.filter(({ from }) => from === id).map(({ to, label: says }) => `${says} ${labels.get(to)}`),
      ].join(", "),
    )
    .join("; ");
}

const inState = ({ state, text }: Note) => (state === undefined ? text : `${text} ${STATES[state]}`);

/** Puts each layer into a column and each node near the nodes that point to it. */
function place(picture: FoldedPicture): Map<string, Placed> {
  const boxes = picture.nodes.map((node) => boxOf(node, picture.edges));
  const placed = new Map<string, Placed>();
  const layers = [...new Set(boxes.map(({ layer }) => layer))].sort((a, b) => a - b);
  const columns = layers.map((layer) => boxes.filter((node) => node.layer === layer));
  const tallest = Math.max(...columns.map(heightOf));
  columns.forEach((nodes, column) => {
    const height = (node: Box) => {
      const sources = picture.edges.flatMap(({ from, to }) =>
        to === node.id ? (placed.get(from)?.y ?? []) : [],
      );
      return sources.length === 0
        ? Number.MAX_SAFE_INTEGER
        : sources.reduce((sum, y) => sum + y, 0) / sources.length;
    };
    const ordered =
      column === 0 ? byTarget(nodes, picture) : [...nodes].sort((a, b) => height(a) - height(b));
    let y = MARGIN + (tallest - heightOf(nodes)) / 2;
    for (const node of ordered) {
      placed.set(node.id, { ...node, x: MARGIN + column * COLUMN, y });
      y += node.height + BETWEEN;
    }
  });
  return placed;
}

const heightOf = (column: readonly Box[]) =>
  column.reduce((sum, { height }) => sum + height + BETWEEN, -BETWEEN);

/** Keeps the nodes of the first column together that point to the same object. */
function byTarget(nodes: readonly Box[], picture: FoldedPicture): Box[] {
  const order = picture.nodes.map(({ id }) => id);
  const target = (node: Box) => {
    const first = picture.edges.find(({ from }) => from === node.id);
    return first ? order.indexOf(first.to) : order.length;
  };
  return [...nodes].sort((a, b) => target(a) - target(b));
}

/** What is written in the box; what an arrow says stands where it leaves, so that no two are written over each other. */
function boxOf(node: FoldedNode, edges: readonly PictureEdge[]): Box {
  const { id, kind, label, state, notes = [] } = node;
  const says = [...new Set(edges.filter(({ from }) => from === id).map((edge) => edge.label))];
  const lines = [
    ...wrapLabel(headOf(kind, state), LETTERS, 11).map((text) => ({ text, looks: "kind" as const })),
    ...wrapLabel(oneLine(label), LETTERS, 14).map((text) => ({ text, looks: "label" as const })),
    ...notes.flatMap((note) =>
      wrapLabel(oneLine(noteOf(note)), LETTERS, 11).map((text) => ({ text, looks: "note" as const })),
    ),
    ...says.map((text) => ({ text, looks: "says" as const })),
  ];
  const written = lines.map((line, index) => ({ ...line, y: PADDING + 10 + index * LINE }));
  return { ...node, written, height: 2 * PADDING + lines.length * LINE - 2 };
}

function headOf(kind: string, state: FoldedNode["state"]): string {
  return state === "unchanged" ? kind : `${marked(state)}${kind} · ${STATES[state]}`;
}

function noteOf({ state, text }: Note): string {
  return state === undefined ? text : `${marked(state)}${text} · ${STATES[state]}`;
}

const marked = (state: FoldedNode["state"]) => (MARKS[state] === undefined ? "" : `${MARKS[state]} `);

function arrow(from: Placed | undefined, to: Placed | undefined, { label }: PictureEdge): string {
  if (!from || !to) {
    return "";
  }
  const port = from.written.find(({ looks, text }) => looks === "says" && text === label);
  const [x1, y1] = [from.x + WIDTH, from.y + (port?.y ?? 0) - 4];
  // To what is not further right the arrow goes around on the right.
  const isForward = to.x > from.x;
  const [x2, y2] = isForward ? [to.x - 2, to.y + to.height / 2] : [to.x + WIDTH + 2, to.y + PADDING + 6];
  const [leaves, arrives] = isForward
    ? [x1 + (x2 - x1) / 2, x2 - (x2 - x1) / 2]
    : [Math.max(x1, x2) + GAP - 8, Math.max(x1, x2) + GAP - 8];
  return `<path class="edge" d="M${x1} ${y1}C${leaves} ${y1} ${arrives} ${y2} ${x2} ${y2}" marker-end="url(#arrow)"/>`;
}

function box({ x, y, height, label, state, written }: Placed): string {
  const lines = written.map(({ text, y: baseline, looks }) =>
    looks === "says"
      ? `<text x="${WIDTH - PADDING}" y="${baseline}" class="says" text-anchor="end">${escapeHtml(text)} →</text>`
      : `<text x="${PADDING}" y="${baseline}" class="${looks}">${escapeHtml(text)}</text>`,
  );
  // How wide a letter is depends on the reader's fonts: the inner svg cuts what does not fit.
  return [
    `<g class="node ${COLOURS[state]}"><title>${escapeHtml(oneLine(shorten(label, MOST_TITLE)))}</title>`,
    `<rect x="${x}" y="${y}" width="${WIDTH}" height="${height}" rx="7"/>`,
    `<svg x="${x}" y="${y}" width="${WIDTH}" height="${height}">${lines.join("")}</svg></g>`,
  ].join("");
}

import { COLOURS, STATES } from "./colours";
import { escapeHtml, oneLine, shorten } from "./escape";
import type { Picture, PictureNode } from "./picture";

const WIDTH = 190;
const HEIGHT = 58;
const GAP = 130;
const COLUMN = WIDTH + GAP;
const ROW = HEIGHT + 22;
const MARGIN = 12;
const MOST_LABEL = 24;
const MOST_TITLE = 200;
const MOST_SUMMARY = 2000;

interface Placed extends PictureNode {
  readonly x: number;
  readonly y: number;
}

/** The picture as inline SVG; the colours are the page's classes. */
export function svg(picture: Picture): string {
  const placed = place(picture);
  const nodes = [...placed.values()];
  const width = Math.max(...nodes.map(({ x }) => x)) + WIDTH + MARGIN;
  const height = Math.max(...nodes.map(({ y }) => y)) + HEIGHT + MARGIN;
  const summary = nodes.map(({ kind, label, state }) => `${kind} ${label} ${STATES[state]}`).join("; ");
  return [
    `<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escapeHtml(oneLine(shorten(summary, MOST_SUMMARY)))}">`,
    '<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path class="head" d="M0 0L8 4L0 8z"/></marker></defs>',
    ...picture.edges.map(({ from, to }) => arrow(placed.get(from), placed.get(to))),
    ...picture.edges.map(({ from, to, label }) => says(placed.get(from), placed.get(to), label)),
    ...nodes.map(box),
    "</svg>",
  ].join("\n");
}

/** Puts each layer into a column and each node near the nodes that point to it. */
function place(picture: Picture): Map<string, Placed> {
  const placed = new Map<string, Placed>();
  const layers = [...new Set(picture.nodes.map(({ layer }) => layer))].sort((a, b) => a - b);
  const tallest = Math.max(
    ...layers.map((layer) => picture.nodes.filter((node) => node.layer === layer).length),
  );
  layers.forEach((layer, column) => {
    const nodes = picture.nodes.filter((node) => node.layer === layer);
    const height = (node: PictureNode) => {
      const sources = picture.edges.flatMap(({ from, to }) =>
        to === node.id ? (placed.get(from)?.y ?? []) : [],
      );
      return sources.length === 0
        ? Number.MAX_SAFE_INTEGER
        : sources.reduce((sum, y) => sum + y, 0) / sources.length;
    };
    const ordered =
      column === 0 ? byTarget(nodes, picture) : [...nodes].sort((a, b) => height(a) - height(b));
    const top = MARGIN + ((tallest - nodes.length) * ROW) / 2;
    ordered.forEach((node, row) => {
      placed.set(node.id, { ...node, x: MARGIN + column * COLUMN, y: top + row * ROW });
    });
  });
  return placed;
}

/** Keeps the nodes of the first column together that point to the same object. */
function byTarget(nodes: readonly PictureNode[], picture: Picture): PictureNode[] {
  const order = picture.nodes.map(({ id }) => id);
  const target = (node: PictureNode) => {
    const first = picture.edges.find(({ from }) => from === node.id);
    return first ? order.indexOf(first.to) : order.length;
  };
  return [...nodes].sort((a, b) => target(a) - target(b));
}

function arrow(from: Placed | undefined, to: Placed | undefined): string {
  if (!from || !to) {
    return "";
  }
  const [x1, y1, x2, y2] = ends(from, to);
  // Of two in one column the arrow goes around on the left.
  const bend = x1 === x2 ? -GAP / 2 : (x2 - x1) / 2;
  const [leaves, arrives] = [x1 + bend, x1 === x2 ? x2 + bend : x2 - bend];
  return `<path class="edge" d="M${x1} ${y1}C${leaves} ${y1} ${arrives} ${y2} ${x2 - 2} ${y2}" marker-end="url(#arrow)"/>`;
}

/** What an arrow says, to be drawn after all arrows so that none crosses it out. */
function says(from: Placed | undefined, to: Placed | undefined, label: string): string {
  if (!from || !to) {
    return "";
  }
  const [x1, y1, x2, y2] = ends(from, to);
  if (x1 === x2) {
    return `<text class="says" x="${x1 - GAP / 3}" y="${(y1 + y2) / 2 + 4}" text-anchor="middle">${escapeHtml(label)}</text>`;
  }
  // A third along the curve, where arrows that leave one node are apart and arrows into one are not yet together.
  return `<text class="says" x="${x1 + (x2 - x1) * 0.38}" y="${y1 + (y2 - y1) * 0.28 + 4}" text-anchor="middle">${escapeHtml(label)}</text>`;
}

function ends(from: Placed, to: Placed): [x1: number, y1: number, x2: number, y2: number] {
  const start = from.x === to.x ? from.x : from.x + WIDTH;
  return [start, from.y + HEIGHT / 2, to.x, to.y + HEIGHT / 2];
}

function box({ x, y, kind, label, state }: Placed): string {
  const says = state === "unchanged" ? kind : `${kind} · ${STATES[state]}`;
  // How wide a letter is depends on the reader's fonts: the inner svg cuts what does not fit.
  return [
    `<g class="node ${COLOURS[state]}"><title>${escapeHtml(oneLine(shorten(label, MOST_TITLE)))}</title>`,
    `<rect x="${x}" y="${y}" width="${WIDTH}" height="${HEIGHT}" rx="7"/>`,
    `<svg x="${x}" y="${y}" width="${WIDTH - 6}" height="${HEIGHT}"><text x="12" y="23" class="kind">${escapeHtml(says)}</text><text x="12" y="43">${escapeHtml(shorten(oneLine(label), MOST_LABEL))}</text></svg></g>`,
  ].join("");
}

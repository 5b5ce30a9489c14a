import { COLOURS, MARKS, STATES } from "./colours";
import type { Block, Inline, Item, Line, Mark } from "./document";
import { escapeHtml, oneLine, shorten } from "./escape";
import { type FoldedPicture, folded } from "./folded";
import { layOut } from "./layout";
import type { Report } from "./model";
import { count } from "./sections";
import { STYLE } from "./style";
import { svg } from "./svg";
import { overview, verdict } from "./verdict";

const MOST_TITLE = 200;
/** A table with more of them is stacked already on a page of middling width. */
const MOST_COLUMNS = 4;

const MARK_COLOURS: Readonly<Record<Mark, "good" | "warn" | "bad">> = {
  "+": "good",
  "~": "warn",
  "-": "bad",
  "-/+": "bad",
};

/** The report as one self-contained page: no scripts, nothing loaded, light and dark. */
export function renderHtml(report: Report): string {
  return htmlPage(titleOf(report), layOut(report));
}

/** What tells one tab from the other: the verdict first, since little of a title is seen. */
function titleOf(report: Report): string {
  const [only, ...others] = report.environments;
  const about =
    only === undefined
      ? []
      : others.length === 0
        ? [verdict(only, report.kind), only.name]
        : [overview(report), count(report.environments.length, "environment")];
  return shorten([...about, `agent-stack ${report.kind}`].join(" · "), MOST_TITLE);
}

/** Blocks as a page of that kind. */
export function htmlPage(title: string, blocks: readonly Block[]): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(oneLine(title))}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${blocks.map(block).join("\n")}
</main>
</body>
</html>
`;
}

function block(shown: Block): string {
  switch (shown.kind) {
    case "heading":
      return `<h${shown.level - 1}>${line(shown.line)}</h${shown.level - 1}>`;
    case "paragraph":
      return `<p>${line(shown.line)}</p>`;
    case "alert": {
      const [title = [], ...lines] = shown.lines;
      return `<section class="alert ${shown.tone}"><p>${line(title)}</p>${list(lines.map((each) => ({ line: each })))}</section>`;
    }
    case "list":
      return list(shown.items);
    case "table":
      return `<div class="${shown.head.length > MOST_COLUMNS ? "wide many" : "wide"}" tabindex="0" role="region" aria-label="Table: ${escapeHtml(shown.head.join(", "))}"><table><thead><tr>${shown.head.map((cell) => `<th>${escapeHtml(cell)}</th>`).join("")}</tr></thead><tbody>${shown.rows
        .map(
          (cells) =>
            `<tr>${cells.map((cell, column) => dataCell(shown.head[column] ?? "", cell)).join("")}</tr>`,
        )
        .join("\n")}</tbody></table></div>`;
    case "details":
      return `<details${shown.open ? " open" : ""}><summary>${line(shown.summary)}</summary>${shown.blocks.map(block).join("\n")}</details>`;
    case "preformatted":
      return `<pre>${escapeHtml(shown.text)}</pre>`;
    case "picture":
      return figure(folded(shown.picture));
  }
}

/** The heading is what a narrow table shows in front of the cell. */
function dataCell(heading: string, cell: Line): string {
  return `<td data-head="${escapeHtml(heading)}"><div>${line(cell)}</div></td>`;
}

function figure(picture: FoldedPicture): string {
  const states = picture.nodes.flatMap(({ state, notes = [] }) => [
    state,
    ...notes.map((note) => note.state),
  ]);
  const legend = Object.keys(STATES)
    .filter((state): state is keyof typeof STATES => states.some((each) => each === state))
    .map((state) => {
      const mark = MARKS[state] === undefined ? "" : `${MARKS[state]} `;
      return `<span class="key ${COLOURS[state]}">${mark}${STATES[state]}</span>`;
    });
  const omitted = picture.omitted > 0 ? ` ${count(picture.omitted, "further object")} not drawn.` : "";
  return [
    '<figure class="picture"><h3>Picture of the set-up</h3>',
    `<p class="legend">${legend.join(" ")} <span>Arrows lead from an object to what it refers to.${omitted}</span></p>`,
    `<div class="wide" tabindex="0" role="region" aria-label="Picture of the set-up, scrolls sideways">${svg(picture)}</div></figure>`,
  ].join("");
}

function list(items: readonly Item[]): string {
  const entries = items.map(({ line: own, mark, nested = [] }) => {
    const below = nested.length > 0 ? list(nested.map((each) => ({ line: each }))) : "";
    return !mark
      ? `<li>${line(own)}${below}</li>`
      : `<li class="marked ${MARK_COLOURS[mark]}"><b>${mark}</b> ${line(own)}${below}</li>`;
  });
  return `<ul>${entries.join("\n")}</ul>`;
}

function line(parts: Line): string {
  return parts.map(inline).join("");
}

function inline(part: Inline): string {
  if (typeof part === "string") {
    return escapeHtml(oneLine(part));
  }
  if ("code" in part) {
    return `<code>${escapeHtml(oneLine(part.code))}</code>`;
  }
  return "strong" in part
    ? `<strong>${escapeHtml(oneLine(part.strong))}</strong>`
    : `<a href="${escapeHtml(part.to)}">${escapeHtml(part.link)}</a>`;
}

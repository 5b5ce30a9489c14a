import { styleText } from "node:util";
import type { Block, Inline, Line } from "./document";
import { oneLine, visible } from "./escape";
import { layOut } from "./layout";
import type { Report } from "./model";

type Style = Parameters<typeof styleText>[0];
type Paint = (style: Style, text: string) => string;

/** The report for a terminal. */
export function renderText(report: Report, colour = false): string {
  return textOf(layOut(report), colour);
}

/** Blocks for a terminal. */
export function textOf(blocks: readonly Block[], colour: boolean): string {
  const paint: Paint = (style, text) => (colour ? styleText(style, text, { validateStream: false }) : text);
  return `${blocks
    .filter(({ kind }) => kind !== "picture")
    .map((shown) => block(shown, paint))
    .join("\n\n")}\n`;
}

function block(shown: Block, paint: Paint): string {
  const line = (parts: Line) => parts.map((part) => inline(part, paint)).join("");
  switch (shown.kind) {
    case "heading":
      return paint("bold", shown.level === 2 ? line(shown.line).toUpperCase() : line(shown.line));
    case "paragraph":
      return line(shown.line);
    case "alert": {
      const colour = shown.tone === "danger" ? "red" : "yellow";
      return shown.lines
        .map((each, index) => paint(colour, `${index === 0 ? "!! " : "   - "}${line(each)}`))
        .join("\n");
    }
    case "list":
      return shown.items
        .flatMap((item) => [
          `  - ${line(item.line)}`,
          ...(item.nested ?? []).map((each) => `    - ${line(each)}`),
        ])
        .join("\n");
    case "table":
      return shown.rows.map((cells) => row(shown.head, cells.map(line))).join("\n");
    case "details":
      return [paint("bold", line(shown.summary)), ...shown.blocks.map((each) => block(each, paint))].join(
        "\n",
      );
    case "preformatted":
      return visible(shown.text).replace(/^/gm, "    ");
    case "picture":
      return "";
  }
}

function row(head: readonly string[], [first = "", ...rest]: readonly string[]): string {
  return head.length === 3 ? `    ${first}: ${rest.join(" → ")}` : `    ${first}: ${rest.join(" ")}`;
}

function inline(part: Inline, paint: Paint): string {
  if (typeof part === "string") {
    return oneLine(part);
  }
  if ("code" in part) {
    return paint("cyan", oneLine(part.code));
  }
  return "strong" in part ? paint("bold", oneLine(part.strong)) : part.to;
}

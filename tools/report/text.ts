import { styleText } from "node:util";
import type { Block, Inline, Line, Mark } from "./document";
import { oneLine, visible } from "./escape";
import { layOut } from "./layout";
import type { Report } from "./model";
import { kept, wrapped } from "./wrap";

type Style = Parameters<typeof styleText>[0];

/** The report for a terminal; without a width no line is broken. */
export function renderText(report: Report, colour = false, width = Number.POSITIVE_INFINITY): string {
  return textOf(layOut(report), colour, width);
}

/** Blocks for a terminal. */
export function textOf(blocks: readonly Block[], colour: boolean, width = Number.POSITIVE_INFINITY): string {
  const text = new Text(colour, width);
  const shown = blocks.filter(({ kind }) => kind !== "picture").map((each) => text.block(each));
  return `${[...shown, ...text.links()].join("\n\n")}\n`;
}

const MARK_COLOURS: Readonly<Record<Mark, Style>> = {
  "+": "green",
  "~": "yellow",
  "-": "red",
  "-/+": "red",
};

/** How far the deepest lines are from the left. */
const DEEPEST = 8;

class Text {
  /** The addresses that were linked to, each at its number. */
  private readonly addresses: string[] = [];

  constructor(
    private readonly colour: boolean,
    private readonly width: number,
  ) {}

  block(shown: Block): string {
    switch (shown.kind) {
      case "heading": {
        const line = this.line(shown.line);
        return this.wrapped(this.paint("bold", shown.level === 2 ? line.toUpperCase() : line));
      }
      case "paragraph":
        return this.wrapped(this.line(shown.line));
      case "alert": {
        const colour = shown.tone === "danger" ? "red" : "yellow";
        return shown.lines
          .map((each, index) => this.wrapped(this.line(each), index === 0 ? "!! " : "   - ", colour))
          .join("\n");
      }
      case "list":
        return shown.items
          .flatMap(({ line, mark, nested = [] }) => [
            this.wrapped(
              this.line(line),
              `  ${mark === "" ? " " : (mark ?? "-")} `,
              mark ? MARK_COLOURS[mark] : undefined,
            ),
            ...nested.map((each) => this.wrapped(this.line(each), "    - ")),
          ])
          .join("\n");
      case "table":
        return shown.rows.map((cells) => this.row(shown.head, cells)).join("\n");
      case "details":
        return [
          this.wrapped(this.paint("bold", this.line(shown.summary))),
          ...shown.blocks.map((each) => this.block(each)),
        ].join("\n");
      case "preformatted":
        return visible(shown.text)
          .split("\n")
          .map((each) => {
            const [indent = ""] = /^ */.exec(each) ?? [];
            return this.wrapped(each.slice(indent.length), `    ${indent}`);
          })
          .join("\n");
      case "picture":
        return "";
    }
  }

  /** What the numbers stand for; an address is not broken, since then it could not be followed. */
  links(): string[] {
    if (this.addresses.length === 0) return [];
    const lines = this.addresses.map((address, index) => `[${index + 1}] ${address}`);
    return [[this.paint("bold", "Links"), ...lines].join("\n")];
  }

  private row(head: readonly string[], cells: readonly Line[]): string {
    const [first = "", second = "", ...rest] = cells.map((cell) => this.line(cell));
    if (head.length === 3) {
      return this.wrapped(`${first}: ${[second, ...rest].join(" → ")}`, "    ", undefined, "      ");
    }
    const named = rest.map((cell, index) => kept(`${head[index + 2]}: ${cell}`, this.width - DEEPEST));
    return [
      this.wrapped(`${first}: ${second}`, "    ", undefined, "      "),
      ...(named.length > 0 ? [this.wrapped(named.join(" · "), "      ")] : []),
    ].join("\n");
  }

  /** The text behind its beginning, further lines below the text. */
  private wrapped(text: string, begin = "", colour?: Style, below = " ".repeat(begin.length)): string {
    const lines = wrapped(text, this.width - below.length);
    const isAlert = begin.startsWith("!!") || begin.startsWith("   -");
    const painted = (part: string) => (colour ? this.paint(colour, part) : part);
    return lines
      .map((line, index) => {
        const start = index === 0 ? begin : below;
        return isAlert ? painted(`${start}${line}`) : `${index === 0 ? painted(start) : start}${line}`;
      })
      .join("\n");
  }

  private line(parts: Line): string {
    return parts.map((part) => this.inline(part)).join("");
  }

  private inline(part: Inline): string {
    if (typeof part === "string") return oneLine(part);
    if ("code" in part) return this.paint("cyan", kept(oneLine(part.code), this.width - DEEPEST));
    return "strong" in part ? this.paint("bold", oneLine(part.strong)) : `see [${this.numberOf(part.to)}]`;
  }

  private numberOf(address: string): number {
    const known = this.addresses.indexOf(address);
    return known >= 0 ? known + 1 : this.addresses.push(address);
  }

  private paint(style: Style, text: string): string {
    return this.colour ? styleText(style, text, { validateStream: false }) : text;
  }
}

const { Parser } = require("commonmark") as {
  Parser: new () => {
    parse(source: string): { walker(): { next(): { entering: boolean; node: Node } | null } };
  };
};

interface Node {
  readonly type: string;
  readonly literal: string | null;
  readonly destination: string | null;
  readonly info: string | null;
  readonly level: number;
}

/** What a CommonMark parser makes of a report. */
export interface Structure {
  /** All raw HTML, tag by tag. */
  readonly html: readonly string[];
  readonly links: readonly string[];
  readonly types: ReadonlySet<string>;
  /** Text outside of code, as it is shown. */
  readonly text: string;
  /** Languages of the fenced blocks. */
  readonly fences: readonly string[];
  readonly headings: number;
}

export function structureOf(markdown: string): Structure {
  const nodes: Node[] = [];
  const walker = new Parser().parse(markdown).walker();
  for (let step = walker.next(); step; step = walker.next()) {
    if (step.entering) {
      nodes.push(step.node);
    }
  }
  const of = (...types: string[]) => nodes.filter(({ type }) => types.includes(type));
  return {
    html: of("html_block", "html_inline").flatMap(tagsIn),
    links: of("link", "image").map(({ destination }) => destination ?? ""),
    types: new Set(nodes.map(({ type }) => type)),
    text: textOutsideCode(nodes),
    fences: of("code_block").map(({ info }) => info ?? "indented"),
    headings: of("heading").length,
  };
}

function tagsIn({ literal }: Node): string[] {
  return literal?.match(/<!--.*?-->|<[^>]*>?/gs) ?? [];
}

function textOutsideCode(nodes: readonly Node[]): string {
  let code = 0;
  return nodes
    .map((node) => {
      if (node.type === "html_inline") {
        code += node.literal === "<code>" ? 1 : node.literal === "</code>" ? -1 : 0;
      }
      const shown = node.type === "text" && code === 0 ? node.literal : undefined;
      return shown ?? (node.type === "paragraph" ? "\n" : "");
    })
    .join("");
}

/** How deep the details are nested at the end, NaN when more are closed than opened. */
export function openDetails(html: readonly string[]): number {
  return html.reduce((depth, tag) => {
    const next = tag.startsWith("<details") ? depth + 1 : tag === "</details>" ? depth - 1 : depth;
    return next < 0 ? Number.NaN : next;
  }, 0);
}

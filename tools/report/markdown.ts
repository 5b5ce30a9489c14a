import type { Block, Inline, Line } from "./document";
import { escapeMarkdown, markdownCode, markdownFence } from "./escape";
import { fit } from "./fit";
import { folded } from "./folded";
import { layOut } from "./layout";
import { mermaid } from "./mermaid";
import type { Report } from "./model";
import { count } from "./sections";

/** GitHub takes 65,536 characters in a comment. */
export const MARKDOWN_LIMIT = 65_000;

/** The report as Markdown for a pull request, merge request or issue; the hidden first line finds it again. */
export function renderMarkdown(report: Report, limit = MARKDOWN_LIMIT): string {
  const blocks = layOut(report).map(block).join("\n\n");
  return fit(`<!-- agent-stack:${report.kind} -->\n${blocks}\n`, limit);
}

function block(shown: Block): string {
  switch (shown.kind) {
    case "heading":
      return `${"#".repeat(shown.level)} ${line(shown.line)}`;
    case "paragraph":
      return line(shown.line);
    case "alert":
      return [
        `> [!${shown.tone === "danger" ? "CAUTION" : "WARNING"}]`,
        ...shown.lines.map((each, index) => (index === 0 ? `> ${line(each)}\n>` : `> - ${line(each)}`)),
      ].join("\n");
    case "list":
      return shown.items
        .flatMap((item) => [
          `- ${!item.mark ? "" : `\`${item.mark}\` `}${line(item.line)}`,
          ...(item.nested ?? []).map((each) => `  - ${line(each)}`),
        ])
        .join("\n");
    case "table":
      return [
        row(shown.head),
        row(shown.head.map(() => "---")),
        ...shown.rows.map((cells) => row(cells.map(line))),
      ].join("\n");
    case "details":
      return `<details${shown.open ? " open" : ""}>\n<summary>${shown.summary.map(htmlInline).join("")}</summary>\n\n${shown.blocks.map(block).join("\n\n")}\n\n</details>`;
    case "preformatted":
      return markdownFence(shown.text);
    case "picture": {
      const picture = folded(shown.picture);
      return [
        "<details open>\n<summary>Picture of the set-up</summary>\n",
        markdownFence(mermaid(picture), "mermaid"),
        ...(picture.omitted > 0 ? [`\n${count(picture.omitted, "further object")} not drawn.`] : []),
        "\n</details>",
      ].join("\n");
    }
  }
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function line(parts: Line): string {
  return parts.map(inline).join("");
}

function inline(part: Inline): string {
  if (typeof part === "string") {
    return escapeMarkdown(part);
  }
  if ("code" in part) {
    return markdownCode(part.code);
  }
  return "strong" in part
    ? `**${escapeMarkdown(part.strong)}**`
    : `[${escapeMarkdown(part.link)}](${part.to})`;
}

/** Inside a tag such as summary Markdown is not read, HTML is. */
function htmlInline(part: Inline): string {
  if (typeof part === "string") {
    return escapeMarkdown(part);
  }
  if ("code" in part) {
    return `<code>${escapeMarkdown(part.code)}</code>`;
  }
  return "strong" in part ? `<strong>${escapeMarkdown(part.strong)}</strong>` : escapeMarkdown(part.link);
}

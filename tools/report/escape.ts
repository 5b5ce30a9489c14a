// Characters that are not seen or that change how others are seen: controls, bidi marks, zero width, lone surrogates.
const INVISIBLE = /(?![\n\t])[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

const WORD_JOINER = "\u2060";

/** The text with invisible characters made visible, line ends and tabs kept. */
export function visible(text: string): string {
  return text.replaceAll("\r\n", "\n").replace(INVISIBLE, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `⟨U+${code.toString(16).toUpperCase().padStart(4, "0")}⟩`;
  });
}

/** The text on one line, invisible characters made visible. */
export function oneLine(text: string): string {
  return visible(text).replaceAll("\n", "⏎").replaceAll("\t", " ");
}

/** At most so many characters, cut between characters and marked. */
export function shorten(text: string, most: number): string {
  const characters = [...text.slice(0, most * 2 + 2)];
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join("")}…`;
}

export function escapeHtml(text: string): string {
  return visible(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

/** Text outside of code: no markup, no mention, no reference, no link. */
export function escapeMarkdown(text: string): string {
  return oneLine(text)
    .replace(
      /[@#!~%$&^](?=[\p{L}\p{N}_"[{])|:(?=\/)|:(?=[\w+-]+:)|\bwww(?=\.)|\bGH(?=-)/giu,
      `$&${WORD_JOINER}`,
    )
    .replace(/[\\`*_[\]<>#|~&$^@]|:(?=\u2060)|^\s*[-+=]|[.)](?<=^\s*\d+[.)])/g, (found) =>
      [...found].map(entity).join(""),
    );
}

/** Text as code on one line, of any content, also inside a table. */
export function markdownCode(text: string): string {
  const line = oneLine(text);
  // In a code span everything but these is literal; forges look for neither mentions nor references in code.
  return line === "" || /[`|<>\\&]|^\s|\s$/.test(line)
    ? `<code>${line.replace(/[^\p{L}\p{N} .,=;/-]/gu, entity)}</code>`
    : `\`${line}\``;
}

/** A fenced block whose fence is longer than any run of its character in the content. */
export function markdownFence(text: string, language = ""): string {
  const content = visible(text);
  const runs = content.match(/`+/g) ?? [];
  const longest = runs.reduce((most, run) => Math.max(most, run.length), 2);
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${content}\n${fence}`;
}

/** A label inside double quotes in a Mermaid diagram. */
export function escapeMermaid(text: string): string {
  return oneLine(text).replace(/[^\p{L}\p{N} .,=_/()-]/gu, (character) => `#${character.codePointAt(0)};`);
}

/** JSON in which characters that are not seen are written as escapes. */
export function visibleJson(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(INVISIBLE, (character) =>
    character
      .split("")
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
      .join(""),
  );
}

function entity(character: string): string {
  return `&#${character.codePointAt(0)};`;
}

const TAIL = 3000;
const NOTE_RESERVE = 1500;
const MOST_TITLES = 10;

interface Structure {
  readonly fence: string | undefined;
  readonly details: number;
}

/**
 * Cuts Markdown of ours in the middle, so that head and tail stay, open blocks are closed and a note says what is missing.
 *
 * Only for what our renderer wrote: lines that look like fences or details are taken for such.
 */
export function fit(markdown: string, limit: number): string {
  if (markdown.length <= limit) {
    return markdown;
  }
  const lines = markdown.split("\n");
  const structures = structuresOf(lines);
  const first = tailStart(lines, structures, Math.min(TAIL, limit / 4));
  const tail = lines.slice(first).join("\n");
  const last = headEnd(lines, limit - tail.length - NOTE_RESERVE);
  const cut = lines.slice(last, first);
  const { fence, details } = structures[last] ?? { fence: undefined, details: 0 };
  const closing = [...(fence ? [fence] : []), ...Array.from({ length: details }, () => "\n</details>")];
  return [...lines.slice(0, last), ...closing, "", note(cut), "", tail].join("\n");
}

function note(cut: readonly string[]): string {
  const titles = cut.flatMap((line) => /^(?:#{3,4} |<summary>)(.{1,100})/.exec(line)?.[1] ?? []);
  const named = titles
    .slice(0, MOST_TITLES)
    .map((title) => readable(title).slice(0, 80))
    .filter((title) => title.trim() !== "")
    .map((title) => `\`${title}\``);
  const more = titles.length > MOST_TITLES ? ` and ${titles.length - MOST_TITLES} more` : "";
  const about = named.length > 0 ? `, about ${named.join(", ")}${more}` : "";
  return `> **Cut here: ${cut.length} lines are left out to fit${about}.** The whole report is in the html and json formats.`;
}

/** A title without our tags and entities, and without anything that Markdown or HTML could read. */
function readable(title: string): string {
  return title
    .replace(/<[^>]*>?/g, "")
    .replace(/&#(\d{1,6});/g, (_, code) => String.fromCodePoint(Number(code)))
    .replace(/&#\d*|[^\p{L}\p{N} .,:_-]/gu, "");
}

/** The structure in front of each line. */
function structuresOf(lines: readonly string[]): Structure[] {
  let fence: string | undefined;
  let details = 0;
  return lines.map((line) => {
    const before = { fence, details };
    const ticks = /^`{3,}/.exec(line)?.[0];
    if (fence !== undefined) {
      fence = line === fence ? undefined : fence;
    } else if (ticks) {
      fence = ticks;
    } else if (line.startsWith("<details")) {
      details += 1;
    } else if (line === "</details>") {
      details -= 1;
    }
    return before;
  });
}

/** The first line of the longest tail of whole blocks that fits. */
function tailStart(lines: readonly string[], structures: readonly Structure[], most: number): number {
  let start = lines.length;
  let length = 0;
  for (let index = lines.length - 1; index >= 0; index -= 1) {
    length += (lines[index]?.length ?? 0) + 1;
    if (length > most) {
      break;
    }
    const outside = structures[index]?.details === 0 && structures[index]?.fence === undefined;
    if (outside && (index === 0 || lines[index - 1] === "")) {
      start = index;
    }
  }
  return start;
}

function headEnd(lines: readonly string[], most: number): number {
  let length = 0;
  const end = lines.findIndex((line) => {
    length += line.length + 1;
    return length > most;
  });
  return end === -1 ? lines.length : end;
}

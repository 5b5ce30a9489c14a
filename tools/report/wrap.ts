import stringWidth from "string-width";
import wrapAnsi from "wrap-ansi";

/** Stands for a space at which no line is broken; no text has it, as `visible` shows such characters by their numbers. */
const KEPT = "\u{E000}";

/** Code and our own commands in a sentence. */
const COPIED = /`[^`\n]+`|\b(?:npx )?agent-stack [a-z-]+|\bnpm (?:install|run [\w:-]+)/g;

/** What is copied: no line is broken within it, as long as it fits one. */
export function kept(text: string, columns: number): string {
  return Number.isFinite(columns) && stringWidth(text) <= columns ? text.replaceAll(" ", KEPT) : text;
}

/** The lines of a text, none wider but for a word that is: addresses, paths and ids are copied whole. */
export function wrapped(text: string, columns: number): string[] {
  const broken = Number.isFinite(columns) ? wrapAnsi(text, columns) : text;
  return broken.replaceAll(KEPT, " ").split("\n");
}

/** By how much the rest of a line stands further right than its beginning. */
export const HANGING = 2;

/**
 * A text of several lines, each broken where it is wider.
 *
 * @param hanging - By how much the rest of a line that is not indented stands further right
 */
export function fitted(text: string, columns: number, hanging = 0): string {
  if (!Number.isFinite(columns)) return text;
  return text
    .split("\n")
    .map((line) => (stringWidth(line) <= columns ? line : broken(line, columns, hanging)))
    .join("\n");
}

function broken(line: string, columns: number, hanging: number): string {
  // Terraform draws a frame on the left of its messages.
  const [begin = "", item] = /^[\s│]*([-~+*] )?/.exec(line) ?? [];
  const further = item !== undefined ? 0 : begin === "" ? hanging : HANGING;
  const below = " ".repeat(begin.length + further);
  const room = columns - below.length;
  const text = line.slice(begin.length).replace(COPIED, (copied) => kept(copied, room));
  return wrapped(text, room)
    .map((each, index) => `${index === 0 ? begin : below}${each}`)
    .join("\n");
}

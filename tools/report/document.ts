import type { Picture } from "./picture";

/** A piece of a line, unescaped: text of any origin, or text with a meaning. */
export type Inline =
  | string
  | { readonly code: string }
  | { readonly strong: string }
  | { readonly link: string; readonly to: string };

export type Line = readonly Inline[];

/** What happens to an object, as Terraform marks it. */
export type Mark = "+" | "~" | "-" | "-/+";

export interface Item {
  readonly line: Line;
  /** Empty where something happens that has no mark, such as an import. @default - nothing happens to what it is about */
  readonly mark?: Mark | "";
  readonly nested?: readonly Line[];
}

/** A report without a medium: what is said in which order. All strings are unescaped. */
export type Block =
  | { readonly kind: "heading"; readonly level: 2 | 3 | 4; readonly line: Line }
  | { readonly kind: "paragraph"; readonly line: Line }
  | { readonly kind: "alert"; readonly tone: "danger" | "warning"; readonly lines: readonly Line[] }
  | { readonly kind: "list"; readonly items: readonly Item[] }
  | { readonly kind: "table"; readonly head: readonly string[]; readonly rows: readonly (readonly Line[])[] }
  | {
      readonly kind: "details";
      readonly summary: Line;
      readonly open: boolean;
      readonly blocks: readonly Block[];
    }
  | { readonly kind: "preformatted"; readonly text: string }
  | { readonly kind: "picture"; readonly picture: Picture };

/** Reads the `code` and **strong** marks in a sentence. */
export function marked(sentence: string): Line {
  return sentence
    .split(/(`[^`]+`|\*\*[^*]+\*\*)/)
    .filter((part) => part !== "")
    .map((part) => {
      const [, code, strong] = /^(?:`([^`]+)`|\*\*([^*]+)\*\*)$/.exec(part) ?? [];
      return code !== undefined ? { code } : strong !== undefined ? { strong } : part;
    });
}

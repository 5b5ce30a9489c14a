import type { Picture } from "./picture";

/** A piece of text: plain text in which `code` and **strong** are marked, or a link. */
export type Inline = string | { readonly code: string } | { readonly link: string; readonly to: string };

export type Line = readonly Inline[];

/** A report without a medium: what is said in which order. All strings are unescaped. */
export type Block =
  | { readonly kind: "heading"; readonly level: 2 | 3 | 4; readonly line: Line }
  | { readonly kind: "paragraph"; readonly line: Line }
  | { readonly kind: "alert"; readonly tone: "danger" | "warning"; readonly lines: readonly Line[] }
  | { readonly kind: "list"; readonly items: readonly Line[] }
  | { readonly kind: "table"; readonly head: readonly string[]; readonly rows: readonly (readonly Line[])[] }
  | {
      readonly kind: "details";
      readonly summary: Line;
      readonly open: boolean;
      readonly blocks: readonly Block[];
    }
  | { readonly kind: "preformatted"; readonly text: string }
  | { readonly kind: "picture"; readonly picture: Picture };

export type Mark = { readonly mark: "text" | "code" | "strong"; readonly text: string };

/** Splits marked text; text of others contains no marks when it went through `plain`. */
export function marks(text: string): Mark[] {
  return text
    .split(/(`[^`\n]+`|\*\*[^*\n]+\*\*)/)
    .filter((part) => part !== "")
    .map((part) => {
      if (part.length > 2 && part.startsWith("`") && part.endsWith("`")) {
        return { mark: "code", text: part.slice(1, -1) };
      }
      return part.length > 4 && part.startsWith("**") && part.endsWith("**")
        ? { mark: "strong", text: part.slice(2, -2) }
        : { mark: "text", text: part };
    });
}

import fc from "fast-check";
import {
  escapeHtml,
  escapeMarkdown,
  markdownCode,
  markdownFence,
  oneLine,
  shorten,
  visible,
  visibleJson,
} from "../../../tools/report/escape";
import { structureOf } from "./markdown-structure";

test.each([
  ["a\u001b[31mb", "a⟨U+001B⟩[31mb"],
  ["a\u202eb\u200bc", "a⟨U+202E⟩b⟨U+200B⟩c"],
  ["a\r\nb\tc\rd", "a\nb\tc⟨U+000D⟩d"],
  ["\ud800", "⟨U+D800⟩"],
  ["Zoë ✅ 日本", "Zoë ✅ 日本"],
])("makes visible what is not seen in %j", (text, shown) => {
  expect(visible(text)).toBe(shown);
});

test("a name on one line keeps the place of its line end", () => {
  expect(oneLine("a\nb")).toBe("a⏎b");
});

test("shortens between characters, never within one", () => {
  expect(shorten("ab", 2)).toBe("ab");
  expect(shorten("🛑🛑🛑", 2)).toBe("🛑…");
});

test("plain names stay readable in the source of the Markdown", () => {
  expect(markdownCode("authentik_brand.default_brand")).toBe("`authentik_brand.default_brand`");
  expect(escapeMarkdown("one object stays as it is; 2 changes: fine")).toBe(
    "one object stays as it is; 2 changes: fine",
  );
});

test.each([["a`b"], ["a|b"], [" a"], ["</details>"], ["&amp;"], ["\\"], [""], ["日本 <b>"]])(
  "code shows %j as it is",
  (text) => {
    const shown = markdownCode(text);

    expect(shown).toMatch(/^<code>[^<>|`\\]*<\/code>$/);
    expect(decoded(shown.replace(/<\/?code>/g, ""))).toBe(text);
  },
);

test("text keeps its words and becomes no markup, whatever it is", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      const { types, html, text: shown } = structureOf(`- x ${escapeMarkdown(text)}`);

      expect(
        [...types].filter((type) => !["document", "list", "item", "paragraph", "text"].includes(type)),
      ).toEqual([]);
      expect(html).toEqual([]);
      expect(shown.replaceAll("\u2060", "").replace(/\s+/g, "")).toBe(
        `x${oneLine(text)}`.replaceAll("\u2060", "").replace(/\s+/g, ""),
      );
    }),
  );
});

test("a fence is longer than any in its content", () => {
  const { fences, headings } = structureOf(markdownFence("```\n# no heading\n`````\n# no heading"));

  expect(fences).toEqual([""]);
  expect(headings).toBe(0);
});

test("what starts a list in Markdown is text", () => {
  expect([" 12. a", "1) 2) b 3."].map(escapeMarkdown)).toEqual([" 12&#46; a", "1&#41; 2) b 3."]);
});

test("HTML shows the text as it is", () => {
  expect(escapeHtml(`<b a="1" c='2'>&</b>`)).toBe("&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;&lt;/b&gt;");
});

test("JSON gives back what went in", () => {
  const value = { text: "\u202e\u{e0041}\u001b\ud800 ok", list: ["\n"] };

  const json = visibleJson(value);

  expect(JSON.parse(json)).toEqual(value);
  expect(json).toContain("\\u202e\\udb40\\udc41\\u001b\\ud800 ok");
});

function decoded(html: string): string {
  return html.replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)));
}

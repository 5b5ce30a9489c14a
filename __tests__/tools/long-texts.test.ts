import fc from "fast-check";
import { credentialShape } from "../../lib/rules/credential-shapes";
import { marked } from "../../tools/report/document";
import { type Format, render } from "../../tools/report/emit";
import {
  escapeHtml,
  escapeMarkdown,
  escapeMermaid,
  markdownCode,
  markdownFence,
  oneLine,
  shorten,
  visible,
  visibleJson,
} from "../../tools/report/escape";
import { fit } from "../../tools/report/fit";
import { emptyEnvironment, failedEnvironment, type Report } from "../../tools/report/model";
import { svg } from "../../tools/report/svg";
import { isSecret, maskText, maskValue } from "../../tools/secrets";
import { redact } from "../../tools/terraform/redact";
import { fixture } from "./changes/plans";
import { finding, reportAbout, reportOf } from "./report/reports";

/** Whoever may write one text in authentik must not be able to stop those who read it. */
const READERS: readonly (readonly [name: string, read: (text: string) => unknown])[] = [
  ["maskText", maskText],
  ["maskValue", (text) => maskValue({ [text]: [text] }, {})],
  ["isSecret", (text) => isSecret(text, text)],
  ["redact", (text) => redact(text, { A_TOKEN: "-eyJ-eyJ", B_TOKEN: "aaaaaaaa" })],
  ["credentialShape", credentialShape],
  ["visible", visible],
  ["oneLine", oneLine],
  ["visibleJson", visibleJson],
  ["shorten", (text) => shorten(text, 600)],
  ["escapeHtml", escapeHtml],
  ["escapeMarkdown", escapeMarkdown],
  ["escapeMermaid", escapeMermaid],
  ["markdownCode", markdownCode],
  ["markdownFence", (text) => markdownFence(text)],
  ["marked", marked],
  ["fit", (text) => fit(text, 65_000)],
  ["svg", (text) => svg(pictureOf(text))],
  ["the text renderer", (text) => render(everywhere(text), "text")],
];

/** What our patterns look for, end at or let repeat. */
const PIECES = [
  ..." \n\r\t\u2028aA1_-.:/@?&=%+~\"'`*<>#;,[]\\{}()|é🛑\u202e",
  ..."\ud800 a1B :// ``` ** &# &#1; <summary> </details> www GH -----END PRIVATE KEY-----".split(" "),
  ..."eyJ -eyJ eyJaaaaaaaa. Bearer key key= password token token= ?token= &sig= ghp_ AKIA .atlasv1.".split(
    " ",
  ),
  ...["-----BEGIN ", "-----END ", "PRIVATE KEY-----", "<details>\n", "</details>\n"],
];

const pieces = (minLength: number) =>
  fc.array(fc.constantFrom(...PIECES), { minLength, maxLength: 3 }).map((some) => some.join(""));
const shape = fc.record({ before: pieces(0), repeated: pieces(1), after: pieces(0) });

/** Those that once took quadratic time, and their like. */
const KNOWN = [
  { before: "a", repeated: " ", after: "b" },
  { before: "key", repeated: " ", after: "= x" },
  { before: "Bearer", repeated: "\t", after: "" },
  { before: "", repeated: "-eyJ", after: "." },
  { before: "", repeated: "a", after: "" },
  { before: "", repeated: "a.", after: "" },
  { before: "", repeated: "://", after: "" },
  { before: "", repeated: "://a:a", after: "@" },
  { before: "", repeated: "`a", after: "" },
  { before: "", repeated: '"', after: "" },
  { before: 'key="', repeated: "'", after: "" },
  { before: "x", repeated: "1", after: "" },
].map((each) => [each] as [typeof each]);

const LENGTHS = [300_000, 1_000_000];
// A million characters take at most a second or two; what is quadratic in them takes minutes.
const MOST_MS = 20_000;

describe.each(READERS)("%s", (_, read) => {
  test("reads a text of a million characters without delay, whatever is repeated in it", () => {
    fc.assert(
      fc.property(shape, ({ before, repeated, after }) => {
        for (const length of LENGTHS) {
          const text = before + repeated.repeat(length / repeated.length) + after;
          const started = performance.now();

          read(text);

          expect(performance.now() - started).toBeLessThan(MOST_MS);
        }
      }),
      { examples: KNOWN, numRuns: KNOWN.length + 8, endOnFailure: true },
    );
  });
});

describe.each(["markdown", "html", "text"] satisfies Format[])("in %s", (format) => {
  test("texts of a million characters are shortened wherever they stand", () => {
    const text = "x<b>`&\u202e ".repeat(100_000);

    const report = render(everywhere(text), format);

    expect(report.length).toBeLessThan(200_000);
    expect(report).toContain("…");
  });
});

test("a plan's value, name and label of a million characters do not swell its page", () => {
  const plan = fixture("update").replaceAll('"authentik Agent"', JSON.stringify("x ".repeat(500_000)));

  const page = render(reportOf(plan), "html");

  expect(page).toContain("x x x…</title>");
  expect(page.length).toBeLessThan(100_000);
});

function pictureOf(label: string) {
  const node = { kind: "connector", label, state: "update", layer: 1 } as const;
  return { nodes: [{ ...node, id: "a" }], edges: [], omitted: 0 };
}

function everywhere(text: string): Report {
  const findings = [
    { ...finding, code: text, subject: text, message: text, consequence: text, remedy: text },
    { ...finding, remedy: `run this:\n${text}` },
  ];
  const failedChecks = [{ address: text, problems: [text] }];
  return {
    ...reportAbout([
      { ...emptyEnvironment(text), findings, failedChecks, picture: pictureOf(text) },
      failedEnvironment(`${text}, too`, text),
    ]),
    made: { command: text, at: text, versions: [text] },
  };
}

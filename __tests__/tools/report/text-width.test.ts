import { stripVTControlCharacters } from "node:util";
import fc from "fast-check";
import stringWidth from "string-width";
import type { Block } from "../../../tools/report/document";
import { emptyEnvironment, failedEnvironment, type Report } from "../../../tools/report/model";
import { renderText, textOf } from "../../../tools/report/text";
import { FIXTURES, fixture } from "../changes/plans";
import { finding, HOSTILE, infest, reportAbout, reportOf } from "./reports";

const REPORTS: readonly (readonly [name: string, report: Report])[] = [
  ...FIXTURES.map((name) => [name, reportOf(fixture(name))] as const),
  ...FIXTURES.map((name) => [`${name}, drift`, reportOf(fixture(name), "drift")] as const),
  ...FIXTURES.map((name) => [`hostile ${name}`, reportOf(infest(fixture(name), HOSTILE))] as const),
  ["failure", reportAbout([failedEnvironment(HOSTILE, HOSTILE)])],
  ["findings", reportAbout([{ ...emptyEnvironment("production"), findings: [finding] }], "verify")],
];

/** One word, behind what its line begins with: an address, a path or an id stays whole, so that it can be copied. */
const WORD = /^\s*(?:(?:-\/\+|[-+~]|!!|\[\d+\]) )?\S+$/;

const linesOf = (text: string) => stripVTControlCharacters(text).split("\n");

const tooWide = (text: string, width: number) =>
  linesOf(text).filter((line) => stringWidth(line) > width && !WORD.test(line));

/** Everything but the spaces and line ends at which a line may be broken, and how letters are composed. */
const content = (text: string) => text.normalize().replace(/\s/g, "");

describe.each(REPORTS)("%s", (_, report) => {
  test.each([80, 40])("no line is wider than %d columns, and nothing is lost", (width) => {
    const text = renderText(report, false, width);

    expect(tooWide(text, width)).toEqual([]);
    expect(content(text)).toBe(content(renderText(report)));
  });

  test("nor with colours, which change no letter", () => {
    const coloured = renderText(report, true, 80);

    expect(tooWide(coloured, 80)).toEqual([]);
    expect(content(stripVTControlCharacters(coloured))).toBe(content(renderText(report)));
  });
});

const line = fc
  .array(
    fc.oneof(
      fc.string({ unit: "grapheme", maxLength: 120 }),
      fc.lorem({ maxCount: 20 }),
      fc.record({ code: fc.string({ unit: "grapheme", maxLength: 200 }) }),
      fc.record({ strong: fc.lorem() }),
      fc.record({ link: fc.constant("documentation"), to: fc.webUrl({ validSchemes: ["https"] }) }),
    ),
    { maxLength: 5 },
  )
  .map((parts): Block => ({ kind: "list", items: [{ line: parts, nested: [parts] }] }));

test("no line of any list is wider, and nothing is lost", () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 3 }), fc.integer({ min: 20, max: 80 }), (blocks, width) => {
      const text = textOf(blocks, false, width);

      expect(tooWide(text, width)).toEqual([]);
      expect(content(text)).toBe(content(textOf(blocks, false)));
    }),
    { numRuns: 300 },
  );
});

test("further lines stand below the first, marks are Terraform's, links are numbered at the end", () => {
  const docs =
    "https://docs.goauthentik.io/endpoint-devices/device-authentication/cli-app-authentication#how";
  const see = [" (", { link: "documentation", to: docs }, ")"];
  const blocks: Block[] = [
    {
      kind: "list",
      items: [
        {
          mark: "-/+",
          line: [{ code: "authentik_flow.f" }, " is ", { strong: "replaced" }, " with its bindings"],
          nested: [["whoever logs in now is told so", ...see]],
        },
        { line: ["once more", ...see] },
      ],
    },
  ];

  expect(textOf(blocks, false, 30)).toBe(`  -/+ authentik_flow.f is
      replaced with its
      bindings
    - whoever logs in now is
      told so (see [1])
  - once more (see [1])

Links
[1] ${docs}
`);
});

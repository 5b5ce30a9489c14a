import fc from "fast-check";
import { type Format, render } from "../../../tools/report/emit";
import { environmentFromPlan } from "../../../tools/report/environment";
import { MARKDOWN_LIMIT, renderMarkdown } from "../../../tools/report/markdown";
import { emptyEnvironment, exitCodeOf, failedEnvironment, type Report } from "../../../tools/report/model";
import { FIXTURES, fixture, fixtureWith } from "../changes/plans";
import { openDetails, structureOf } from "./markdown-structure";
import { finding, HOSTILE, HOSTILE_PIECES, infest, reportAbout, reportOf } from "./reports";

const SECRET = "never-show-this-client-secret";

const FAILING: readonly (readonly [name: string, json: string])[] = [
  ["cut off", fixture("update").slice(0, 20_000)],
  ["errored", fixtureWith("update", { errored: true })],
  ["of an older format", fixtureWith("update", { format_version: "0.2" })],
];

const REPORTS: readonly (readonly [name: string, report: Report])[] = [
  ...FIXTURES.map((name) => [name, reportOf(fixture(name))] as const),
  ...FIXTURES.map((name) => [`${name}, drift`, reportOf(fixture(name), "drift")] as const),
  ...FAILING.map(([name, json]) => [name, reportOf(json)] as const),
  ["findings", reportAbout([{ ...emptyEnvironment("production"), findings: [finding] }], "verify")],
];

const HOSTILE_REPORTS: readonly (readonly [name: string, report: Report])[] = [
  ...FIXTURES.map((name) => [name, reportOf(infest(fixture(name), HOSTILE))] as const),
  ...FIXTURES.map(
    (name) => [`${name}, drift`, attributed(reportOf(infest(fixture(name), HOSTILE), "drift"))] as const,
  ),
  ["failure", reportAbout([failedEnvironment(HOSTILE, HOSTILE)])],
  [
    "findings",
    reportAbout([
      {
        ...emptyEnvironment(HOSTILE),
        findings: [
          {
            ...finding,
            code: HOSTILE,
            subject: HOSTILE,
            message: HOSTILE,
            consequence: HOSTILE,
            remedy: HOSTILE,
          },
          { ...finding, severity: "cosmetic", remedy: "run this" },
        ],
        failedChecks: [{ address: HOSTILE, problems: [HOSTILE] }],
      },
    ]),
  ],
  ["how it was made", { ...reportAbout([]), made: { command: HOSTILE, at: HOSTILE, versions: [HOSTILE] } }],
];

function attributed(report: Report): Report {
  const attribution = { kind: "known", people: [{ who: HOSTILE, when: HOSTILE, what: HOSTILE }] } as const;
  const environments = report.environments.map((environment) => ({
    ...environment,
    drift: environment.drift.map((drift) => ({ ...drift, attribution })),
  }));
  return { ...report, environments };
}

const FORMATS: readonly Format[] = ["markdown", "html", "json", "text"];

describe.each([...REPORTS, ...HOSTILE_REPORTS.map(([name, report]) => [`hostile ${name}`, report] as const)])(
  "%s",
  (_, report) => {
    test.each(FORMATS)("no secret in %s", (format) => {
      expect(render(report, format)).not.toContain(SECRET);
    });

    test("Markdown: only our own tags, links and fences, all closed, within the limit", () => {
      const markdown = renderMarkdown(report);

      const { html, links, fences, types } = structureOf(markdown);

      const marker = `<!-- agent-stack:${report.kind} -->`;
      expect(markdown.length).toBeLessThanOrEqual(MARKDOWN_LIMIT);
      expect(html.filter((tag) => tag.startsWith("<!"))).toEqual([marker]);
      expect(markdown.startsWith(marker)).toBe(true);
      expect(
        html.filter((tag) => !/^<(!--.*--|\/?(details|summary|code|strong)|details open)>$/.test(tag)),
      ).toEqual([]);
      expect(openDetails(html)).toBe(0);
      expect(html.filter((tag) => tag === "<code>")).toHaveLength(
        html.filter((tag) => tag === "</code>").length,
      );
      expect(links.filter((link) => !OUR_LINKS.test(link))).toEqual([]);
      expect(fences.filter((language) => language !== "" && language !== "mermaid")).toEqual([]);
      expect(types.has("image")).toBe(false);
    });

    test("Markdown: text outside of code mentions nobody and refers to nothing", () => {
      const { text } = structureOf(renderMarkdown(report));

      expect(text).not.toMatch(/(?<![\w`])@[a-z\d]|#\d|\bGH-\d|:\/\/|\bwww\.|:tada:/i);
    });

    test("Markdown: every row of a table has the cells of its head", () => {
      const lines = renderMarkdown(report).split("\n");

      const cells = (line = "") => line.match(/(?<!\\)\|/g)?.length ?? 0;
      const heads = lines.flatMap((line, index) => (/^\| --- /.test(line) ? [index - 1] : []));
      const uneven = heads.flatMap((head) => {
        const end = lines.findIndex((line, index) => index > head && !line.startsWith("|"));
        return lines.slice(head, end).filter((line) => cells(line) !== cells(lines[head]));
      });
      expect(uneven).toEqual([]);
    });

    test("HTML: only our own tags and attributes, all closed", () => {
      const html = render(report, "html");

      const body = html.slice(html.indexOf("<body>"));
      const tags = [...body.matchAll(/<(\/?)([^\s>]*)([^>]*)>/g)];
      const foreign = tags.filter(([, , name = ""]) => !OUR_TAGS.has(name));
      const attributes = tags.flatMap(([, , , rest = ""]) =>
        [...rest.replace(/"[^"]*"/g, "").matchAll(/[^\s=]+/g)].map(([name]) => name),
      );
      const count = (name: string, slash: string) =>
        tags.filter(([, closing, tag]) => closing === slash && tag === name).length;
      expect(foreign.map(([tag]) => tag)).toEqual([]);
      expect(attributes.filter((name) => /^on|^(src|style)$/i.test(name ?? ""))).toEqual([]);
      expect(
        [...body.matchAll(/href="([^"]*)"/g)]
          .map(([, href = ""]) => href)
          .filter((href) => !href.startsWith("https://d")),
      ).toEqual([]);
      for (const name of [
        "details",
        "summary",
        "ul",
        "li",
        "code",
        "table",
        "tr",
        "td",
        "pre",
        "figure",
        "svg",
        "g",
      ]) {
        expect([name, count(name, "")]).toEqual([name, count(name, "/")]);
      }
    });

    test("JSON: valid, with the exit code, nothing invisible in it", () => {
      const json = render(report, "json");

      expect(JSON.parse(json)).toMatchObject({ format: 1, kind: report.kind, exitCode: exitCodeOf(report) });
      expect(json).not.toMatch(/(?![\n])[\p{C}\p{Default_Ignorable_Code_Point}]/u);
    });

    test("text: nothing a terminal would obey, with and without colour", () => {
      const plain = render(report, "text");
      // biome-ignore lint/suspicious/noControlCharactersInRegex: our own colours are taken out
      const coloured = render(report, "text", true).replace(/\u001b\[\d+m/g, "");

      expect(plain).not.toMatch(/(?![\n])[\p{C}\p{Default_Ignorable_Code_Point}]/u);
      expect(coloured).toBe(plain);
    });

    test("the verdict agrees with the exit code", () => {
      const verdicts = (JSON.parse(render(report, "json")).environments as { verdict: string }[]).map(
        ({ verdict }) => verdict,
      );

      const signs = { 0: /^✅/u, 1: /^❌/u, 2: /^[🛑🟠🟡🔵]/u };
      const expected = signs[exitCodeOf(report)];
      expect(verdicts.every((verdict) => expected.test(verdict))).toBe(true);
    });
  },
);

const OUR_LINKS = /^https:\/\/(docs\.goauthentik\.io|developer\.hashicorp\.com)\//;

const OUR_TAGS = new Set(
  "body main h1 h2 h3 p strong b code a ul li section div span table thead tbody tr th td details summary pre figure svg defs marker path g title rect text html".split(
    " ",
  ),
);

test.each(FORMATS)("a name that terraform calls sensitive is not in %s", (format) => {
  const secret = "agent-of-the-board";
  const source = fixture("update").replaceAll('"authentik Agent"', JSON.stringify(secret));
  const marked = JSON.parse(source, (key, value) =>
    /^(sensitive_values|(before|after)_sensitive)$/.test(key) && value ? { ...value, name: true } : value,
  );

  const report = render(reportOf(JSON.stringify(marked)), format);

  expect(source).toContain(secret);
  expect(report).not.toContain(secret);
  expect(report).toContain("connector");
});

test("any text in any place stays inside its code, in Markdown", () => {
  const source = fixture("update");
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: "binary", minLength: 1 }),
        fc.constantFrom(...HOSTILE_PIECES),
        fc.stringMatching(/^[`|<>\\\n*_&#@~!-]{1,20}$/),
      ),
      (text) => {
        const { html, links, headings } = structureOf(renderMarkdown(reportOf(infest(source, text))));

        const plain = structureOf(renderMarkdown(reportOf(infest(source, "x"))));
        const tags = (all: readonly string[]) => all.filter((tag) => tag !== "<code>" && tag !== "</code>");
        expect(tags(html)).toEqual(tags(plain.html));
        expect(links.filter((link) => !OUR_LINKS.test(link))).toEqual([]);
        expect(headings).toBe(plain.headings);
      },
    ),
    { numRuns: 100 },
  );
});

test("whatever the JSON is, it is reported or it fails, and never passes for no changes", () => {
  const source = fixture("update");
  fc.assert(
    fc.property(fc.nat({ max: source.length - 1 }), fc.string({ maxLength: 3 }), (at, text) => {
      const broken = source.slice(0, at) + text + source.slice(at + 1 + text.length);

      const environment = environmentFromPlan("production", broken, "plan");

      expect(exitCodeOf(reportAbout([environment]))).not.toBe(0);
    }),
    { numRuns: 100 },
  );
});

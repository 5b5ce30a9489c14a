import fc from "fast-check";
import { fit } from "../../../tools/report/fit";
import { MARKDOWN_LIMIT, renderMarkdown } from "../../../tools/report/markdown";
import { emptyEnvironment } from "../../../tools/report/model";
import { fixture } from "../changes/plans";
import { openDetails, structureOf } from "./markdown-structure";
import { finding, reportAbout, reportOf } from "./reports";

const many = reportAbout(
  Array.from({ length: 60 }, (_, index) => ({
    ...emptyEnvironment(`environment-${index}`),
    findings: Array.from({ length: 12 }, (__, number) => ({
      ...finding,
      subject: `application-${index}-${number}`,
    })),
  })),
);

test("leaves alone what is short enough", () => {
  expect(fit("## Title\n\ntext\n", 1000)).toBe("## Title\n\ntext\n");
});

test("keeps the head with every verdict and the tail with how it was made, and says what is missing", () => {
  const markdown = renderMarkdown(many);

  expect(markdown.length).toBeLessThanOrEqual(MARKDOWN_LIMIT);
  expect(markdown.length).toBeGreaterThan(MARKDOWN_LIMIT * 0.9);
  expect(markdown).toContain("| `environment-59` |");
  expect(
    markdown.match(/\*\*Cut here: \d+ lines are left out to fit, about `.+` and \d+ more\.\*\*/),
  ).toHaveLength(1);
  expect(markdown.trimEnd().endsWith("</details>")).toBe(true);
  expect(markdown).toContain("How this was made");
});

test("names what is cut as people know it, and nothing that Markdown could read", () => {
  const titles = ["<code>a&#95;b.c&#96;d</code> is changed", "&#42;&#42;"];
  const blocks = titles.map(
    (title) => `<details>\n<summary>${title}</summary>\n\n${"text\n".repeat(400)}\n</details>\n`,
  );

  const cut = fit(`head\n\n${"text\n".repeat(400)}\n${blocks.join("\n")}\ntail\n`, 2500);

  expect(cut).toMatch(/\*\*Cut here: \d+ lines are left out to fit, about `a_b\.cd is changed`\.\*\*/);
});

test("closes an open fence and open details where it cuts", () => {
  const inside = Array.from({ length: 400 }, (_, index) => `line ${index}`).join("\n");
  const markdown = `<details>\n<summary>long</summary>\n\n\`\`\`\`\n${inside}\n\`\`\`\`\n\n</details>\n\ntail\n`;

  const { html, fences, text } = structureOf(fit(markdown, 2500));

  expect(openDetails(html)).toBe(0);
  expect(fences).toHaveLength(1);
  expect(text).toContain("Cut here");
  expect(text).toContain("tail");
});

test("at any limit the structure holds", () => {
  const long = `${renderMarkdown(reportOf(fixture("destroy")))}\n${renderMarkdown(reportOf(fixture("update")))}`;
  fc.assert(
    fc.property(fc.integer({ min: 3000, max: 20_000 }), (limit) => {
      const cut = fit(long, limit);

      const { html, fences } = structureOf(cut);

      expect(cut.length).toBeLessThanOrEqual(limit);
      expect(openDetails(html)).toBe(0);
      expect(fences.every((language) => language === "" || language === "mermaid")).toBe(true);
    }),
  );
});

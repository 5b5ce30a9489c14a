import { jointReport, type Part, type PartEnvironment } from "../../../tools/forge/joint-report";

function part(
  name: string,
  status: PartEnvironment["status"],
  severity: PartEnvironment["severity"],
  markdown = `of ${name}`,
): Part {
  return { markdown, environments: [{ name, status, severity, verdict: `v ${name}` }] };
}

const folded = (name: string, markdown = `of ${name}`) =>
  `<details>\n<summary>${name}</summary>\n\n${markdown}\n\n</details>`;

test("orders by what is worst: not known, then by severity, then no changes", () => {
  const parts = [
    part("a", "in order", null),
    part("b", "attention", "cosmetic"),
    part("c", "attention", null),
    part("d", "attention", "breaks logins"),
    part("e", "failed", null),
    part("f", "attention", "changes access"),
    part("g", "attention", "weakens security"),
  ];

  const shown = [...jointReport(parts, 10_000).matchAll(/<summary>(.)/g)].map(([, name]) => name);

  expect(shown.join("")).toBe("edgfbca");
});

test("keeps every verdict and whole reports only where not all fit", () => {
  const long = "x".repeat(600);
  const parts = [
    part("small", "attention", "cosmetic"),
    part("big", "failed", null, long),
    part("worse", "attention", "breaks logins"),
  ];

  const shown = jointReport(parts, 500);

  expect(shown).toBe(
    [
      "| environment | |\n| --- | --- |\n| big | v big |\n| worse | v worse |\n| small | v small |",
      folded("worse"),
      folded("small"),
      "**One report does not fit here: all are kept with their jobs.**",
    ].join("\n\n"),
  );
});

test.each([1, 40, 200])("fits into a comment on GitHub with %i environments", (count) => {
  const parts = Array.from({ length: count }, (_, index) =>
    part(`tenant-${index}`, "attention", "changes access", "x".repeat(3000)),
  );

  const shown = jointReport(parts, 65_536);

  expect(shown.length).toBeLessThanOrEqual(65_536);
  expect(shown.match(/^\| tenant-\d+ \|/gm)?.length).toBe(count);
});

test("what a report says of names and verdicts is text", () => {
  const evil: Part = {
    markdown: "m",
    environments: [{ name: "<b>|x", status: "failed", severity: null, verdict: "a|b\n[x](http://e.test)" }],
  };

  const shown = jointReport([evil], 10_000);

  expect(shown).toContain("<summary>&lt;b&gt;|x</summary>");
  expect(shown.split("\n")[2]).toBe("| &#60;b&#62;&#124;x | a&#124;b⏎&#91;x&#93;(http&#58;\u2060//e.test) |");
});

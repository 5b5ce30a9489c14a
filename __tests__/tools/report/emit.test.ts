import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { emit, readFormats } from "../../../tools/report/emit";
import { emptyEnvironment } from "../../../tools/report/model";
import { reportAbout } from "./reports";

test.each([
  [undefined, undefined, true, ["text"]],
  [undefined, undefined, false, ["markdown"]],
  [undefined, "reports", true, ["markdown"]],
  ["json", undefined, true, ["json"]],
  ["markdown, html", "reports", false, ["markdown", "html"]],
] as const)("--format %s --out %s, terminal %s: %p", (given, out, terminal, formats) => {
  expect(readFormats(given, out, terminal)).toEqual(formats);
});

test.each([
  ["pdf", undefined, '--format "pdf" is not known: use markdown, json, html, text, sarif, junit'],
  ["markdown,html", undefined, "--format names several formats: give a folder for them with --out"],
])("refuses --format %s", (given, out, message) => {
  expect(() => readFormats(given, out, false)).toThrow(message);
});

test("writes a file for each environment and one for all, names made safe", () => {
  const out = mkdtempSync(join(tmpdir(), "emit-"));
  const report = reportAbout([emptyEnvironment("production"), emptyEnvironment("../../etc")]);

  const written = emit(report, {
    out,
    print: () => {},
    formats: ["markdown", "json"],
    colour: false,
    width: 80,
  });

  expect(readdirSync(out).sort()).toEqual([
    "_._.._etc.json",
    "_._.._etc.md",
    "agent-stack-plan.json",
    "agent-stack-plan.md",
    "production.json",
    "production.md",
  ]);
  expect(written).toHaveLength(6);
  expect(JSON.parse(readFileSync(join(out, "production.json"), "utf8")).environments).toHaveLength(1);
  rmSync(out, { recursive: true });
});

test("writes no file twice: of one environment one, and of two with names alike one each", () => {
  const filesOf = (...names: string[]) => {
    const out = mkdtempSync(join(tmpdir(), "emit-"));
    const report = reportAbout(names.map(emptyEnvironment));
    const written = emit(report, { out, print: () => {}, formats: ["markdown"], colour: false, width: 80 });
    const files = readdirSync(out).sort();
    rmSync(out, { recursive: true });
    return { written: written.length, files };
  };

  expect(filesOf("production")).toEqual({ written: 1, files: ["agent-stack-plan.md"] });
  expect(filesOf("a b", "a_b", "agent-stack-plan")).toEqual({
    written: 4,
    files: ["a_b-2.md", "a_b.md", "agent-stack-plan-2.md", "agent-stack-plan.md"],
  });
});

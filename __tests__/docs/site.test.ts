import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const PAGES = readdirSync("docs")
  .filter((name) => name.endsWith(".md") && name !== "index.md")
  .map((name) => name.replace(/\.md$/, ""));

const site = mkdtempSync(join(tmpdir(), "agent-stack-site-"));

beforeAll(() => {
  // A dead link fails the build.
  execFileSync("npx", ["vitepress", "build", "docs", "--outDir", site], { stdio: "pipe" });
}, 300_000);
afterAll(() => rmSync(site, { recursive: true }));

test("the sidebar leads to every page", () => {
  const html = readFileSync(join(site, "architecture.html"), "utf8");

  expect(PAGES.filter((page) => !html.includes(`href="/${page}"`))).toEqual([]);
});

test("links to files beside docs/ lead to the repository", () => {
  const html = readFileSync(join(site, "pipelines.html"), "utf8");

  expect(html).toContain('href="https://github.com/agent-stack/agent-stack/blob/main/examples/pipelines"');
});

test("the first page leads to the start", () => {
  expect(readFileSync(join(site, "index.html"), "utf8")).toContain('href="/get-started"');
});

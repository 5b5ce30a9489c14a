import { version } from "../../../package.json";
import { shownPlan } from "../../../tools/apply/shown-plan";
import { renderHtml } from "../../../tools/report/html";
import { emptyEnvironment, failedEnvironment, type Report } from "../../../tools/report/model";
import { renderText, textOf } from "../../../tools/report/text";
import { layOutStatus } from "../../../tools/status/layout";
import { NOW, sound } from "../status/statuses";
import { reportAbout } from "./reports";

const production = { ...emptyEnvironment("production"), server: "https://id.example.com" };
const staging = failedEnvironment("staging", "no server");

const withCommit = (report: Report): Report => ({
  ...report,
  made: { ...report.made, commit: "5bbb97f-dirty" },
});
const subtitleOf = (report: Report) => renderText(report).split("\n")[2];

test.each([
  [
    "of one server, with the commit",
    withCommit(reportAbout([production])),
    "https://id.example.com, 2026-11-24 08:00 UTC, commit 5bbb97f-dirty",
  ],
  ["without server and commit", reportAbout([staging]), "2026-11-24 08:00 UTC"],
  [
    "of two environments on one server",
    reportAbout([production, { ...production, name: "second" }]),
    "https://id.example.com, 2026-11-24 08:00 UTC",
  ],
  [
    "of two servers",
    reportAbout([production, { ...staging, server: "https://test.example.com" }]),
    "2 servers, 2026-11-24 08:00 UTC",
  ],
])("the subtitle %s", (_, report, subtitle) => {
  expect(subtitleOf(report)).toBe(subtitle);
});

test.each(["plan", "verify"] as const)("apply shows a %s with the same subtitle", (kind) => {
  const stack = {
    name: "production",
    directory: "none",
    server: { url: "https://id.example.com", tokenFrom: [] },
  };
  const terraform = { command: "terraform", title: "terraform 1.11.4", env: {}, cwd: "none" };
  const run = { command: "agent-stack apply production", commit: "5bbb97f" };
  const look = { env: {}, colour: false, width: Number.POSITIVE_INFINITY, ...run };

  const lines = shownPlan(emptyEnvironment("production"), kind, { stack, terraform }, look).split("\n");

  expect(lines[2]).toMatch(/^https:\/\/id\.example\.com, 20\d\d-\d\d-\d\d \d\d:\d\d UTC, commit 5bbb97f$/);
  expect(lines.slice(-4, -2)).toEqual([
    "  - agent-stack apply production",
    `  - agent-stack ${version}, terraform 1.11.4`,
  ]);
});

test("a status has it, too", () => {
  const text = textOf(layOutStatus([sound("acme"), sound("beta")], NOW, [], "5bbb97f-dirty"), false);

  expect(text.split("\n")[2]).toBe("2 servers, 2026-11-25 12:00 UTC, commit 5bbb97f-dirty");
});

const titleOf = (report: Report) => /<title>(.*)<\/title>/.exec(renderHtml(report))?.[1];

test.each([
  [[production], "✅ no changes, authentik is as configured · production · agent-stack plan"],
  [[staging], "❌ failed: what would change is not known · staging · agent-stack plan"],
  [[production, staging], "1 failed, 1 in order · 2 environments · agent-stack plan"],
  [
    [{ ...production, name: "</title>\n<script>" }],
    "✅ no changes, authentik is as configured · &lt;/title&gt;⏎&lt;script&gt; · agent-stack plan",
  ],
])("the title of a page has the verdict and the environment: %#", (environments, title) => {
  expect(titleOf(reportAbout(environments))).toBe(title);
});

import { renderHtml } from "../../../tools/report/html";
import { emptyEnvironment, failedEnvironment, type Report } from "../../../tools/report/model";
import { renderText } from "../../../tools/report/text";
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

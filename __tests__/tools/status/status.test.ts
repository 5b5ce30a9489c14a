import { htmlPage } from "../../../tools/report/html";
import { textOf } from "../../../tools/report/text";
import { byAttention, type EnvironmentStatus, expiryOf } from "../../../tools/status/environment-status";
import { layOutStatus, statusJson } from "../../../tools/status/layout";
import { NOW, sound, tenants } from "./statuses";

const namesOf = (statuses: readonly EnvironmentStatus[]) =>
  [...statuses].sort(byAttention(NOW)).map(({ name }) => name);

test("what failed comes first, then the worst, what is not as configured, what runs out, and the rest by name", () => {
  const statuses: EnvironmentStatus[] = [
    sound("fine"),
    sound("also-fine"),
    { ...sound("runs-out"), certificateExpires: "2026-12-01T00:00:00Z" },
    { ...sound("drifted"), drift: 1 },
    { ...sound("cosmetic"), severity: "cosmetic" },
    { ...sound("broken"), severity: "breaks logins" },
    { name: "failed", failure: "terraform init failed" },
  ];

  expect(namesOf(statuses)).toEqual([
    "failed",
    "broken",
    "cosmetic",
    "drifted",
    "runs-out",
    "also-fine",
    "fine",
  ]);
});

const api = { identifier: "ci", intent: "api", expiring: true, expires: "2027-01-01T00:00:00Z" };

test.each([
  ["the only API token's", [api, { ...api, intent: "app_password" }], "2027-01-01T00:00:00Z"],
  ["never", [{ ...api, expiring: false }], null],
  ["not known of several", [api, api], undefined],
  ["not known of none", [], undefined],
  ["not known where they may not be read", undefined, undefined],
])("when a token runs out: %s", (_, tokens, expected) => {
  expect(expiryOf(tokens)).toBe(expected);
});

test("by what commit it was last applied is shown short, and whole for programs", () => {
  const commit = "5f3c2a1b9d8e7f6a5b4c3d2e1f0a9b8c7d6e5f4a";
  const statuses = [{ ...sound("acme"), commit }];

  expect(textOf(layOutStatus(statuses, NOW), false)).toContain(
    "Last apply: 2026-11-20 09:30 · By commit: 5f3c2a1b\n",
  );
  expect(JSON.parse(statusJson(statuses, NOW)).environments[0].lastApply).toEqual({
    at: "2026-11-20T09:30:00.000Z",
    commit,
  });
});

test("what is not known is said, in the table and for programs", () => {
  const statuses = [{ name: "acme", failure: "terraform init failed\nno network" }, sound("beta")];

  const text = textOf(layOutStatus(statuses, NOW), false);
  const [acme, beta] = JSON.parse(statusJson(statuses, NOW)).environments;

  expect(text).toContain("2 environments: 1 failed, 1 in order");
  expect(text).toContain("❌ failed: terraform init failed no network");
  expect(acme).toEqual({
    name: "acme",
    status: "failed",
    severity: null,
    server: null,
    release: null,
    deployed: null,
    changes: null,
    drift: null,
    findings: null,
    token: { isKnown: false, expires: null },
    certificateExpires: null,
    lastApply: { at: null, commit: null },
    failure: "terraform init failed\nno network",
  });
  expect(beta).toMatchObject({
    status: "in order",
    token: { isKnown: true, expires: null },
    lastApply: { at: "2026-11-20T09:30:00.000Z", commit: null },
  });
});

test("the page of 200 environments has a row for each, loads nothing and runs nothing, whatever the names are", () => {
  const hostile = { ...sound('<script>alert("x")</script>'), server: 'https://x/\'onload="y"' };
  const html = htmlPage("agent-stack status", layOutStatus([...tenants(199), hostile], NOW));

  expect(html.match(/<tr><td data-head="Environment">/g)).toHaveLength(200);
  expect(html).not.toMatch(/<script|<link|<img|src=|href=/);
  expect(html).toContain("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;");
});

import { readFileSync } from "node:fs";
import { raw } from "jq-wasm";
import type { Finding } from "../../tools/findings/finding";
import { renderJson } from "../../tools/report/json";
import { type EnvironmentReport, emptyEnvironment } from "../../tools/report/model";
import { statusJson } from "../../tools/status/layout";
import { fixture } from "../tools/changes/plans";
import { committedSchema, differencesOf, OUTPUTS } from "../tools/json-schemas";
import { finding, reportAbout, reportOf } from "../tools/report/reports";
import { NOW, sound } from "../tools/status/statuses";

const page = readFileSync("docs/json.md", "utf8");

const planned = (name: string, plan: string): EnvironmentReport => ({
  ...(reportOf(fixture(plan)).environments[0] as EnvironmentReport),
  name,
});

const inOrder = planned("test", "no-op");

/** Drift of which the event log tells all but the last. */
function attributedDrift(): EnvironmentReport {
  const [environment] = reportOf(fixture("drift-and-change"), "drift").environments;
  if (!environment) throw new Error("the plan has no environment");
  const deed = { who: "jo", when: "2026-11-24T07:00:00Z", what: "changed this object" };
  const drift = environment.drift.map((each, index, all) => ({
    ...each,
    attribution:
      index < all.length - 1
        ? { kind: "known" as const, people: [deed] }
        : { kind: "unknown" as const, reason: "authentik's event log is empty" },
  }));
  return { ...environment, drift };
}

const cut: Finding = { ...finding, code: "device-grant-missing", severity: "breaks logins" };
const verified = [
  {
    ...emptyEnvironment("production"),
    findings: [{ ...cut, subject: "authentik_provider_oauth2.cli_provider" }],
  },
  { ...emptyEnvironment("staging"), findings: [finding] },
  emptyEnvironment("test"),
];

/** The files that the examples read. */
const FILES: Readonly<Record<string, string>> = {
  "reports/agent-stack-plan.json": renderJson(
    reportAbout([planned("production", "drift-and-change"), planned("staging", "replace"), inOrder]),
  ),
  "reports/agent-stack-drift.json": renderJson(reportAbout([attributedDrift()], "drift")),
  "reports/agent-stack-verify.json": renderJson(reportAbout(verified, "verify")),
  "status.json": statusJson(
    [{ ...sound("production"), tokenExpires: "2027-01-01T00:00:00Z" }, sound("staging")],
    NOW,
  ),
};

const EXAMPLES = [...page.matchAll(/```sh\n(jq [^\n]*)\n```\n\n```text\n(.*?)```/gs)].map(
  ([, command = "", output = ""]) => ({ command, output }),
);

async function jq(command: string, files: Readonly<Record<string, string>> = FILES) {
  const [, flags = "", query = "", file = ""] = /^jq (-\w) '([^']*)' (\S+)$/.exec(command) ?? [];
  const text = files[file];
  if (text === undefined) throw new Error(`no example can read ${file}: ${command}`);
  return raw(JSON.parse(text), query, [flags]);
}

test("each command with jq shows its output", () => {
  expect(EXAMPLES.map(({ command }) => command)).toEqual(page.match(/^jq .*$/gm));
  expect(EXAMPLES.length).toBeGreaterThanOrEqual(5);
});

test.each(EXAMPLES)("$command", async ({ command, output }) => {
  const { stdout, stderr, exitCode } = await jq(command);

  expect(`${stdout}\n`).toBe(output);
  expect({ stderr, exitCode }).toEqual({ stderr: "", exitCode: output === "false\n" ? 1 : 0 });
});

test("the pipeline's condition holds where nothing is worse than it allows", async () => {
  const command = EXAMPLES.map((each) => each.command).find((each) => each.startsWith("jq -e ")) ?? "";
  const report = renderJson(reportAbout([planned("production", "forget"), inOrder]));

  const { stdout, exitCode } = await jq(command, { "reports/agent-stack-plan.json": report });

  expect({ stdout, exitCode }).toEqual({ stdout: "true", exitCode: 0 });
});

test("the examples read what the schemas tell", () => {
  const differences = Object.entries(FILES).flatMap(([file, text]) =>
    differencesOf(file === "status.json" ? "status" : "report", JSON.parse(text)),
  );

  expect(differences).toEqual([]);
});

test("the page names every schema, the members of a report and those of an environment", () => {
  const { properties } = committedSchema("report") as {
    properties: Record<string, { items?: { properties: object } }>;
  };
  const [, , report = ""] = page.split("## ");
  const [before = "", table = ""] = report.split("\n| --- | --- |\n");

  expect(OUTPUTS.filter((output) => !page.includes(`(../agent-stack.${output}.schema.json)`))).toEqual([]);
  expect(Object.keys(properties).filter((name) => !before.includes(`\`${name}\``))).toEqual([]);
  const named = table
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .flatMap((line) => (line.split("|")[1] ?? "").match(/\w+/g) ?? []);
  expect(named.sort()).toEqual(Object.keys(properties.environments?.items?.properties ?? {}).sort());
});

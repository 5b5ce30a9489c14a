import {
  type EnvironmentReport,
  emptyEnvironment,
  exitCodeOf,
  failedEnvironment,
  groupEnvironments,
  statusOf,
} from "../../../tools/report/model";
import { fixture } from "../changes/plans";
import { finding, reportAbout, reportOf } from "./reports";

const unchanged = emptyEnvironment("production");
const changed = { ...unchanged, findings: [finding] };
const failed = failedEnvironment("staging", "no server");

test.each([
  [0, [unchanged]],
  [0, []],
  [2, [unchanged, changed]],
  [1, [changed, failed]],
] as const)("exits %d", (code, environments) => {
  expect(exitCodeOf(reportAbout(environments))).toBe(code);
});

test.each<[string, Partial<EnvironmentReport>]>([
  ["findings", { findings: [finding] }],
  ["failed checks", { failedChecks: [{ address: "check.a", problems: ["no"] }] }],
  [
    "a changed output",
    { outputs: [{ name: "a", action: "create", before: { kind: "absent" }, after: { kind: "unknown" } }] },
  ],
])("%s are something to look at", (_, content) => {
  expect(statusOf({ ...unchanged, ...content })).toBe("attention");
});

test("groups environments in which the same happens, whatever the ids", () => {
  const [environment] = reportOf(fixture("update")).environments;
  const elsewhere = JSON.parse(JSON.stringify(environment).replace(/[0-9a-f]{8}-/g, "00000000-"));

  const groups = groupEnvironments([
    environment ?? unchanged,
    { ...elsewhere, name: "staging" },
    { ...unchanged, name: "test" },
  ]);

  expect(groups.map(({ names }) => names)).toEqual([["production", "staging"], ["test"]]);
});

test("groups environments whose findings differ in the environment's name only", () => {
  const about = (name: string): EnvironmentReport => ({
    ...emptyEnvironment(name),
    findings: [{ ...finding, subject: name, remedy: `agent-stack adopt ${name}` }],
  });

  const groups = groupEnvironments([about("a"), about("b")]);

  expect(groups.map(({ names }) => names)).toEqual([["a", "b"]]);
});

test("groups environments whose notes differ in the environment's name and server only", () => {
  const about = (name: string, members: number): EnvironmentReport => ({
    ...emptyEnvironment(name),
    server: `https://${name}.example.com`,
    notes: [
      { severity: "cosmetic", text: `authentik 2026.8.6 at https://${name}.example.com, provider` },
      { severity: "cosmetic", text: `agent-stack token ${name} prints more, of a group of ${members}` },
    ],
  });

  const groups = groupEnvironments([about("acme", 1), about("globex", 1), about("initech", 2)]);

  expect(groups.map(({ names }) => names)).toEqual([["acme", "globex"], ["initech"]]);
});

test("does not group environments with different values", () => {
  const [environment] = reportOf(fixture("update")).environments;
  const elsewhere = JSON.parse(JSON.stringify(environment).replaceAll("hours=2", "hours=3"));

  expect(groupEnvironments([environment ?? unchanged, elsewhere])).toHaveLength(2);
});

import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { applyEnvironments } from "../../tools/apply/apply-environments";
import { Fleet } from "./fleet";

jest.setTimeout(300_000);

const NAMES = ["acme", "beta-one", "beta-two"];
const BRAND = { domain: "authentik-default" };

let fleet: Fleet;
beforeEach(async () => {
  fleet = await Fleet.start(NAMES);
});
afterEach(() => fleet.close());

interface Told {
  readonly name: string;
  readonly status: string;
}
const statuses = (stdout: string) =>
  (JSON.parse(stdout).environments as Told[]).map(({ name, status }) => `${name} ${status}`);
const json = ["--format", "json"];
const folderOf = (name: string) => join(fleet.directory, "cdktf.out/stacks", name);
const runsLeft = () => readdirSync(join(fleet.directory, "cdktf.out/.agent-stack/runs"));

test("three environments on three servers are applied, planned, verified and destroyed in one command each", async () => {
  const brands = await Promise.all(NAMES.map((_, index) => fleet.api(index).find("/core/brands/", BRAND)));

  const applied = await fleet.run("apply", "--all", "--yes");
  const planned = await fleet.run("plan", "--all", ...json);
  const verified = await fleet.run("verify", "beta-*", ...json);
  await fleet.api(1).change("/core/applications/authentik-cli/", { name: "Renamed" });
  const status = await fleet.run("status", ...json);
  const drifted = await fleet.run("drift", "--jobs", "3", ...json);
  const destroyed = await fleet.run("destroy", "--all", "--yes");
  const after = await Promise.all(NAMES.map((_, index) => fleet.api(index).find("/core/brands/", BRAND)));

  expect({ code: applied.code, stderr: applied.stderr }).toEqual({ code: 0, stderr: "" });
  expect(applied.stdout.match(/^(.*): applied$/gm)?.sort()).toEqual(NAMES.map((name) => `${name}: applied`));
  expect([planned.code, statuses(planned.stdout)]).toEqual([0, NAMES.map((name) => `${name} in order`)]);
  expect([verified.code, statuses(verified.stdout)]).toEqual([0, ["beta-one in order", "beta-two in order"]]);
  expect([status.code, JSON.parse(status.stdout).environments]).toEqual([
    2,
    ["beta-one", "acme", "beta-two"].map((name) =>
      expect.objectContaining({
        name,
        status: name === "beta-one" ? "attention" : "in order",
        server: fleet.standIn(NAMES.indexOf(name)).server.url,
        release: fleet.standIn(0).server.version,
        deployed: true,
        changes: name === "beta-one" ? 1 : 0,
        drift: name === "beta-one" ? 1 : 0,
        token: { isKnown: true, expires: null },
        lastApply: { at: expect.stringMatching(/^20\d\d-/), commit: null },
        failure: null,
      }),
    ),
  ]);
  expect([drifted.code, statuses(drifted.stdout)]).toEqual([
    2,
    ["acme in order", "beta-one attention", "beta-two in order"],
  ]);
  expect({ code: destroyed.code, stderr: destroyed.stderr }).toEqual({ code: 0, stderr: "" });
  expect(destroyed.stdout.match(/^(.*): destroyed; .*$/gm)?.sort()).toEqual(
    NAMES.map(
      (name) => `${name}: destroyed; branding is as it was, and no brand leads to a flow that is gone`,
    ),
  );
  expect(destroyed.stdout).toContain("no longer managed");
  expect(after).toEqual(brands);
  for (const index of NAMES.keys()) {
    expect(await fleet.api(index).list("/core/applications/")).toEqual([]);
  }
  expect(runsLeft()).toEqual([]);
});

test("one environment that is broken does not stop the others", async () => {
  fleet.standIn(1).server.fail(() => 500);

  const planned = await fleet.run("plan", "--no-verify", ...json);
  const applied = await fleet.run("apply", "--all", "--yes");

  expect([planned.code, statuses(planned.stdout)]).toEqual([
    1,
    ["acme attention", "beta-one failed", "beta-two attention"],
  ]);
  expect(applied.code).toBe(1);
  expect(applied.stdout.match(/^(.*): applied$/gm)?.sort()).toEqual(["acme: applied", "beta-two: applied"]);
  expect(applied.stderr).toMatch(/^agent-stack apply: beta-one: \S*terraform plan failed\n/);
});

test.each([
  [
    "apply",
    [],
    "there are the environments acme, beta-one, beta-two: name those that are meant, or give --all",
  ],
  [
    "destroy",
    [],
    "there are the environments acme, beta-one, beta-two: name those that are meant, or give --all",
  ],
  [
    "repair",
    [],
    "there are the environments acme, beta-one, beta-two: name those that are meant, or give --all",
  ],
  ["plan", ["gamma-*"], 'there is no environment "gamma-*": there are acme, beta-one, beta-two'],
  ["plan", ["acme", "--all"], "--all and acme: name environments or give --all, not both"],
  ["verify", ["--jobs", "0"], "--jobs 0: give a number from 1 on"],
  ["apply", ["--all", "--plan", "x"], "--plan has the file of one environment: name that one"],
])("%s %j says what to give", async (command, args, message) => {
  const ended = await fleet.run(command, ...args);

  expect(ended).toEqual({ code: 1, stdout: "", stderr: `agent-stack ${command}: ${message}\n` });
});

test("without an answer nothing is applied, and the plan is not kept", async () => {
  const { code, stdout } = await fleet.run("apply", "acme");

  expect(code).toBe(2);
  expect(stdout.endsWith("nothing was done; allow it with --yes\n")).toBe(true);
  expect(await fleet.api(0).list("/core/applications/")).toEqual([]);
  expect(existsSync(join(folderOf("acme"), "agent-stack.tfplan"))).toBe(false);
});

test("what was reviewed is applied, by agent-stack and by terraform itself, and the plan is removed", async () => {
  await fleet.run("plan", "acme", "beta-one", "--no-verify");

  const ours = await fleet.run("apply", "acme", "--plan", "--yes");
  const terraforms = await fleet.terraform("beta-one", "apply", "-input=false", "agent-stack.tfplan");
  const again = await fleet.run("apply", "acme", "--plan", "--yes");

  const planFile = join(folderOf("acme"), "agent-stack.tfplan");
  expect([ours.code, ours.stderr]).toEqual([0, ""]);
  expect([terraforms.code, terraforms.stderr]).toEqual([0, ""]);
  expect((await fleet.run("plan", "acme", "beta-one", "--no-verify")).code).toBe(0);
  expect(again).toEqual({
    code: 1,
    stdout: "",
    stderr: `agent-stack apply: acme: there is no plan ${planFile}: run agent-stack plan acme first\n`,
  });
});

test("nothing is applied over what changed after the plan was shown", async () => {
  await fleet.run("apply", "acme", "--yes");
  fleet.configure({ connector: { refreshInterval: "minutes=10" } });
  const printed: string[] = [];
  const answered = {
    cwd: fleet.directory,
    env: fleet.environment,
    print: (text: string) => printed.push(text),
    fail: (text: string) => printed.push(text),
    all: false,
    jobs: 1,
    colour: false,
    width: Number.POSITIVE_INFINITY,
    command: "agent-stack apply acme",
  };

  const code = await applyEnvironments(["acme"], {
    ...answered,
    confirm: async (question) => {
      printed.push(question);
      await fleet.api(0).change("/core/applications/authentik-cli/", { name: "Renamed meanwhile" });
      return true;
    },
  });

  const [connector] = await fleet.api(0).list("/endpoints/agents/connectors/");
  expect(code).toBe(2);
  expect(printed.slice(1)).toEqual([
    `Apply this to acme at ${fleet.standIn(0).server.url}? [y/N] `,
    "acme: nothing was applied: since it was planned, authentik_application.cli_application changed in authentik; plan again and read what is different",
  ]);
  expect(connector?.refresh_interval).toBe("minutes=30");
});

test("ten runs at once in one checkout do not disturb each other", async () => {
  await fleet.run("apply", "--all", "--yes");
  fleet.configure({ connector: { refreshInterval: "minutes=10" } });

  const runs = await Promise.all(
    Array.from({ length: 10 }, (_, index) =>
      fleet.run(
        index % 3 === 0 ? "drift" : "plan",
        ...(index % 2 === 0 ? ["acme"] : []),
        ...(index % 3 === 0 ? [] : ["--no-verify"]),
        ...json,
      ),
    ),
  );
  const applied = await fleet.terraform("acme", "apply", "-input=false", "agent-stack.tfplan");

  expect(runs.map(({ code, stdout }) => `${code} ${statuses(stdout).join(", ")}`)).toEqual(
    runs.map((_, index) => {
      const isDrift = index % 3 === 0;
      const names = index % 2 === 0 ? ["acme"] : NAMES;
      return `${isDrift ? 0 : 2} ${names.map((name) => `${name} ${isDrift ? "in order" : "attention"}`).join(", ")}`;
    }),
  );
  expect([applied.code, applied.stderr]).toEqual([0, ""]);
  expect(runsLeft()).toEqual([]);
});

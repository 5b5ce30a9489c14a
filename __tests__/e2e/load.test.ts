import { rmSync } from "node:fs";
import { join } from "node:path";
import { Fleet } from "./fleet";
import { largeSetUp } from "./large-set-up";

// Smaller than what `npm run bench` measures, but of more pages than one.

jest.setTimeout(180_000);

let fleet: Fleet | undefined;
afterEach(async () => {
  await fleet?.close();
  fleet = undefined;
});

const codeAndError = ({ code, stderr }: { code: number | null; stderr: string }) => ({
  code,
  failed: /failed|Error/.test(stderr),
});
const FINE = { code: 0, failed: false };

test("105 bindings, 4 brands and 250 users in a group are planned, drifted, verified, shown and adopted", async () => {
  fleet = await Fleet.start(["large"]);
  fleet.configure(await largeSetUp(fleet.standIn(0), { bindings: 105, brands: 4, users: 250 }));
  const planned = await fleet.run("plan", "large", "--no-verify", "--format", "json");
  const applied = await fleet.run("apply", "large", "--yes");

  const plan = await fleet.run("plan", "large");
  const drift = await fleet.run("drift", "large");
  const verify = await fleet.run("verify", "large");
  const status = await fleet.run("status", "large");
  rmSync(join(fleet.directory, "terraform.large.tfstate"));
  const adopt = await fleet.run("adopt", "large", "--yes");

  expect([planned.code, JSON.parse(planned.stdout).environments[0].changes.length]).toEqual([2, 116]);
  expect([applied, plan, drift, verify, status, adopt].map(codeAndError)).toEqual(Array(6).fill(FINE));
  expect(verify.stdout).toContain("105 groups have 1 to 251 members of their own");
  expect(adopt.stdout.match(/^ {6}authentik_policy_binding\.cli_access_group_team_\d+: /gm)).toHaveLength(
    105,
  );
});

test("6 environments on one server are applied, planned, drifted, verified and shown at once", async () => {
  const names = Array.from({ length: 6 }, (_, index) => `tenant-${index}`);
  fleet = await Fleet.start(names, { perServer: names.length });
  const all = ["--all", "--jobs", String(names.length)];

  const ended = [];
  for (const args of [
    ["apply", ...all, "--yes"],
    ["plan", ...all],
    ["drift", ...all],
    ["verify", ...all],
    ["status", ...all],
  ]) {
    ended.push(await fleet.run(...args));
  }

  expect(ended.map(codeAndError)).toEqual(Array(5).fill(FINE));
});

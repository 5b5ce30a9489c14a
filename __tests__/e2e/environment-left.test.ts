import { execFile } from "node:child_process";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { differencesOf } from "../tools/json-schemas";
import { Fleet } from "./fleet";
import { configure } from "./named-environments";

jest.setTimeout(600_000);

let fleet: Fleet;
beforeEach(async () => {
  fleet = await Fleet.start(["acme", "globex"]);
  configure(fleet, { acme: { standIn: 0 }, globex: { standIn: 1 } });
  await fleet.run("apply", "--all", "--yes");
  configure(fleet, { acme: { standIn: 0 } });
});
afterEach(() => fleet.close());

const json = ["--format", "json"];
const applications = () => fleet.api(1).list("/core/applications/");
const notes = (stderr: string) => stderr.split("\n").filter((line) => line.startsWith("note: "));

/** Types a command of agent-stack's message in the project's folder. */
function type(command: string): Promise<number> {
  return new Promise((done) => {
    execFile("sh", ["-c", command], { cwd: fleet.directory, env: fleet.environment }, (error) =>
      done(error === null ? 0 : Number(error.code)),
    );
  });
}

test("an environment that is gone and has a state is told, is no error, and is destroyed by what is told", async () => {
  const planned = await fleet.run("plan", "--no-verify", ...json);
  const drifted = await fleet.run("drift", "--all", ...json);
  const named = await fleet.run("plan", "acme", "--no-verify", ...json);
  const status = await fleet.run("status");
  const statusJson = await fleet.run("status", ...json);
  const [note = ""] = notes(planned.stderr);
  const before = await applications();
  const destroyed = await fleet.run("destroy", ...["globex", "--yes"]);
  const after = await applications();
  const again = await fleet.run("plan", "--no-verify", ...json);

  const terraform = `${join(fleet.directory, "terraform")} -chdir=cdktf.out/stacks/globex`;
  expect(note).toBe(
    `note: globex is no longer in the configuration, and its state in terraform.globex.tfstate has 7 objects. Was it renamed, give the environment of its new name renamedFrom: globex. To destroy them, with the settings that were synthesised last: npx agent-stack destroy globex. To forget them, so that they stay in authentik: ${terraform} init && ${terraform} state rm $(${terraform} state list)`,
  );
  expect([planned.code, drifted.code, notes(drifted.stderr)]).toEqual([0, 0, [note]]);
  expect(notes(named.stderr)).toEqual([]);
  expect([status.code, status.stdout.replace(/\s+/g, " ")]).toEqual([
    2,
    expect.stringContaining("globex is no longer in the configuration"),
  ]);
  expect(differencesOf("status", JSON.parse(statusJson.stdout))).toEqual([]);
  expect(JSON.parse(statusJson.stdout)).toMatchObject({
    environments: [{ name: "acme", status: "in order" }],
    gone: [{ name: "globex", state: "terraform.globex.tfstate", objects: 7, failure: null }],
  });
  expect({ code: destroyed.code, stderr: destroyed.stderr }).toEqual({ code: 0, stderr: "" });
  expect([before, after]).toEqual([[expect.objectContaining({ slug: "authentik-cli" })], []]);
  expect([again.code, notes(again.stderr)]).toEqual([0, []]);
  expect(await fleet.api(0).list("/core/applications/")).toHaveLength(1);
});

test("what is told to forget it does so, and authentik keeps everything", async () => {
  const before = await applications();
  // As `cdktf synth` does it.
  rmSync(join(fleet.directory, "cdktf.out/stacks/globex"), { recursive: true });
  const planned = await fleet.run("plan", "--no-verify");
  const [, command = ""] = /stay in authentik: (.*)$/.exec(notes(planned.stderr)[0] ?? "") ?? [];

  const code = await type(command);
  const again = await fleet.run("plan", "--no-verify");

  expect([code, notes(again.stderr)]).toEqual([0, []]);
  expect(await applications()).toEqual(before);
});

test("of a state alone it is told how to get the configuration back; one that cannot be asked is said to be so", async () => {
  rmSync(join(fleet.directory, "cdktf.out"), { recursive: true });
  const old = join(fleet.directory, "cdktf.out/stacks/old");
  mkdirSync(old, { recursive: true });
  writeFileSync(
    join(old, "cdk.tf.json"),
    JSON.stringify({
      "//": { "agent-stack": { url: "https://old.example", tokenFrom: ["T"] } },
      terraform: { backend: { http: { address: "http://127.0.0.1:1/old" } } },
    }),
  );

  const planned = await fleet.run("plan", "--no-verify");
  const told = notes(planned.stderr);
  configure(fleet, { acme: { standIn: 0 }, globex: { standIn: 1 } });
  const destroyed = await fleet.run("destroy", "globex", "--yes");
  const [, command = ""] = /does not matter: (.*)$/.exec(told[0] ?? "") ?? [];
  const code = await type(command);
  configure(fleet, { acme: { standIn: 0 } });
  const again = await fleet.run("plan", "--no-verify");

  expect(told).toEqual([
    expect.stringMatching(
      /^note: old is no longer in the configuration, and whether its state in http http:\/\/127\.0\.0\.1:1\/old still has objects could not be asked: .* failed⏎.* connection refused⏎The service does not answer as it should: is it up and reachable from here, and is backend\.http\.address in agent-stack\.yaml right\? If that does not matter: rm -r .*\/cdktf\.out\/stacks\/old$/,
    ),
    "note: globex is no longer in the configuration, and its state in terraform.globex.tfstate has 7 objects. Was it renamed, give the environment of its new name renamedFrom: globex. To destroy them, put the environment back as git has it, run npx agent-stack destroy globex and take it out again. To forget them, so that they stay in authentik: rm terraform.globex.tfstate",
  ]);
  expect([destroyed.code, code, notes(again.stderr)]).toEqual([0, 0, []]);
  expect(existsSync(join(fleet.directory, "terraform.globex.tfstate"))).toBe(true);
  expect(await applications()).toEqual([]);
});

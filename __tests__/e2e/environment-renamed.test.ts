import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { KEPT } from "./backends";
import { Fleet } from "./fleet";
import { configure } from "./named-environments";
import { HAS_S3 } from "./s3";
import { StateServer } from "./state-server";

jest.setTimeout(300_000);

const json = ["--format", "json"];
const read = (fleet: Fleet, path: string) => readFileSync(join(fleet.directory, path), "utf8");

/** What a state has of authentik. */
function contentOf(text: string) {
  const { outputs, resources } = JSON.parse(text);
  return { outputs, resources };
}

/** The environments of a report, and how each is. */
const namesIn = (report: string) =>
  JSON.parse(report).environments.map(({ name, status }: Record<string, string>) => `${name} ${status}`);

describe("an environment with a local state", () => {
  let fleet: Fleet;
  beforeEach(async () => {
    fleet = await Fleet.start(["acme", "globex"]);
    await fleet.run("apply", "--all", "--yes");
  });
  afterEach(() => fleet.close());

  test("is renamed: no command goes on without its state, one moves it, and the plan is no change", async () => {
    const theirs = read(fleet, "terraform.globex.tfstate");
    const objects = await fleet.api(0).list("/endpoints/agents/connectors/");
    writeFileSync(
      join(fleet.directory, "agent-stack.lock.json"),
      JSON.stringify({ scopeMappings: { acme: {}, globex: {} } }),
    );
    configure(fleet, { initech: { standIn: 0, renamedFrom: "acme" }, globex: { standIn: 1 } });

    const stopped = await Promise.all(
      [
        ["plan", "initech", "--no-verify"],
        ["drift", "initech"],
        ["verify", "initech"],
        ["status", "initech"],
      ].map((args) => fleet.run(...args, ...json)),
    );
    const refused = await Promise.all(
      ["apply", "destroy", "repair"].map((each) => fleet.run(each, "initech", "--yes")),
    );
    const unanswered = await fleet.run("move-state", "initech");
    const before = read(fleet, "terraform.acme.tfstate");
    const moved = await fleet.run("move-state", "initech", "--yes");
    const arrived = read(fleet, "terraform.initech.tfstate");
    const planned = await fleet.run("plan", "--no-verify", ...json);
    const again = await fleet.run("move-state", "initech", "--yes");

    const message =
      "initech's state is still in terraform.acme.tfstate, the place of its former name acme, and belongs in terraform.initech.tfstate: nothing was asked of authentik, where everything would be made anew. Move it: npx agent-stack move-state initech";
    expect(stopped.map(({ code, stdout }) => [code, JSON.parse(stdout).environments[0].failure])).toEqual(
      stopped.map(() => [1, message]),
    );
    expect(refused.map(({ code, stderr }) => [code, stderr])).toEqual(
      ["apply", "destroy", "repair"].map((each) => [1, `agent-stack ${each}: initech: ${message}\n`]),
    );
    expect(unanswered).toEqual({ code: 2, stdout: "nothing was moved; allow it with --yes\n", stderr: "" });
    expect(moved).toEqual({
      code: 0,
      stdout:
        "initech: its state, with 7 objects, is in terraform.initech.tfstate now, and nothing is left in terraform.acme.tfstate; renamedFrom may go once no pipeline has the former name any more\n",
      stderr: "",
    });
    expect(contentOf(arrived)).toEqual(contentOf(before));
    expect(JSON.parse(read(fleet, "terraform.acme.tfstate")).resources).toEqual([]);
    expect(read(fleet, "agent-stack.lock.json")).toBe(
      `${JSON.stringify({ scopeMappings: { globex: {}, initech: {} } }, undefined, 2)}\n`,
    );
    expect(planned.stderr).toContain(
      "note: initech: its state is in terraform.initech.tfstate, and nothing is left under its former name acme: renamedFrom may go\n",
    );
    expect([
      planned.code,
      JSON.parse(planned.stdout).environments.map(({ status }: { status: string }) => status),
    ]).toEqual([0, ["in order", "in order"]]);
    expect(again.stdout).toBe(
      "initech: its state is in terraform.initech.tfstate already; renamedFrom may go\n",
    );
    expect(read(fleet, "terraform.globex.tfstate")).toBe(theirs);
    expect(await fleet.api(0).list("/endpoints/agents/connectors/")).toEqual(objects);
    configure(fleet, { initech: { standIn: 0 }, globex: { standIn: 1 } });
    const settled = await fleet.run("plan", "--no-verify", ...json);
    expect([settled.code, settled.stderr.includes("note")]).toEqual([0, false]);
  });

  test("that has a state at both places is left alone, and both are named", async () => {
    writeFileSync(join(fleet.directory, "terraform.initech.tfstate"), read(fleet, "terraform.acme.tfstate"));
    configure(fleet, { initech: { standIn: 0, renamedFrom: "acme" }, globex: { standIn: 1 } });

    const planned = await fleet.run("plan", "initech", ...json);
    const moved = await fleet.run("move-state", "initech", "--yes");

    const terraform = `${join(fleet.directory, "terraform")} -chdir=cdktf.out/stacks/initech`;
    expect(JSON.parse(planned.stdout).environments[0].failure).toBe(
      `initech has two states, its own in terraform.initech.tfstate and that of its former name acme in terraform.acme.tfstate: nothing was asked of authentik. If its own is the right one, take renamedFrom out; if the former one is, empty its own, ${terraform} state rm $(${terraform} state list), and move the former one: npx agent-stack move-state initech`,
    );
    expect(moved).toEqual({
      code: 1,
      stdout: "",
      stderr:
        "agent-stack move-state: there are states in both places, in terraform.acme.tfstate and in terraform.initech.tfstate: nothing was moved, since one would be lost\n",
    });
  });

  test("is not deployed by agent-stack-terraform either before its state is moved", async () => {
    configure(fleet, { initech: { standIn: 0, renamedFrom: "acme" } });
    await fleet.run("plan", "initech");
    const connectors = () => fleet.api(0).list("/endpoints/agents/connectors/");
    const before = await connectors();

    await fleet.terraform("initech", "init");
    const planned = await fleet.stackTerraform("initech", "plan");
    const applied = await fleet.stackTerraform("initech", "apply", "-auto-approve");
    const left = await connectors();
    const moved = await fleet.run("move-state", "initech", "--yes");
    const replanned = await fleet.stackTerraform("initech", "plan", "-detailed-exitcode");

    const refused = {
      code: 1,
      stdout: "",
      stderr:
        "agent-stack-terraform: initech was renamed from acme and has no state, so that everything would be made anew: nothing was asked of authentik. Move the state: npx agent-stack move-state initech. If nothing was deployed under the former name, take renamedFrom out\n",
    };
    expect([planned, applied]).toEqual([refused, refused]);
    expect(left).toEqual(before);
    expect([moved.code, replanned.code, replanned.stderr]).toEqual([0, 0, ""]);
  });

  test("that has a state nowhere is new, and told so", async () => {
    configure(fleet, {
      acme: { standIn: 0 },
      initech: { standIn: 1, renamedFrom: "globexx", server: "https://initech.example" },
    });

    const moved = await fleet.run("move-state", "initech", "--yes");
    const none = await fleet.run("move-state", "acme", "--yes");

    expect(moved.stderr).toBe(
      "agent-stack move-state: there is no state in terraform.globexx.tfstate and none in terraform.initech.tfstate\n",
    );
    expect(none.stderr).toBe(
      "agent-stack move-state: acme has no renamedFrom, or its state is kept in the same place as before: there is nothing to move\n",
    );
  });
});

test("what the documentation says for terraform alone moves a state", async () => {
  const fleet = await Fleet.start(["acme", "globex"]);
  try {
    configure(fleet, { acme: { standIn: 0 } });
    await fleet.run("apply", "--yes");
    configure(fleet, { initech: { standIn: 0 } });
    const [, commands = ""] = /```shell\n(.*?)```/s.exec(readFileSync("docs/fleet.md", "utf8")) ?? [];
    const typed = commands.replaceAll("terraform -chdir", `${fleet.directory}/terraform -chdir`);

    execFileSync("sh", ["-ec", typed], { cwd: fleet.directory, env: fleet.environment, stdio: "pipe" });
    const planned = await fleet.run("plan", "--no-verify", ...json);

    expect(planned.code).toBe(0);
    expect(planned.stderr).not.toContain("note: ");
  } finally {
    await fleet.close();
  }
});

test("a state that a service keeps over HTTP moves to the address of the new name, and no other one is touched", async () => {
  const [fleet, service] = await Promise.all([Fleet.start(["acme", "globex"]), StateServer.start()]);
  try {
    const at = `${service.url}/{environment}`;
    const backend = {
      http: {
        address: at,
        lockAddress: `${at}/lock`,
        unlockAddress: `${at}/lock`,
        lockMethod: "POST",
        unlockMethod: "DELETE",
      },
    };
    configure(fleet, { acme: { standIn: 0, backend }, globex: { standIn: 1, backend } });
    await fleet.run("apply", "--all", "--yes");
    const before = service.states.get("acme") as { readonly serial: number };
    const theirs = service.states.get("globex");
    configure(fleet, {
      initech: { standIn: 0, backend, renamedFrom: "acme" },
      globex: { standIn: 1, backend },
    });

    const planned = await fleet.run("plan", "--no-verify", ...json);
    service.onWritten = (name) => {
      if (name === "initech") service.states.set("acme", { ...before, serial: before.serial + 5 });
    };
    const disturbed = await fleet.run("move-state", "initech", "--yes");
    const kept = service.states.get("acme");
    service.onWritten = () => {};
    service.states.delete("initech");
    const moved = await fleet.run("move-state", "initech", "--yes");
    const arrived = service.states.get("initech");
    const again = await fleet.run("plan", "--no-verify", ...json);

    expect([planned.code, namesIn(planned.stdout)]).toEqual([1, ["globex in order", "initech failed"]]);
    expect(JSON.parse(planned.stdout).environments[1].failure).toBe(
      `initech's state is still in http ${service.url}/acme, the place of its former name acme, and belongs in http ${service.url}/initech: nothing was asked of authentik, where everything would be made anew. Move it: npx agent-stack move-state initech`,
    );
    expect([disturbed.code, disturbed.stderr]).toEqual([
      1,
      expect.stringContaining(
        `agent-stack move-state: the state is in http ${service.url}/initech now, but what is in http ${service.url}/acme was kept, since it could not be emptied: `,
      ),
    ]);
    expect(contentOf(JSON.stringify(kept))).toEqual(contentOf(JSON.stringify(before)));
    expect([moved.code, moved.stderr]).toEqual([0, ""]);
    expect(contentOf(JSON.stringify(arrived))).toEqual(contentOf(JSON.stringify(before)));
    expect(service.states.get("acme")).toMatchObject({ resources: [], outputs: {} });
    expect(service.states.get("globex")).toBe(theirs);
    expect([again.code, namesIn(again.stdout)]).toEqual([0, ["globex in order", "initech in order"]]);
  } finally {
    await Promise.all([fleet.close(), service.close()]);
  }
});

if (!HAS_S3) {
  console.log("SKIPPED: a move within s3, since there is no S3 server: run scripts/install-s3-server.sh");
}

describe.each([
  ["pg", "pg acme", "pg initech"],
  ["s3", "s3 states/acme", "s3 states/initech"],
] as const)("an environment whose state %s keeps", (kind, before, now) => {
  (kind === "s3" && !HAS_S3 ? test.skip : test)(
    "is renamed: nothing goes on without its state, one command moves it, and no other one is touched",
    async () => {
      const kept = await KEPT[kind]();
      const fleet = await Fleet.start(["acme", "globex"], { provider: kept.environment });
      try {
        const backend = kept.backend("{environment}");
        const theirs = { globex: { standIn: 1, backend } };
        configure(fleet, { acme: { standIn: 0, backend }, ...theirs });
        await fleet.run("apply", "--all", "--yes");
        configure(fleet, { initech: { standIn: 0, backend, renamedFrom: "acme" }, ...theirs });

        const refused = await fleet.run("apply", "initech", "--yes");
        const moved = await fleet.run("move-state", "initech", "--yes");
        const planned = await fleet.run("plan", "--no-verify", ...json);
        const again = await fleet.run("move-state", "initech", "--yes");

        expect([refused.code, refused.stderr]).toEqual([
          1,
          `agent-stack apply: initech: initech's state is still in ${before}, the place of its former name acme, and belongs in ${now}: nothing was asked of authentik, where everything would be made anew. Move it: npx agent-stack move-state initech\n`,
        ]);
        expect(moved).toEqual({
          code: 0,
          stdout: `initech: its state, with 7 objects, is in ${now} now, and nothing is left in ${before}; renamedFrom may go once no pipeline has the former name any more\n`,
          stderr: "",
        });
        expect([planned.code, namesIn(planned.stdout)]).toEqual([0, ["globex in order", "initech in order"]]);
        expect(planned.stderr).toContain(
          `note: initech: its state is in ${now}, and nothing is left under its former name acme: renamedFrom may go\n`,
        );
        expect(again).toEqual({
          code: 0,
          stdout: `initech: its state is in ${now} already; renamedFrom may go\n`,
          stderr: "",
        });
      } finally {
        await Promise.all([fleet.close(), kept.close()]);
      }
    },
  );
});

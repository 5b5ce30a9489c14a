import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AppProgram } from "../app-program";
import { AgentStackProject } from "./agent-stack-project";
import { Api } from "./api";
import { KEPT, type Kept } from "./backends";
import { endOf } from "./ended";
import { HAS_S3 } from "./s3";
import { StateServer } from "./state-server";
import { openStandIn } from "./target";

jest.setTimeout(120_000);

let app: AppProgram;
let target: Awaited<ReturnType<typeof openStandIn>>;
let project: AgentStackProject;
beforeAll(() => {
  app = new AppProgram();
});
afterAll(() => app.remove());
beforeEach(async () => {
  target = await openStandIn();
  project = new AgentStackProject(app);
});
afterEach(async () => {
  project.remove();
  await target.close();
});

const run = (...args: string[]) => project.run(target.environment, ...args);

async function type(command: string, environment: Readonly<Record<string, string>> = {}): Promise<void> {
  const env = { ...process.env, ...target.environment, ...environment };
  const child = spawn("sh", ["-ec", command], { cwd: project.folder, env });
  // What asks nothing may have ended before.
  child.stdin.on("error", () => {});
  child.stdin.end("yes\n");
  const { code, stdout, stderr } = await endOf(child);
  if (code !== 0) throw new Error(`${command} ended with ${code}:\n${stdout}${stderr}`);
}

test("a state of a newer terraform is read as it is; one of a newer format is refused, untouched", async () => {
  const service = await StateServer.start();
  try {
    project.configure({ backend: { http: { address: `${service.url}/agent`, lock: false } } });
    await run("apply", "--yes", "production");
    const state = service.states.get("agent") as object;

    service.states.set("agent", { ...state, terraform_version: "99.0.0" });
    const read = await run("plan", "production");
    const newer = { ...state, terraform_version: "99.0.0", version: 5 };
    service.states.set("agent", newer);
    const refused = await run("apply", "--yes", "production");

    expect([read.code, service.states.get("agent")]).toEqual([0, newer]);
    expect([refused.code, refused.stderr.trimEnd().split("\n")]).toEqual([
      1,
      [
        `agent-stack apply: production: ${target.environment.TERRAFORM_BINARY_NAME} init failed`,
        expect.stringContaining("Unsupported state file format: The state file uses format version 5"),
        "The state is as it was; it is of a terraform newer than this one: install that version here too, or name it in TERRAFORM_BINARY_NAME.",
      ],
    ]);
  } finally {
    await service.close();
  }
});

test("an earlier state is put back by force, as the documentation says, and the plan shows what was done since", async () => {
  const service = await StateServer.start();
  try {
    const backend = { http: { address: `${service.url}/agent`, lock: false } };
    project.configure({ backend });
    await run("apply", "--yes", "production");
    const stack = join(project.folder, "cdktf.out/stacks/production");
    writeFileSync(join(stack, "earlier.tfstate"), JSON.stringify(service.states.get("agent")));
    project.configure({ backend, connector: { name: "renamed" } });
    await run("apply", "--yes", "production");
    const [command = ""] =
      /^terraform \S+ state push -force \S+$/m.exec(readFileSync("docs/state.md", "utf8")) ?? [];

    const unforced = await type(command.replace("-force ", "")).catch((error: Error) => error.message);
    await type(command);
    const planned = await run("plan", "production");

    expect(unforced).toContain("cannot import state with serial");
    // authentik has the new name already: what the state says of it is read anew.
    expect(planned.code).toBe(0);
  } finally {
    await service.close();
  }
});

const mount = (disk: string) =>
  execFileSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", disk], { stdio: "pipe" });
const unmount = (disk: string) => execFileSync("umount", ["-l", disk], { stdio: "pipe" });

/** Whether this user may mount a disk of its own; in CI it must. */
function mayMount(): boolean {
  if (process.env.CI === "true") return true;
  const disk = mkdtempSync(join(tmpdir(), "agent-stack-disk-"));
  try {
    mount(disk);
    unmount(disk);
    return true;
  } catch {
    console.log("SKIPPED: a disk that is full, since this user may not mount one");
    return false;
  } finally {
    rmSync(disk, { recursive: true });
  }
}

const testOnSmallDisk = mayMount() ? test : test.skip;
if (!HAS_S3) {
  console.log("SKIPPED: a move to s3, since there is no S3 server: run scripts/install-s3-server.sh");
}

testOnSmallDisk(
  "a disk that is full when the state is written: the state is kept elsewhere, and one command writes it",
  async () => {
    const disk = join(project.folder, "disk");
    mkdirSync(disk);
    mount(disk);
    try {
      project.configure({ backend: { local: { path: join(disk, "production.tfstate") } } });
      const ballast = join(disk, "ballast");
      target.standIn.server.fail(({ method, path }) => {
        if (method !== "POST" || !path.endsWith("/core/applications/")) return undefined;
        const { bavail, bsize } = statfsSync(disk);
        writeFileSync(ballast, Buffer.alloc(bavail * bsize));
        return undefined;
      });

      const applied = await run("apply", "--yes", "production");
      const refused = await run("apply", "--yes", "production");
      rmSync(ballast);
      const command = /run this again: (.*)$/m.exec(refused.stderr)?.[1] ?? "";
      await type(command);
      const finished = await run("apply", "--yes", "production");
      const planned = await run("plan", "production");

      expect(applied.stderr.replace(/\s+/g, " ")).toContain("no space left on device");
      expect([applied.code, applied.stderr.trimEnd().split("\n").at(-1)]).toEqual([
        1,
        `The state could not be written and is in ${project.folder}/cdktf.out/stacks/production/errored.tfstate, which has secrets. Before the next apply, once the state can be written again: cp cdktf.out/stacks/production/errored.tfstate disk/production.tfstate`,
      ]);
      expect([refused.code, refused.stderr]).toEqual([
        1,
        "agent-stack apply: production: the last apply could not write its state, which is in cdktf.out/stacks/production/errored.tfstate: nothing was asked of authentik, where what that apply made would be made once more. Write it, and run this again: cp cdktf.out/stacks/production/errored.tfstate disk/production.tfstate\n",
      ]);
      expect([finished.code, finished.stderr, planned.code]).toEqual([0, "", 0]);
      expect(await new Api(target).list("/endpoints/agents/connectors/")).toHaveLength(1);
    } finally {
      unmount(disk);
    }
  },
);

(HAS_S3 ? test : test.skip)(
  "a state moves from a file to PostgreSQL and on to a bucket by the command that the refusal names",
  async () => {
    const places: Kept[] = [await KEPT.pg(), await KEPT.s3()];
    try {
      project.configure({});
      await run("apply", "--yes", "production");

      const codes = [];
      for (const place of places) {
        const environment = Object.assign({}, target.environment, ...places.map((each) => each.environment));
        project.configure({ backend: place.backend("agent") });
        const refused = await project.run(environment, "plan", "production", "--format", "json");
        const { failure } = JSON.parse(refused.stdout).environments[0];
        const [, command = ""] = /To take it along, run `([^`]+)`/.exec(failure) ?? [];
        await type(command, environment);
        const planned = await project.run(environment, "plan", "production");
        codes.push([refused.code, planned.code]);
      }

      expect(codes).toEqual([
        [1, 0],
        [1, 0],
      ]);
    } finally {
      for (const place of places) await place.close();
    }
  },
);

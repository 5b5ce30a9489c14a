import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { dirname, join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { spawn as spawnOnTerminal } from "@cdktf/node-pty-prebuilt-multiarch";
import { program } from "../../../tools/commands/program";
import { removeFolders, temporaryFolder } from "../terraform/programs";

const CLI = resolve("dist/agent-stack.js");
const WRAPPER = resolve("dist/agent-stack-terraform.js");
const STOPPING =
  "stopping: what runs ends what it has begun, and terraform writes its state; Ctrl-C once more ends it at once, and may lose that\n";

jest.setTimeout(60_000);
afterAll(removeFolders);

/** A project of one stack, whose app does this. */
function project(app: string, stack: object = { terraform: {} }): string {
  const folder = temporaryFolder();
  const stacks = { production: { name: "production", workingDirectory: "stacks/production" } };
  mkdirSync(join(folder, "cdktf.out/stacks/production"), { recursive: true });
  writeFileSync(join(folder, "cdktf.out/stacks/production/cdk.tf.json"), JSON.stringify(stack));
  writeFileSync(join(folder, "cdktf.out/manifest.json"), JSON.stringify({ stacks }));
  writeFileSync(join(folder, "cdktf.json"), JSON.stringify({ app }));
  return folder;
}

/** A terraform that does this when it is initialised. */
function terraformThat(folder: string, init: string): string {
  const file = join(folder, "a-terraform");
  const script = `#!/bin/sh\ncase $1 in\nversion) echo '{"terraform_version": "1.11.4"}' ;;\ninit) ${init} ;;\nesac\n`;
  writeFileSync(file, script, { mode: 0o755 });
  return file;
}

function environment(variables: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { AUTHENTIK_URL, AUTHENTIK_TOKEN, TF_REATTACH_PROVIDERS, ...inherited } = process.env;
  return { ...inherited, TF_CLI_CONFIG_FILE: "/dev/null", ...variables };
}

function start(folder: string, command: readonly string[], variables: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, [...command], { cwd: folder, env: environment(variables) });
  let stderr = "";
  child.stderr.on("data", (chunk) => {
    stderr += chunk;
  });
  child.stdout.resume();
  const ended = new Promise<{ code: number | null; stderr: string }>((done) =>
    child.on("close", (code) => done({ code, stderr })),
  );
  return { child, ended };
}

async function until(file: string, content: string, child?: ChildProcess): Promise<void> {
  const isThere = () => existsSync(file) && readFileSync(file, "utf8").includes(content);
  while (!isThere() && child?.exitCode == null) await wait(20);
}

/** Asks nothing of what may take its time; the stand-in stays up until Ctrl-C, and its own tests have that. */
const AT_ONCE = ["init", "upgrade", "comment", "changed", "standin"];
const SLOW = program()
  .commands.map((command) => command.name())
  .filter((name) => !AT_ONCE.includes(name));

test.each(SLOW)("%s ends with the shell's code for the signal", async (command) => {
  const runs = (["SIGINT", "SIGTERM"] as const).map(async (signal) => {
    const folder = project("echo begun > begun; exec sleep 50");
    const { child, ended } = start(folder, [CLI, command]);
    await until(join(folder, "begun"), "begun", child);
    child.kill(signal);
    return ended;
  });

  const [interrupted, terminated] = await Promise.all(runs);

  const stderr = `${STOPPING}agent-stack ${command}: interrupted\n`;
  expect(interrupted).toEqual({ code: 130, stderr });
  expect(terminated).toEqual({ code: 143, stderr });
});

test.each([
  ["at once", 0, "begun\nstopped\n"],
  ["later", 1100, "begun\nstopped\nstopped\n"],
])("a second Ctrl-C reaches terraform only where it comes %s", async (_, pause, log) => {
  const folder = project("true");
  const file = join(folder, "log");
  const loop = `trap 'echo stopped >> ${file}' INT; echo begun >> ${file}; for i in $(seq 50); do sleep 0.05; done`;
  const { child, ended } = start(folder, [CLI, "plan", "--no-verify"], {
    TERRAFORM_BINARY_NAME: terraformThat(folder, loop),
  });
  await until(file, "begun", child);

  child.kill("SIGINT");
  await wait(pause);
  child.kill("SIGINT");
  const { code } = await ended;

  expect({ code, log: readFileSync(file, "utf8") }).toEqual({ code: 130, log });
});

const SLOW_APPLY = {
  resource: {
    terraform_data: {
      first: { input: "made" },
      slow: {
        depends_on: ["terraform_data.first"],
        provisioner: [{ "local-exec": { command: "echo begun > $BEGUN; exec sleep 50" } }],
      },
    },
  },
};

test("apply: terraform ends what it has begun, and the state has what was made", async () => {
  const state = join(temporaryFolder(), "state.json");
  const folder = project("true", { ...SLOW_APPLY, terraform: { backend: { local: { path: state } } } });
  const begun = join(folder, "begun");
  const { child, ended } = start(folder, [CLI, "apply", "production", "--yes"], { BEGUN: begun });
  await until(begun, "begun", child);

  child.kill("SIGINT");
  const run = await ended;

  expect(run).toEqual({
    code: 130,
    stderr: `${STOPPING}agent-stack apply: production: interrupted while terraform applied: what was done until then is in the state, do the rest by running it again\nagent-stack apply: interrupted\n`,
  });
  const { resources } = JSON.parse(readFileSync(state, "utf8")) as { resources: { name: string }[] };
  expect(resources.map(({ name }) => name)).toEqual(["first", "slow"]);
  expect(filesNamed(dirname(state), ".state.json.lock.info")).toEqual([]);
});

const filesNamed = (folder: string, name: string) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.split("/").at(-1) === name)
    .map((path) => join(folder, path));

describe("while an answer is waited for", () => {
  let silent: Server;
  let asked: Promise<void>;
  beforeEach(async () => {
    silent = createServer();
    asked = new Promise((done) => silent.on("connection", () => done()));
    await new Promise<void>((done) => silent.listen(0, "127.0.0.1", done));
  });
  afterEach(() => silent.close());
  const url = () => `http://127.0.0.1:${(silent.address() as { port: number }).port}`;

  test("verify ends, and leaves no folder of its run", async () => {
    const folder = project("true");
    const variables = { AUTHENTIK_URL: url(), AUTHENTIK_TOKEN: "a-token" };
    const { child, ended } = start(folder, [CLI, "verify"], variables);
    await asked;

    child.kill("SIGINT");

    expect(await ended).toEqual({ code: 130, stderr: "agent-stack verify: interrupted\n" });
    expect(filesNamed(folder, "cdk.tf.json")).toEqual([
      join(folder, "cdktf.out/stacks/production/cdk.tf.json"),
    ]);
  });

  test("comment ends", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "report.md"), "a report");
    const { child, ended } = start(folder, [CLI, "comment", "report.md", "--pull-request", "1"], {
      GITHUB_ACTIONS: "true",
      GITHUB_API_URL: url(),
      GITHUB_REPOSITORY: "an-owner/a-repository",
      GITHUB_TOKEN: "a-token",
    });
    await asked;

    child.kill("SIGINT");

    expect(await ended).toEqual({ code: 130, stderr: "" });
  });
});

test.each([
  ["Ctrl-C", "\u0003", 130, "agent-stack apply: interrupted"],
  ["Ctrl-D", "\u0004", 2, "nothing was done; allow it with --yes"],
])("%s at a question", async (_, key, code, said) => {
  const folder = project("true", { resource: { terraform_data: { box: { input: "full" } } } });

  const run = await onTerminal(folder, [CLI, "apply", "production"], "[y/N] ", key);

  expect(run.code).toBe(code);
  expect(run.shown.replaceAll("\r", "").trim().split("\n").at(-1)).toBe(said);
  expect(filesNamed(folder, "terraform.tfstate")).toEqual([]);
});

test("Ctrl-C at a question of init writes nothing", async () => {
  const folder = temporaryFolder();

  const run = await onTerminal(folder, [CLI, "init"], "environment", "\u0003");

  expect(run.code).toBe(130);
  expect(run.shown).toContain("agent-stack init: not everything was answered, so nothing is written");
  expect(readdirSync(folder)).toEqual([]);
});

test("agent-stack-terraform: Ctrl-C on a terminal reaches terraform once", async () => {
  const folder = temporaryFolder();
  const log = join(folder, "log");
  const loop = `trap 'echo stopped >> ${log}' INT; echo begun; for i in $(seq 20); do sleep 0.05; done; echo ended >> ${log}`;

  const run = await onTerminal(folder, [WRAPPER, "init"], "begun", "\u0003", {
    AGENT_STACK_TERRAFORM: terraformThat(folder, loop),
  });

  expect({ code: run.code, log: readFileSync(log, "utf8") }).toEqual({ code: 130, log: "stopped\nended\n" });
});

/** Runs a command on a terminal, and types a key where it shows something. */
function onTerminal(
  folder: string,
  command: string[],
  prompt: string,
  key: string,
  variables: NodeJS.ProcessEnv = {},
): Promise<{ code: number; shown: string }> {
  const terminal = spawnOnTerminal(process.execPath, command, {
    cwd: folder,
    env: environment({ NO_COLOR: "1", ...variables }) as Record<string, string>,
    cols: 200,
  });
  let shown = "";
  let isTyped = false;
  terminal.onData((data) => {
    shown += data;
    if (isTyped || !shown.includes(prompt)) return;
    isTyped = true;
    terminal.write(key);
  });
  return new Promise((done) => terminal.onExit(({ exitCode }) => done({ code: exitCode, shown })));
}

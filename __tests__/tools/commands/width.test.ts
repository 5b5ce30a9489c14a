import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { App } from "cdktf";
import stringWidth from "string-width";
import { AgentStack } from "../../../lib";
import { launchStandIn, type StandIn } from "../../../standin/launch";
import { Api } from "../../e2e/api";
import type { Run } from "../../e2e/deployment";
import { runOf } from "../../e2e/ended";
import { removeFolders, temporaryFolder } from "../terraform/programs";

jest.setTimeout(240_000);

let standIn: StandIn;
let project: string;
beforeAll(async () => {
  standIn = await launchStandIn();
  project = temporaryFolder();
  writeFileSync(join(project, "cdktf.json"), JSON.stringify({ app: "true" }));
  const app = new App({ outdir: join(project, "cdktf.out") });
  const backend = { local: { path: join(project, "terraform.tfstate") } };
  new AgentStack(app, "production", {
    backend,
    server: standIn.server.url,
    cli: { application: { description: "The command line of the agent" } },
    connector: { name: "Agents of the whole company" },
  });
  app.synth();
});
afterAll(async () => {
  removeFolders();
  await standIn.close();
});

function agentStack(
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
  cwd = project,
  program = "agent-stack",
): Promise<Run> {
  const { TF_CLI_CONFIG_FILE: _, AGENT_STACK_CONFIG: __, ...inherited } = process.env;
  const child = spawn(process.execPath, [resolve(`dist/${program}.js`), ...args], {
    cwd,
    env: { ...inherited, ...standIn.environment, NO_COLOR: "1", COLUMNS: "80", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  return runOf(child);
}

/** What begins a line, and one word: an address, a path or an id stays whole, so that it can be copied. */
const WORD = /^[\s│]*(?:(?:-\/\+|[-+~]|!!|\[\d+\]) )?\S+$/;
/** What is typed or sent as it is, and what is written into a file. */
const COPIED = /^ {2}(?:ak|ak-sysd|PATCH) |^ +[\w.]+: [0-9a-f-]{36}$/;

const tooWide = (text: string) =>
  text.split("\n").filter((line) => stringWidth(line) > 80 && !WORD.test(line) && !COPIED.test(line));

test("nothing that a command says about a set-up is wider than 80 columns but for what is copied", async () => {
  const connectors = "/endpoints/agents/connectors/";
  await new Api(standIn.server).post(connectors, { name: "Agents of the whole company" });
  const runs: Run[] = [];
  const run = async (...args: string[]) => runs.push(await agentStack(args));

  await run("adopt");
  await run("apply");
  await run("token");
  await run("join");
  await run("status");
  await run("apply", "--yes");
  await new Api(standIn.server).change("/core/applications/authentik-cli/", { meta_publisher: "Someone" });
  await run("repair");
  await run("drift", "--format", "text");
  await run("verify", "--format", "text", "--probe");
  await run("adopt", "--connector", "none that is there");
  await run("plan", "staging");
  await run("destroy");

  expect(runs.map(({ code }) => code)).toEqual([2, 2, 0, 0, 2, 2, 2, 2, 2, 1, 1, 2]);
  expect(runs.flatMap(({ stdout, stderr }) => tooWide(stdout + stderr))).toEqual([]);
});

test("nor what is said of a new folder and of mistakes", async () => {
  const folder = temporaryFolder();
  const stack = join(project, "cdktf.out/stacks/production");
  const runs = [
    await agentStack(["init", "--yes", "--no-install", "--backend", "s3"], {}, folder),
    await agentStack(["init", "--yes", "--no-install"], {}, folder),
    await agentStack(["upgrade", "--check", "--take", "main.js", "--keep", "main.js"], {}, folder),
    await agentStack(["upgrade", "--check"], {}, folder),
    await agentStack(["plan", "--wrong-option-that-is-not-known"]),
    await agentStack(["plan", "--format", "text"], { AUTHENTIK_TOKEN: "", AUTHENTIK_TOKEN_PRODUCTION: "" }),
    await agentStack(["plan"], { AUTHENTIK_TOKEN: "" }, stack, "agent-stack-terraform"),
  ];

  expect(runs.map(({ code }) => code)).toEqual([0, 1, 1, 0, 1, 1, 1]);
  expect(runs.flatMap(({ stdout, stderr }) => tooWide(stdout + stderr))).toEqual([]);
});

test("where no terminal is and nobody gives a width, as in a log, messages keep their lines", async () => {
  const { stderr } = await agentStack(["plan", "staging"], { COLUMNS: "" });

  expect(stderr).toBe('agent-stack plan: there is no environment "staging": there is production\n');
});

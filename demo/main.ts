import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import colours from "picocolors";
import { launchStandIn } from "../standin/launch";
import { STOP_SIGNALS } from "../standin/run-command";
import { findTerraform } from "../tools/terraform/binary";
import { AgentsDay } from "./agents-day";
import { emptyBrand, Someone } from "./someone";
import { makeWorkspace } from "./workspace";

const ENVIRONMENT = "staging";
const AGENT_STACK = join(__dirname, "..", "dist", "agent-stack.js");
const CDKTF = join(__dirname, "..", "node_modules", ".bin", "cdktf");

/** A shell's exit code after Ctrl-C. */
const INTERRUPTED = 130;

let running: ChildProcess | undefined;
let isStopped = false;

async function demo(): Promise<void> {
  await findTerraform(process.cwd(), process.env);

  const workspace = makeWorkspace();
  const standIn = await launchStandIn();
  const { url, token } = standIn.server;
  const someone = new Someone(url, token);
  const run = (name: string, program: string, ...args: string[]) =>
    step(name, () => runIn(workspace.directory, standIn.environment, program, args));
  const agentStack = (name: string, expected: number, ...args: string[]) =>
    run(name, process.execPath, AGENT_STACK, ...args).then((done) => show(done, expected));

  try {
    say(
      `authentik ${standIn.server.version} is played by a stand-in at ${url}; terraform and cdktf are real.`,
    );

    chapter("Deploy the example configuration");
    await run(`cdktf deploy ${ENVIRONMENT}`, CDKTF, "deploy", ENVIRONMENT, "--auto-approve").then(succeeded);
    await agentStack("the second plan is empty", 0, "plan", ENVIRONMENT, "--format", "text", "--no-verify");

    chapter("An agent's day");
    const day = new AgentsDay(url, someone);
    await told("ak config setup: a device login", () => day.setUp());
    await told("a laptop joins with the enrollment token", () => day.enrol());
    await told("its agent reads its configuration", () => day.configure());
    await told("and checks in", () => day.checkIn());
    await told("someone of the access group logs in on it", () => day.logIn());
    await told("ak auth kubectl: a token for the cluster", () => day.useCluster());

    chapter("Someone clicks three things away in the admin interface");
    await step("the default brand's device code flow", () => emptyBrand(someone));
    await step("the group that may use the command line", () => unbindGroup(someone));
    await step("the provider whose tokens the connector trusts", () => distrustProvider(someone));
    await agentStack(
      "what the plan says about it",
      2,
      "plan",
      ENVIRONMENT,
      "--format",
      "text",
      "--no-verify",
    );
    const report = mkdtempSync(join(tmpdir(), "agent-stack-demo-"));
    await agentStack("the same as a page", 2, "plan", ENVIRONMENT, "--format", "html", "--out", report);
    say(`    the report as reviewers see it: file://${join(report, "agent-stack-plan.html")}`);

    chapter("Repair");
    await run(`cdktf deploy ${ENVIRONMENT}`, CDKTF, "deploy", ENVIRONMENT, "--auto-approve").then(succeeded);
    await agentStack("the plan is empty again", 0, "plan", ENVIRONMENT, "--format", "text", "--no-verify");

    chapter("What a plan cannot see");
    const binding = await step("someone lets one more user in", () => letUserIn(someone));
    await agentStack("the plan sees nothing", 0, "plan", ENVIRONMENT, "--format", "text", "--no-verify");
    await agentStack("verify does", 2, "verify", ENVIRONMENT, "--format", "text");
    await step("the binding is taken away", () => someone.call("DELETE", `/policies/bindings/${binding}/`));
    await agentStack("verify finds nothing more", 0, "verify", ENVIRONMENT, "--format", "text");

    chapter("Next");
    say("1. Say what you want in agent-stack.yaml; docs/reference.md has every key.");
    say("2. export AUTHENTIK_URL=https://… AUTHENTIK_TOKEN=…");
    say("3. npx agent-stack plan production && npx agent-stack apply production");
    say("4. docs/pipelines.md puts the report into your pull requests.");
  } finally {
    await standIn.close();
    workspace.remove();
  }
}

async function unbindGroup(someone: Someone): Promise<void> {
  const { pk } = await someone.find("/core/applications/", {
    slug: "authentik-cli",
    superuser_full_list: "true",
  });
  const binding = await someone.find("/policies/bindings/", { target: String(pk) });
  await someone.call("DELETE", `/policies/bindings/${binding.pk}/`);
}

async function distrustProvider(someone: Someone): Promise<void> {
  const { connector_uuid } = await someone.find("/endpoints/agents/connectors/", { name: "authentik Agent" });
  await someone.call("PATCH", `/endpoints/agents/connectors/${connector_uuid}/`, {
    jwt_federation_providers: [],
  });
}

async function letUserIn(someone: Someone): Promise<string> {
  const application = await someone.find("/core/applications/", {
    slug: "authentik-cli",
    superuser_full_list: "true",
  });
  const user = await someone.call("POST", "/core/users/", { username: "mallory", name: "Mallory" });
  const body = { target: application.pk, user: user.pk, order: 10 };
  return String((await someone.call("POST", "/policies/bindings/", body)).pk);
}

interface Done {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

function runIn(
  cwd: string,
  environment: Readonly<Record<string, string>>,
  program: string,
  args: readonly string[],
): Promise<Done> {
  const { AGENT_STACK_CONFIG: _, ...inherited } = process.env;
  const child = spawn(program, args, { cwd, env: { ...inherited, ...environment, NO_COLOR: "1" } });
  running = child;
  let output = "";
  let errors = "";
  child.stdout.on("data", (chunk) => {
    output += chunk;
  });
  child.stderr.on("data", (chunk) => {
    errors += chunk;
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code: code ?? 1, output, errors }));
  });
}

function succeeded(done: Done): void {
  if (done.code !== 0)
    throw new Error(`it failed with exit code ${done.code}:\n${done.output}${done.errors}`);
}

function show(done: Done, expected: number): void {
  if (done.code !== expected) {
    throw new Error(`expected exit code ${expected}, got ${done.code}:\n${done.output}${done.errors}`);
  }
  const report = done.output.replace(/\n+How this was made[\s\S]*$/, "");
  for (const line of report.trim().split("\n").slice(4)) detail(line);
}

async function step<T>(name: string, work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  const { isTTY } = process.stdout;
  const back = isTTY ? "\r" : "";
  if (isTTY) process.stdout.write(`  ${colours.dim("…")} ${name}`);
  const goOn = () => {
    if (isStopped) throw new Error("interrupted");
  };
  try {
    goOn();
    const result = await work();
    goOn();
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    process.stdout.write(`${back}  ${colours.green("✓")} ${name} ${colours.dim(`${seconds} s`)}\n`);
    return result;
  } catch (error) {
    process.stdout.write(`${back}  ${colours.red("✗")} ${name}\n`);
    throw error;
  }
}

/** A step, and then what came of it. */
async function told(name: string, work: () => Promise<string[]>): Promise<void> {
  for (const line of await step(name, work)) detail(line);
}

const say = (text: string) => console.log(text);
const chapter = (text: string) => console.log(`\n${colours.bold(text)}`);
const detail = (text: string) => console.log(`    ${colours.dim("│")} ${text}`);

// What runs is let come to its end, so that nothing of the demo is left.
for (const signal of STOP_SIGNALS) {
  process.on(signal, () => {
    isStopped = true;
    running?.kill("SIGINT");
  });
}

demo().catch((error: Error) => {
  console.error(`\n${colours.red("the demo stopped")}${isStopped ? "" : `: ${error.message}`}`);
  process.exitCode = isStopped ? INTERRUPTED : 1;
});

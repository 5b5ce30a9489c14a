import { execFile, spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { App } from "cdktf";
import { AgentStack } from "../../../lib";
import { launchStandIn, type StandIn } from "../../../standin/launch";
import { Api } from "../../e2e/api";
import type { Run } from "../../e2e/deployment";
import { runOf } from "../../e2e/ended";
import { removeFolders, temporaryFolder } from "../terraform/programs";

jest.setTimeout(120_000);

let standIn: StandIn;
let project: string;
beforeEach(async () => {
  standIn = await launchStandIn();
  project = temporaryFolder();
  writeFileSync(join(project, "cdktf.json"), JSON.stringify({ app: "true" }));
});
afterEach(async () => {
  removeFolders();
  await standIn.close();
});

function synthesise(...environments: readonly string[]): void {
  const app = new App({ outdir: join(project, "cdktf.out") });
  for (const name of environments) {
    const server = environments.length > 1 ? `https://${name}.example.com` : undefined;
    new AgentStack(app, name, { server, backend: { local: { path: join(project, `${name}.tfstate`) } } });
  }
  app.synth();
}

function adopt(args: readonly string[], environment = {}): Promise<Run> {
  const { TF_CLI_CONFIG_FILE: _, AGENT_STACK_CONFIG: __, ...inherited } = process.env;
  const child = spawn(process.execPath, [resolve("dist/agent-stack.js"), "adopt", ...args], {
    cwd: project,
    env: { ...inherited, ...standIn.environment, ...environment, NO_COLOR: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  return runOf(child);
}

test("where nothing is set up yet, says what a deployment creates", async () => {
  synthesise("production");

  const { code, stdout, stderr } = await adopt(["--yes"]);

  expect({ code, stderr }).toEqual({ code: 2, stderr: "" });
  expect(stdout).toBe(`production at ${standIn.server.url}

Not in authentik, to be created:
  authentik_application.cli_application
  authentik_endpoints_connector_agent.connector
  authentik_flow.device_code_flow
  authentik_provider_oauth2.cli_provider

authentik_brand.default_brand would be changed:
  flow_device_code: none in authentik, known after apply configured, and no setting keeps it
  changes access: \`ak\` logins become possible on this brand: it gets a device code flow

Deploying changes 1 and creates 4.

`);
});

test("an app of one's own that reads no agent-stack.yaml gets the settings to write", async () => {
  synthesise("production");
  const { AUTHENTIK_URL, AUTHENTIK_TOKEN } = standIn.environment;
  await fetch(`${AUTHENTIK_URL}/api/v3/endpoints/agents/connectors/`, {
    method: "POST",
    headers: { authorization: `Bearer ${AUTHENTIK_TOKEN}`, "content-type": "application/json" },
    body: JSON.stringify({ name: "authentik Agent" }),
  });

  const { code, stdout } = await adopt(["--yes"]);

  expect(code).toBe(2);
  expect(stdout).toContain("    adopt:\n      authentik_endpoints_connector_agent.connector: ");
  expect(stdout).toContain(
    "the app does not take it from agent-stack.yaml: give the stack's props the same\n",
  );
});

test("finds an application by its new slug once the state has forgotten the old one, and not before", async () => {
  synthesise("production");
  const stack = join(project, "cdktf.out/stacks/production");
  const { TF_CLI_CONFIG_FILE: _, ...inherited } = process.env;
  const terraform = (...args: readonly string[]) =>
    promisify(execFile)("terraform", args, {
      cwd: stack,
      env: { ...inherited, ...standIn.environment, TF_CLI_CONFIG_FILE: "/dev/null" },
    });
  await terraform("init");
  await terraform("apply", "-auto-approve");
  const api = new Api(standIn.server);
  await api.change("/core/applications/authentik-cli/", { slug: "elsewhere" });
  const configuration = join(stack, "cdk.tf.json");
  const written = readFileSync(configuration, "utf8");
  writeFileSync(configuration, written.replaceAll('"slug": "authentik-cli"', '"slug": "elsewhere"'));

  const before = await adopt(["--yes"]);
  await terraform("state", "rm", "authentik_application.cli_application");
  const after = await adopt(["--yes"]);

  const found = "    adopt:\n      authentik_application.cli_application: elsewhere\n";
  expect(before.stdout).not.toContain(found);
  expect(after.stdout).toContain(found);
});

test.each([
  [["--id", "connector"], {}, "--id connector: expected an address and an id, as in --id ADDRESS=ID"],
  [[], {}, "there are the environments production, staging: name one"],
  [["produktion"], {}, 'there is no environment "produktion": there are production, staging'],
  [
    ["production"],
    { AUTHENTIK_URL: "https://other.example.com" },
    "AUTHENTIK_URL is https://other.example.com, and the server of production is https://production.example.com: unset AUTHENTIK_URL, or correct the environment's server\nAUTHENTIK_TOKEN_PRODUCTION is not set: set it to an API token of https://production.example.com, from Directory > Tokens and App passwords",
  ],
  [
    ["staging"],
    { AUTHENTIK_URL: "" },
    "AUTHENTIK_TOKEN_STAGING is not set: set it to an API token of https://staging.example.com, from Directory > Tokens and App passwords",
  ],
])("ends with exit code 1 and one message: %j %j", async (args, environment, message) => {
  synthesise("production", "staging");

  expect(await adopt(args, environment)).toEqual({
    code: 1,
    stdout: "",
    stderr: `agent-stack adopt: ${message}\n`,
  });
});

test("where nothing says which authentik is meant, ends with exit code 1 and one message", async () => {
  synthesise("production");

  expect(await adopt(["production"], { AUTHENTIK_URL: "" })).toEqual({
    code: 1,
    stdout: "",
    stderr:
      "agent-stack adopt: AUTHENTIK_URL is not set: set it to authentik's address, for example https://auth.example.com\n",
  });
});

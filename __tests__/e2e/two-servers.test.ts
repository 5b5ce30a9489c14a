import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { App } from "cdktf";
import { AgentStack } from "../../lib";
import type { Run } from "./deployment";
import { runOf } from "./ended";
import { openStandIn } from "./target";

jest.setTimeout(300_000);

type Target = Awaited<ReturnType<typeof openStandIn>>;

const PROJECT = resolve(__dirname, "../..");

let acme: Target;
let globex: Target;
let folder: string;
beforeEach(async () => {
  [acme, globex] = await Promise.all([openStandIn(), openStandIn()]);
  folder = mkdtempSync(join(tmpdir(), "agent-stack-servers-"));
  writeFileSync(join(folder, "cdktf.json"), JSON.stringify({ app: "true", language: "typescript" }));
  writeFileSync(
    join(folder, "terraform"),
    `#!/bin/sh\ncase "$1" in version|state|providers) exec ${PROJECT}/standin/terraform "$@" ;; esac\nexec ${PROJECT}/node_modules/.bin/tsx ${PROJECT}/__tests__/e2e/terraform-and-provider.ts "$@"\n`,
  );
  chmodSync(join(folder, "terraform"), 0o755);
  synthesise({ acme: acme.url, globex: globex.url });
});
afterEach(async () => {
  rmSync(folder, { recursive: true, force: true });
  await Promise.all([acme.close(), globex.close()]);
});

function synthesise(servers: Readonly<Record<string, string>>): void {
  const app = new App({ outdir: join(folder, "cdktf.out") });
  for (const [name, server] of Object.entries(servers)) {
    new AgentStack(app, name, { server, backend: { local: { path: join(folder, `${name}.tfstate`) } } });
  }
  app.synth();
}

function run(command: string, args: readonly string[], environment = {}): Promise<Run> {
  const {
    TF_REATTACH_PROVIDERS: _,
    AUTHENTIK_URL: __,
    AUTHENTIK_TOKEN: ___,
    AGENT_STACK_CONFIG: ____,
    ...inherited
  } = process.env;
  const child = spawn(command, args, {
    cwd: folder,
    env: {
      ...inherited,
      AUTHENTIK_TOKEN_ACME: acme.token,
      AUTHENTIK_TOKEN_GLOBEX: globex.token,
      TERRAFORM_BINARY_NAME: join(folder, "terraform"),
      TF_CLI_CONFIG_FILE: "/dev/null",
      CHECKPOINT_DISABLE: "1",
      CI: "1",
      NO_COLOR: "1",
      ...environment,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  return runOf(child);
}

const agentStack = (...args: string[]) =>
  run(process.execPath, [join(PROJECT, "dist/agent-stack.js"), ...args]);

/** `cdktf deploy` of what is synthesised, as the documentation has it. */
const deploy = (names: readonly string[], environment = {}) =>
  run(join(PROJECT, "node_modules/.bin/cdktf"), ["deploy", ...names, "--auto-approve", "--skip-synth"], {
    ...environment,
    TERRAFORM_BINARY_NAME: join(PROJECT, "dist/agent-stack-terraform.js"),
    AGENT_STACK_TERRAFORM: join(folder, "terraform"),
  });

const written = ({ standIn }: Target) =>
  standIn.server.requests.filter(({ method }) => method !== "GET").length;

test("each environment is deployed to its own server with its own token, and no command touches another's", async () => {
  const deployed = await deploy(["acme", "globex"]);
  expect({ code: deployed.code, said: deployed.code === 0 ? "" : deployed.stdout + deployed.stderr }).toEqual(
    {
      code: 0,
      said: "",
    },
  );

  const planned = await agentStack("plan", "--format", "json", "--no-verify");
  expect(planned.code).toBe(0);
  expect(
    JSON.parse(planned.stdout).environments.map(({ name, server, status }: Record<string, string>) => ({
      name,
      server,
      status,
    })),
  ).toEqual([
    { name: "acme", server: acme.url, status: "in order" },
    { name: "globex", server: globex.url, status: "in order" },
  ]);
  for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    if (!/tfstate|tfplan|cdk\.tf\.json/.test(file)) continue;
    const text = readFileSync(join(folder, file), "latin1");
    expect([file, text.includes(acme.token), text.includes(globex.token)]).toEqual([file, false, false]);
  }

  // By mistake, the two have each other's server.
  synthesise({ acme: globex.url, globex: acme.url });
  const tokens = { AUTHENTIK_TOKEN_ACME: globex.token, AUTHENTIK_TOKEN_GLOBEX: acme.token };
  const state = readFileSync(join(folder, "acme.tfstate"), "utf8");
  const before = { acme: written(acme), globex: written(globex) };
  const asked = globex.standIn.server.requests.length;
  const told = (name: string, was: string, is: string) =>
    `${name}'s state was made on ${was}, and its server is ${is} now: nothing was asked of it. Correct the environment's server. If the same authentik moved there, say so once: ${folder}/terraform -chdir=cdktf.out/stacks/${name} apply -replace=terraform_data.server_address`;
  const refused = told("acme", acme.url, globex.url);
  const command = (...args: string[]) =>
    run(process.execPath, [join(PROJECT, "dist/agent-stack.js"), ...args], tokens);

  for (const name of ["plan", "drift", "verify"]) {
    const { code, stdout } = await command(name, "acme", "--format", "json");
    const [environment] = JSON.parse(stdout).environments;
    expect([name, code, environment.failure, environment.findings]).toEqual([name, 1, refused, []]);
  }
  const [repaired, adopted] = [
    await command("repair", "acme", "--yes"),
    await command("adopt", "acme", "--yes"),
  ];
  expect([repaired.code, repaired.stderr]).toEqual([1, `agent-stack repair: acme: ${refused}\n`]);
  expect([adopted.code, adopted.stderr]).toEqual([1, `agent-stack adopt: ${refused}\n`]);
  expect(globex.standIn.server.requests.length).toBe(asked);

  const redeployed = await deploy(["acme"], tokens);
  expect(redeployed.code).toBe(1);
  const said = stripVTControlCharacters(redeployed.stdout + redeployed.stderr).replace(/^acme/gm, "");
  expect(said.replace(/[│╷╵\s]+/g, " ")).toContain(
    `this state was made on ${acme.url}, and the environment's server is ${globex.url}.`,
  );
  expect({ acme: written(acme), globex: written(globex) }).toEqual(before);
  expect(readFileSync(join(folder, "acme.tfstate"), "utf8")).toBe(state);
});

import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { App } from "cdktf";
import { AgentStack, type AgentStackProps } from "../../../lib";
import { launchStandIn, type StandIn } from "../../../standin/launch";
import { Api } from "../../e2e/api";
import type { Run } from "../../e2e/deployment";
import { proxyTo } from "../http/proxy-server";
import { differencesOf } from "../json-schemas";

jest.setTimeout(120_000);

let standIn: StandIn;
let project: string;
beforeEach(async () => {
  standIn = await launchStandIn();
  project = mkdtempSync(join(tmpdir(), "agent-stack-verify-"));
  writeFileSync(join(project, "cdktf.json"), JSON.stringify({ app: "true" }));
});
afterEach(async () => {
  rmSync(project, { recursive: true, force: true });
  await standIn.close();
});

function synthesise(props: AgentStackProps = {}): void {
  const app = new App({ outdir: join(project, "cdktf.out") });
  new AgentStack(app, "production", {
    ...props,
    backend: { local: { path: join(project, "terraform.tfstate") } },
  });
  app.synth();
}

function run(command: string, args: readonly string[], cwd = project, environment = {}): Promise<Run> {
  const { TF_CLI_CONFIG_FILE: _, ...inherited } = process.env;
  const env = { ...inherited, ...standIn.environment, NO_COLOR: "1", ...environment };
  return new Promise((done) => {
    const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    const printed = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"] as const) {
      child[name].on("data", (chunk) => {
        printed[name] += chunk;
      });
    }
    child.on("close", (code) => done({ code: code ?? 1, ...printed }));
  });
}

const agentStack = (args: readonly string[], environment = {}) =>
  run(process.execPath, [resolve("dist/agent-stack.js"), ...args], project, environment);

async function apply(): Promise<void> {
  const stack = join(project, "cdktf.out/stacks/production");
  await run("terraform", ["init"], stack);
  await run("terraform", ["apply", "-auto-approve"], stack);
}

test("verify: exit 0 when sound, 2 with findings, and --accept records the mappings", async () => {
  await standIn.close();
  standIn = await launchStandIn({ version: "2026.5.6" });
  synthesise({ release: "2026.5" });
  await apply();
  const api = new Api(standIn.server);

  const sound = await agentStack(["verify", "--format", "json"]);
  const mapping = await api.find("/propertymappings/provider/scope/", { scope_name: "profile" });
  await api.change(`/propertymappings/provider/scope/${mapping.pk}/`, { expression: "return {}" });
  const changed = await agentStack(["verify", "production", "--format", "json"]);
  const accepted = await agentStack(["verify", "--accept"]);
  const afterwards = await agentStack(["verify"]);

  expect([sound.code, changed.code, accepted.code, afterwards.code]).toEqual([0, 2, 0, 0]);
  expect(accepted.stderr).toContain("note: wrote agent-stack.lock.json: review and commit it\n");
  expect(sound.stderr).toBe("");
  expect([sound, changed].flatMap(({ stdout }) => differencesOf("report", JSON.parse(stdout)))).toEqual([]);
  const open = 'application "authentik-cli" has no binding: everyone who can log in may use it';
  const [told] = JSON.parse(sound.stdout).environments;
  expect(told.verdict).toBe(`✅ sound, with this note: ${open}`);
  expect(told.notes).toEqual([
    {
      severity: "cosmetic",
      text: `authentik 2026.5.6 at ${standIn.server.url}, provider ~> 2026.5.0`,
    },
    { severity: "changes access", text: open },
    {
      severity: "cosmetic",
      text: 'token-superuser: the token\'s user "akadmin" may do everything; agent-stack token production prints a user with just the permissions needed',
    },
    {
      severity: "cosmetic",
      text: "an upgrade to authentik 2026.8 gives brands branding_map_tiles, flow_user_switch, flow_request, which stay with their owners: docs/upgrade.md has the steps",
    },
  ]);
  const [environment] = JSON.parse(changed.stdout).environments;
  expect(environment.findings.map(({ code }: { code: string }) => code)).toEqual(["scope-mapping-changed"]);
  const lock = JSON.parse(readFileSync(join(project, "agent-stack.lock.json"), "utf8"));
  expect(Object.keys(lock.scopeMappings.production)).toHaveLength(5);
});

test("before a deployment, or with a lost state, drift and verify are not sound; a first plan shows what it makes", async () => {
  synthesise();
  const stack = join(project, "cdktf.out/stacks/production");
  const told = async (command: string) => {
    const { code, stdout } = await agentStack([command, "--format", "json"]);
    const { findings } = JSON.parse(stdout).environments[0];
    return [code, ...findings.map((each: Record<string, string>) => `${each.code}: ${each.message}`)];
  };
  const missing = "not-deployed: nothing is deployed: terraform's state has none of authentik's objects";

  const first = [await told("drift"), await told("verify"), await told("plan")];
  await apply();
  rmSync(join(project, "terraform.tfstate"));
  rmSync(join(stack, ".terraform"), { recursive: true });
  const lost = [await told("drift"), await told("verify"), await told("plan")];

  expect(first).toEqual([[2, missing], [2, missing], [2]]);
  expect(lost[0]).toEqual([2, missing]);
  expect(lost[1]).toContain(missing);
  expect(lost[2]).toContain(missing);
});

test("drift, plan and verify say of an application that is gone by its slug that it was renamed", async () => {
  synthesise();
  await apply();
  const api = new Api(standIn.server);
  await api.change("/core/applications/authentik-cli/", { slug: "elsewhere" });
  const told = async (command: string) => {
    const { code, stdout } = await agentStack([command, "--format", "json"]);
    const { findings } = JSON.parse(stdout).environments[0];
    return [code, ...findings.map((each: Record<string, string>) => `${each.code}: ${each.message}`)];
  };

  const said = [await told("drift"), await told("plan"), await told("verify")];

  const renamed =
    'object-renamed: the application was renamed outside Terraform: its slug is "elsewhere" instead of "authentik-cli"';
  expect(said).toEqual([
    [2, renamed],
    [2, renamed],
    [2, renamed],
  ]);
});

test("verify: --accept leaves the lock file alone where nothing could be read, and says what is wrong with it", async () => {
  synthesise();
  await apply();
  standIn.server.fail(({ path }) => (path.startsWith("/api/v3/") ? 500 : undefined));

  const failed = await agentStack(["verify", "--accept"]);
  const unreadable = await agentStack(["verify", "--lock", "."]);

  expect([failed.code, existsSync(join(project, "agent-stack.lock.json"))]).toEqual([1, false]);
  expect(unreadable).toEqual({
    code: 1,
    stdout: "",
    stderr:
      "agent-stack verify: the lock file . cannot be read: EISDIR: illegal operation on a directory, read\n",
  });
});

test("verify: goes through the proxy that the environment names, as terraform does, and names it when it fails", async () => {
  synthesise();
  await apply();
  const { port } = new URL(standIn.server.url);
  const proxy = await proxyTo(Number(port));
  const AUTHENTIK_URL = `http://id.example.com:${port}`;
  const environment = { AUTHENTIK_URL, HTTP_PROXY: `http://ann:pass-word@localhost:${proxy.port}` };

  const through = await agentStack(["verify", "--format", "text"], environment);
  await proxy.close();
  const failed = await agentStack(["verify", "--format", "text"], environment);

  expect(through.code).toBe(0);
  expect(through.stdout).toContain(`- authentik 2026.8.6 at ${AUTHENTIK_URL}, provider`);
  expect(proxy.requests).toContain(`GET ${AUTHENTIK_URL}/api/v3/admin/version/`);
  expect(failed.code).toBe(1);
  expect(failed.stdout.replace(/\s+/g, " ")).toContain(
    `${AUTHENTIK_URL} does not answer through the proxy http://localhost:${proxy.port} (nothing listens there): check AUTHENTIK_URL, HTTP_PROXY, NO_PROXY and that authentik is up`,
  );
  expect(failed.stdout + failed.stderr).not.toContain("pass-word");
});

test("plan: has verify's findings, unless told not to", async () => {
  synthesise();
  await apply();
  await new Api(standIn.server).post("/core/brands/", { domain: "partners.example.com" });

  const plan = await agentStack(["plan", "--format", "json"]);
  const without = await agentStack(["plan", "--no-verify", "--format", "json"]);

  expect([plan.code, without.code]).toEqual([2, 0]);
  const [environment] = JSON.parse(plan.stdout).environments;
  expect(environment.findings.map(({ code }: { code: string }) => code)).toEqual([
    "brand-without-device-flow",
  ]);
});

test("plan: a verification that fails is a finding beside the plan", async () => {
  synthesise();
  await apply();
  standIn.server.fail(({ path }) => (path === "/api/v3/admin/version/" ? 500 : undefined));

  const plan = await agentStack(["plan", "--format", "json"]);

  const [{ findings }] = JSON.parse(plan.stdout).environments;
  expect(plan.code).toBe(2);
  expect(findings.map(({ code, message }: Record<string, string>) => `${code}: ${message}`)).toEqual([
    "verification-failed: what a plan cannot see was not verified: authentik failed at GET /admin/version/ (500): look into its log and try again",
  ]);
});

test.each([
  [
    { AUTHENTIK_URL: "" },
    "agent-stack verify: AUTHENTIK_URL is not set: set it to authentik's address, for example https://auth.example.com\n",
  ],
  [
    { AUTHENTIK_TOKEN: "" },
    "agent-stack verify: AUTHENTIK_TOKEN is not set: set it to an API token, from Directory > Tokens and App passwords\n",
  ],
])("verify: exit 1 and one sentence with %j", async (environment, message) => {
  synthesise();
  const { code, stdout, stderr } = await agentStack(["verify"], environment);
  expect({ code, stdout, stderr }).toEqual({ code: 1, stdout: "", stderr: message });
});

test("repair: shows the request, sends it only when allowed, and then has nothing to do", async () => {
  synthesise();
  await apply();
  const api = new Api(standIn.server);
  await api.change("/core/applications/authentik-cli/", { meta_publisher: "Mallory\u001b[2J" });

  const refused = await agentStack(["repair"]);
  const untouched = await api.get("/core/applications/authentik-cli/");
  const repaired = await agentStack(["repair", "production", "--yes"]);
  const again = await agentStack(["repair"]);

  const request = [
    "authentik_application.cli_application",
    '  meta_publisher: "Mallory\\u001b[2J" -> ""',
    '  PATCH /api/v3/core/applications/authentik-cli/ {"meta_publisher":""}',
    "",
  ].join("\n");
  expect(refused).toEqual({
    code: 2,
    stdout: `${request}nothing was done; allow it with --yes\n`,
    stderr: "",
  });
  expect(untouched.meta_publisher).toBe("Mallory\u001b[2J");
  expect(repaired).toEqual({
    code: 0,
    stdout: `${request}production: repaired and read again; deploy once more, or agent-stack drift goes on reporting these values\n`,
    stderr: "",
  });
  expect(again).toEqual({ code: 0, stdout: "production: nothing to repair\n", stderr: "" });
  expect(existsSync(join(project, "agent-stack.lock.json"))).toBe(false);
});

test("repair: exit 1 for an environment that does not exist", async () => {
  synthesise();
  const { code, stderr } = await agentStack(["repair", "staging"]);
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: 'agent-stack repair: there is no environment "staging": there is production\n',
  });
});

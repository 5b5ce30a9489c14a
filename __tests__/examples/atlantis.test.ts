import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { launchStandIn, type StandIn } from "../../standin/launch";
import { Api } from "../e2e/api";
import { ForgeDouble } from "../tools/forge/forge-double";
import { leaks } from "./kept";
import { Project } from "./project";
import { Repository } from "./repository";
import { type Run, shell } from "./shell";

jest.setTimeout(480_000);

interface Listed {
  readonly name: string;
  readonly dir: string;
  readonly plan_requirements: readonly string[];
}

const FOLDER = join(__dirname, "../../examples/pipelines/atlantis");
const NAMES = ["acme", "globex", "initech"] as const;
const server = parse(readFileSync(join(FOLDER, "repos.yaml"), "utf8"));
const [ofRepository] = server.repos;
const workflow: Record<string, { steps: [{ run: string }] }> = server.workflows["agent-stack"];

let project: Project;
let repository: Repository;
let standIns: Record<string, StandIn>;
let forge: ForgeDouble;
/** Atlantis's checkout of the pull request. */
let checkout: string;
/** Made by code of a pull request when it runs. */
let pwned: string;

beforeAll(() => {
  project = new Project();
  repository = new Repository(project);
  pwned = join(project.root, "pwned");
  // The image: the project is main's code, and so what it has at /opt/agent-stack.
  const trusted = readFileSync(join(FOLDER, "trusted"), "utf8");
  writeFileSync(
    join(project.bin, "trusted"),
    trusted.replace("code=/opt/agent-stack", `code=${project.directory}`),
    { mode: 0o755 },
  );
  project.install("agent-stack", `exec node "${join(project.directory, "dist/agent-stack.js")}" "$@"`);
});

afterAll(() => project.remove());

beforeEach(async () => {
  const launched = await Promise.all(NAMES.map(async (name) => [name, await launchStandIn()] as const));
  standIns = Object.fromEntries(launched);
  forge = await ForgeDouble.start("github");
  for (const name of NAMES) rmSync(stateOf(name), { force: true });
  repository.start(configuration({}));
});

afterEach(async () => {
  await Promise.all([forge, ...Object.values(standIns)].map((each) => each.close()));
  rmSync(pwned, { force: true });
});

const stateOf = (name: string) => join(project.root, `${name}.tfstate`);
const named = (name: string) => `cli: { application: { name: "${name}" } }`;

const serverOf = (name: string) => standIns[name]?.server.url ?? `https://${name}.example.com`;

/** Each environment with its state, and settings of some. */
function configuration(settings: Readonly<Record<string, string>>, names: readonly string[] = NAMES) {
  const lines = names.map((name) => {
    const more = settings[name] === undefined ? "" : `, ${settings[name]}`;
    return `  ${name}: { server: "${serverOf(name)}", backend: { local: { path: "${stateOf(name)}" } }${more} }`;
  });
  return { "agent-stack.yaml": `environments:\n${lines.join("\n")}\n` };
}

/** A checkout by the strategy `merge`, as Atlantis makes it for each commit of a pull request. */
function clone(): void {
  checkout = mkdtempSync(join(project.root, "atlantis-"));
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@t.test", ...args], {
      cwd: checkout,
      stdio: "pipe",
    });
  git("clone", "-q", "--branch", "main", "--single-branch", join(project.root, "origin.git"), ".");
  git("fetch", "-q", "origin", "+refs/pull/12/head:");
  git("merge", "-q", "--no-ff", "-m", "atlantis-merge", "FETCH_HEAD");
}

/** Runs a command as Atlantis does, `sh -c` in the checkout, where the server's whole environment is. */
function run(command: string, name: string, more: Readonly<Record<string, string>> = {}): Promise<Run> {
  return shell(["sh", "-c", command], checkout, {
    PATH: `${project.bin}:${process.env.PATH}`,
    ATLANTIS_GH_TOKEN: ForgeDouble.TOKEN,
    GITHUB_API_URL: forge.apiUrl,
    ...standIns[name]?.environment,
    [`AUTHENTIK_TOKEN_${name.toUpperCase()}`]: standIns[name]?.server.token,
    BASE_BRANCH_NAME: "main",
    BASE_REPO_OWNER: "acme",
    BASE_REPO_NAME: "identity",
    PULL_NUM: "12",
    DIR: checkout,
    ...more,
  });
}

/** What every command begins with; its failure ends the command. */
async function hook(): Promise<{ hooked: Run; projects: readonly Listed[] }> {
  const hooked = await run(ofRepository.pre_workflow_hooks[0].run, "");
  const file = join(checkout, ofRepository.repo_config_file);
  return { hooked, projects: hooked.code === 0 ? parse(readFileSync(file, "utf8")).projects : [] };
}

const planFileOf = (name: string) => join(checkout, `${name}-default.tfplan`);

/** One stage for one project; what it prints is what the comment shows. */
function stage(which: "plan" | "apply", name: string): Promise<Run> {
  const { run: command } = (workflow[which] as { steps: [{ run: string }] }).steps[0];
  return run(command, name, { PROJECT_NAME: name, PLANFILE: planFileOf(name) });
}

/** A new commit of the pull request: Atlantis plans by itself. */
async function propose(files: Readonly<Record<string, string>>, { isApproved = false } = {}) {
  repository.propose(files);
  clone();
  const { hooked, projects } = await hook();
  const plans: Record<string, Run> = {};
  for (const { name, plan_requirements: required } of projects) {
    if (required.length === 0 || isApproved) plans[name] = await stage("plan", name);
  }
  return { hooked, projects, plans };
}

const codesOf = (runs: Readonly<Record<string, Run>>) =>
  Object.fromEntries(Object.entries(runs).map(([name, { code }]) => [name, code]));

async function application(name: string): Promise<string | undefined> {
  const [found] = await new Api((standIns[name] as StandIn).server).list("/core/applications/");
  return found && String(found.name);
}

test("the server leaves the repository nothing to say but what its own hook writes", () => {
  const { pre_workflow_hooks: hooks, ...rest } = ofRepository;

  expect(server.repos.length).toBe(1);
  expect(rest).toEqual({
    id: "github.com/acme/identity",
    branch: "/^main$/",
    workflow: "agent-stack",
    allow_custom_workflows: false,
    autodiscover: { mode: "disabled" },
    repo_config_file: ".agent-stack-projects.yaml",
    allowed_overrides: ["plan_requirements"],
    apply_requirements: ["approved", "mergeable", "undiverged"],
  });
  expect(hooks.map((each: object) => Object.keys(each))).toEqual([["description", "run"]]);
});

test("every command that Atlantis knows of terraform is the server's", async () => {
  checkout = project.root;
  const ended = await Promise.all(
    ["import", "state_rm"].map((name) => run(workflow[name]?.steps[0].run ?? "true", "acme")),
  );

  expect(Object.keys(workflow).sort()).toEqual(["apply", "import", "plan", "state_rm"]);
  expect(ended.map(({ code }) => code)).toEqual([1, 1]);
});

test("plans what changed and applies what was planned; one that fails blocks no other", async () => {
  standIns.globex?.server.fail(() => 503);
  const { hooked, projects, plans } = await propose(
    configuration({ acme: named("Shell"), globex: named("Shell") }),
  );
  standIns.globex?.server.fail();

  const applied = await stage("apply", "acme");
  const never = await stage("apply", "globex");

  expect(hooked.code).toBe(0);
  expect(projects.map(({ name, dir }) => [name, dir])).toEqual([
    ["acme", "."],
    ["globex", "."],
  ]);
  expect(codesOf(plans)).toEqual({ acme: 0, globex: 1 });
  expect(plans.acme?.output).toContain("authentik_application.cli_application");
  expect(plans.globex?.output).toContain("503");
  expect([applied.code, never.code]).toEqual([0, 1]);
  expect([await application("acme"), await application("globex")]).toEqual(["Shell", undefined]);
  expect(existsSync(planFileOf("acme"))).toBe(false);
  expect(forge.comments.map(({ body }) => body)).toEqual([
    "<!-- agent-stack:plan -->\nPlanned: `acme`, `globex`.",
  ]);
});

test("keeps no plan and no secret, of an environment that is deployed", async () => {
  await propose(configuration({ acme: named("Shell") }));
  await stage("apply", "acme");
  repository.merge();
  const [provider] = await new Api((standIns.acme as StandIn).server).list("/providers/oauth2/");
  const secrets = [String(provider?.client_secret), String(standIns.acme?.server.token), ForgeDouble.TOKEN];

  const { plans } = await propose(configuration({ acme: named("Console") }));

  expect(codesOf(plans)).toEqual({ acme: 0 });
  expect(String(provider?.client_secret).length).toBeGreaterThan(20);
  expect(readFileSync(planFileOf("acme"), "utf8")).toMatch(/^[0-9a-f]{64} {2}-\n$/);
  rmSync(join(checkout, ".git"), { recursive: true });
  expect(leaks(checkout, secrets)).toEqual([]);
  expect(secrets.filter((secret) => plans.acme?.output.includes(secret))).toEqual([]);
});

test("plans nothing that a stand-in for authentik refuses", async () => {
  const { plans } = await propose(
    configuration({ acme: 'deviceCodeFlow: { slug: "default-authentication-flow" }' }),
  );

  expect(codesOf(plans)).toEqual({ acme: 1 });
  expect(plans.acme?.output).toContain('{"slug":["Flow with this slug already exists."]}');
  expect(plans.acme?.output.trim().split("\n").at(-1)).toBe("1 environment tested, 1 failed");
  expect(existsSync(planFileOf("acme"))).toBe(false);
});

test("stops where somebody changed in authentik what the plan would overwrite", async () => {
  const api = new Api((standIns.acme as StandIn).server);
  await propose(configuration({ acme: named("Shell") }));
  await stage("apply", "acme");
  repository.merge();
  await propose(configuration({ acme: named("Console") }));
  await api.change("/core/applications/authentik-cli/", { name: "Somebody's" });

  const stopped = await stage("apply", "acme");

  expect(stopped.code).toBe(1);
  expect(stopped.output).toContain("Not applied: this is not the plan that was reviewed.");
  expect(await application("acme")).toBe("Somebody's");
});

test("a pull request that changes code, a lock file or a workflow waits for an approval, and runs nothing", async () => {
  const evil = {
    ".agent-stack-projects.yaml": `version: 3\nprojects: [{ dir: ., workflow: mine }]\nworkflows: { mine: { plan: { steps: [run: touch ${pwned}] } } }\n`,
    ".terraform.lock.hcl": `# ${pwned}\n`,
    "acme-default.tfplan": `${"0".repeat(64)}  -\n`,
    "atlantis.yaml": `version: 3\nprojects: [{ dir: ., workflow: mine }]\n`,
    "cdktf.json": `{"app":"touch ${pwned}"}`,
    "main.ts": `require("fs").writeFileSync("${pwned}", "")`,
    "node_modules/.bin/agent-stack": `#!/bin/sh\ntouch ${pwned}\n`,
    "package-lock.json": `{"packages":{"x":{"resolved":"${pwned}"}}}`,
    "package.json": `{"scripts":{"preinstall":"touch ${pwned}"}}`,
  };
  const files = { ...configuration({ acme: named("Shell") }), ...evil };

  const waiting = await propose(files);
  const fingerprint = existsSync(planFileOf("acme"));
  const approved = await stage("plan", "acme");

  expect([waiting.hooked.code, waiting.plans, fingerprint]).toEqual([0, {}, false]);
  expect(waiting.projects.map(({ name, plan_requirements: required }) => [name, required])).toEqual(
    NAMES.map((name) => [name, ["approved"]]),
  );
  expect(forge.comments.map(({ body }) => body)).toEqual([
    `<!-- agent-stack:plan -->\n**Planned once somebody has released it:** all environments, since other files than the configuration change: ${Object.keys(
      evil,
    )
      .sort()
      .map((path) => `\`${path}\``)
      .join(", ")}.`,
  ]);
  expect(approved.code).toBe(0);
  expect(approved.output).toContain("other file: cdktf.json\n");
  expect(approved.output).toContain("Shell");
  expect(existsSync(pwned)).toBe(false);
});

test("an environment that is new, or has another state, waits for an approval alone", async () => {
  const files = configuration({ globex: named("Shell") }, [...NAMES, "umbrella"]);
  const moved = files["agent-stack.yaml"].replace("acme.tfstate", "elsewhere.tfstate");

  const { projects, plans } = await propose({ "agent-stack.yaml": moved });

  expect(projects.map(({ name, plan_requirements: required }) => [name, required])).toEqual([
    ["acme", ["approved"]],
    ["globex", []],
    ["umbrella", ["approved"]],
  ]);
  expect(codesOf(plans)).toEqual({ globex: 0 });
});

test("where the configuration is wrong the hook fails, leaves no projects and says where", async () => {
  const { hooked } = await propose({
    ...configuration({ acme: "nonsense: 1" }),
    ".agent-stack-projects.yaml": "version: 3\nprojects: [{ dir: . }]\n",
  });

  expect(hooked.code).toBe(1);
  expect(existsSync(join(checkout, ".agent-stack-projects.yaml"))).toBe(false);
  expect(forge.comments.map(({ body }) => body)).toEqual([
    expect.stringMatching(
      /^<!-- agent-stack:plan -->\n\*\*There is no plan:\*\*\n\n {4}agent-stack changed: 1 mistake in agent-stack\.yaml\n {4}agent-stack\.yaml:2:\d+: environments\.acme\.nonsense: unknown key/,
    ),
  ]);
});

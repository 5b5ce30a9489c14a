import { existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { launchStandIn, type StandIn } from "../../standin/launch";
import { Api } from "../e2e/api";
import { ForgeDouble } from "../tools/forge/forge-double";
import { SECRET_PATH, startWebhook } from "../tools/notices/webhook";
import { installGh, type KeptRun } from "./gh";
import { type JobResult, Runner, readWorkflow, type Workflow } from "./github-job";
import { leaks } from "./kept";
import { Project } from "./project";
import { Repository } from "./repository";

jest.setTimeout(120_000);

const PLAN = readWorkflow("plan.yml");
const CODE = readWorkflow("plan-code.yml");
const APPLY = readWorkflow("apply.yml");
const DRIFT = readWorkflow("drift.yml");
const NAMES = ["acme", "globex", "initech"] as const;

let standIns: Record<string, StandIn>;
let forge: ForgeDouble;
let project: Project;
let repository: Repository;
let runner: Runner;
let head: string;
/** Made by code of a pull request when it runs. */
let pwned: string;

beforeAll(() => {
  project = new Project();
  repository = new Repository(project);
  pwned = join(project.root, "pwned");
});

afterAll(() => project.remove());

beforeEach(async () => {
  const launched = await Promise.all(NAMES.map(async (name) => [name, await launchStandIn()] as const));
  standIns = Object.fromEntries(launched);
  forge = await ForgeDouble.start("github");
  runner = new Runner(project, repository, {
    GITHUB_REPOSITORY: "acme/identity",
    GITHUB_SHA: "merged",
    GITHUB_API_URL: forge.apiUrl,
    GITHUB_EVENT_PATH: join(project.root, "event.json"),
    PATH: `${project.bin}:${process.env.PATH}`,
  });
  project.write("../event.json", '{"pull_request":{"number":12}}');
  for (const name of NAMES) rmSync(stateOf(name), { force: true });
  repository.start(configuration({}));
});

afterEach(async () => {
  await forge.close();
  await Promise.all(Object.values(standIns).map((standIn) => standIn.close()));
  rmSync(pwned, { force: true });
});

const stateOf = (name: string) => join(project.root, `${name}.tfstate`);

const serverOf = (name: string) => standIns[name]?.server.url ?? `https://${name}.example.com`;

/** Each environment with its state, and settings of some. */
function configuration(settings: Readonly<Record<string, string>>, names: readonly string[] = NAMES) {
  const lines = names.map(
    (name) =>
      `  ${name}: { server: "${serverOf(name)}", backend: { local: { path: "${stateOf(name)}" } }, ${settings[name] ?? ""} }`,
  );
  return { "agent-stack.yaml": `environments:\n${lines.join("\n")}\n`.replaceAll(", }", " }") };
}

const named = (name: string) => `cli: { application: { name: "${name}" } }`;

/** What a job sees: the secrets of its GitHub environment and no others. */
function contexts(event: string, environment?: string, from = "acme/identity", forks = "") {
  const standIn = environment === undefined ? undefined : standIns[environment];
  return {
    github: {
      repository: "acme/identity",
      token: ForgeDouble.TOKEN,
      event_name: event,
      ref: "refs/heads/main",
      event: { pull_request: { number: 12, head: { sha: head, repo: { full_name: from } } } },
    },
    matrix: { environment },
    vars: { PLAN_FORKS: forks },
    secrets: { AUTHENTIK_TOKEN: standIn?.server.token ?? "" },
  };
}

/** One job for each environment of a matrix; a failed one does not stop the others. */
async function matrix(
  workflow: Workflow,
  job: string,
  list: string | undefined,
  given: (name: string) => object,
) {
  const results: Record<string, JobResult> = {};
  for (const name of JSON.parse(list || "[]") as string[]) {
    const { TF_REATTACH_PROVIDERS = "" } = standIns[name]?.environment ?? {};
    results[name] = await runner.run(workflow, job, { ...given(name) }, { TF_REATTACH_PROVIDERS });
  }
  return results;
}

/** Runs Plan for a pull request as far as it gets before somebody releases anything. */
async function plan(files: Readonly<Record<string, string>>, from?: string, forks?: string) {
  head = repository.propose(files);
  const changed = await runner.run(PLAN, "changed", contexts("pull_request_target", undefined, from, forks));
  const needs = { changed: { result: changed.result, outputs: changed.outputs } };
  const plans = await matrix(PLAN, "plan", changed.outputs.free, (name) => ({
    ...contexts("pull_request_target", name, from, forks),
    needs,
  }));
  const comment = await runner.run(PLAN, "comment", { ...contexts("pull_request_target"), needs });
  return { changed, plans, comment, needs };
}

const kept = (more: Partial<KeptRun> = {}): KeptRun => ({
  id: 99,
  event: "pull_request_target",
  path: ".github/workflows/plan.yml",
  artifacts: runner.artifacts,
  ...more,
});

/** Merges the pull request and runs Apply; or runs it by hand, with plans that a person names. */
async function apply(runs: readonly KeptRun[], byHand?: string) {
  const before = byHand === undefined ? repository.merge() : undefined;
  installGh(project, head, runs);
  const event = byHand === undefined ? "push" : "workflow_dispatch";
  const given = (name?: string) => {
    const { github, ...rest } = contexts(event, name);
    return {
      ...rest,
      github: { ...github, event: { before: before ?? "" } },
      inputs: byHand === undefined ? {} : { plan: byHand },
    };
  };
  const changed = await runner.run(APPLY, "changed", given());
  const applied = await matrix(APPLY, "apply", changed.outputs.affected, (name) => ({
    ...given(name),
    needs: { changed: { outputs: changed.outputs } },
  }));
  return { changed, applied };
}

const resultsOf = (jobs: Readonly<Record<string, JobResult>>) =>
  Object.fromEntries(Object.entries(jobs).map(([name, { result }]) => [name, result]));

async function application(name: string): Promise<string | undefined> {
  const standIn = standIns[name] as StandIn;
  const [found] = await new Api(standIn.server).list("/core/applications/");
  return found && String(found.name);
}

const artifactOf = (name: string) => join(runner.artifacts, `plan-${name}-${head}`);

/** Saved plans that the last job has left. */
const savedPlans = () =>
  NAMES.filter((name) => existsSync(join(project.directory, `cdktf.out/stacks/${name}/agent-stack.tfplan`)));

describe("plan.yml", () => {
  test("plans what changed, not what is untouched; one comment, worst first, updated in place", async () => {
    standIns.globex?.server.fail(() => 503);

    const first = await plan(configuration({ acme: named("Shell"), globex: named("Shell") }));
    const body = forge.comments[0]?.body ?? "";
    const second = await plan(configuration({ acme: named("Console"), globex: named("Shell") }));

    expect(first.changed.outputs).toEqual({ free: '["acme","globex"]', held: "[]" });
    expect(resultsOf(first.plans)).toEqual({ acme: "success", globex: "failure" });
    expect(body).toMatch(/^<!-- agent-stack:plan -->\nPlanned: `acme`, `globex`\.\n/);
    expect([...body.matchAll(/<summary>(acme|globex|initech)<\/summary>/g)].map(([, name]) => name)).toEqual([
      "globex",
      "acme",
    ]);
    expect(body).toContain("503");
    expect(second.comment.output).toContain("updated https://");
    expect(forge.comments.length).toBe(1);
    expect(forge.comments[0]?.body).toContain("Console");
    expect(readdirSync(artifactOf("acme")).sort()).toEqual([
      "agent-stack-plan.html",
      "agent-stack-plan.json",
      "agent-stack-plan.md",
      "reviewed",
    ]);
    expect(await application("acme")).toBeUndefined();
  });

  test("keeps no plan and says no secret, of an environment that is deployed", async () => {
    await plan(configuration({ acme: named("Shell") }));
    const { applied } = await apply([kept()]);
    const standIn = standIns.acme as StandIn;
    const [provider] = await new Api(standIn.server).list("/providers/oauth2/");
    const secrets = [String(provider?.client_secret), standIn.server.token, ForgeDouble.TOKEN];

    const { plans, changed, comment } = await plan(configuration({ acme: named("Console") }));

    const jobs = [changed, comment, ...Object.values(plans), ...Object.values(applied)];
    expect(jobs.map(({ result }) => result)).toEqual(Array(4).fill("success"));
    expect(secrets[0]?.length).toBeGreaterThan(20);
    expect(leaks(runner.artifacts, secrets)).toEqual([]);
    expect(
      jobs.filter(({ output, summary }) => secrets.some((secret) => `${output}${summary}`.includes(secret))),
    ).toEqual([]);
    expect(savedPlans()).toEqual([]);
  });

  test.each([
    ["the app command", { "cdktf.json": (file: string) => `{"app":"touch ${file}"}` }],
    ["an install script", { "package.json": (file: string) => `{"scripts":{"preinstall":"touch ${file}"}}` }],
    ["the lock file", { "package-lock.json": (file: string) => `{"packages":{"x":{"resolved":"${file}"}}}` }],
    ["Terraform's lock file", { ".terraform.lock.hcl": (file: string) => `# ${file}\n` }],
    ["a workflow", { ".github/workflows/plan.yml": (file: string) => `on: push\nrun: touch ${file}\n` }],
    ["the code", { "main.ts": (file: string) => `require("fs").writeFileSync("${file}", "")` }],
  ])("a pull request that changes %s gets no plan and runs nothing", async (_, hostile) => {
    const files = Object.entries(hostile).map(([path, text]) => [path, text(pwned)] as const);

    const { changed, plans } = await plan({
      ...configuration({ acme: named("Shell") }),
      ...Object.fromEntries(files),
    });

    expect(changed.outputs).toEqual({ free: "[]", held: "[]" });
    expect(plans).toEqual({});
    expect(existsSync(pwned)).toBe(false);
    expect(forge.comments.map(({ body }) => body)).toEqual([
      `<!-- agent-stack:plan -->\n**Planned once somebody has released it:** all environments, since other files than the configuration change: \`${files[0]?.[0]}\`.`,
    ]);
  });

  test("a new environment, or one with another state, waits until somebody agrees where credentials go", async () => {
    const files = configuration({ globex: named("Shell") }, [...NAMES, "umbrella"]);
    const moved = files["agent-stack.yaml"].replace("acme.tfstate", "elsewhere.tfstate");

    const { changed, plans, needs } = await plan({ "agent-stack.yaml": moved });
    const released = await matrix(PLAN, "plan-released", '["acme"]', (name) => ({
      ...contexts("pull_request_target", name),
      needs,
    }));

    expect(changed.outputs).toEqual({ free: '["globex"]', held: '["acme","umbrella"]' });
    expect(resultsOf(plans)).toEqual({ globex: "success" });
    expect(forge.comments[0]?.body).toContain(
      "**Planned once somebody has released it:** `acme`, `umbrella`, new or with another server, provider or state.",
    );
    expect(PLAN.jobs["plan-released"]?.needs).toContain("release");
    expect(PLAN.jobs.release?.environment).toBe("pull-requests");
    expect(resultsOf(released)).toEqual({ acme: "success" });
  });

  test("says in the comment where the configuration is wrong", async () => {
    const { changed } = await plan(configuration({ acme: "nonsense: 1" }));

    expect(changed.result).toBe("failure");
    expect(forge.comments.length).toBe(1);
    expect(forge.comments[0]?.body).toMatch(
      /^<!-- agent-stack:plan -->\n\*\*There is no plan:\*\*\n\n {4}agent-stack changed: 1 mistake in agent-stack\.yaml\n {4}agent-stack\.yaml:2:\d+: environments\.acme\.nonsense: unknown key/,
    );
  });

  test("plans a fork's pull request where the repository says so, else nothing", async () => {
    const files = configuration({ acme: named("Shell") });

    const refused = await plan(files, "somebody/identity");
    const planned = await plan(files, "somebody/identity", "true");

    expect([refused.changed.result, refused.comment.result]).toEqual(["skipped", "skipped"]);
    expect(resultsOf(planned.plans)).toEqual({ acme: "success" });
  });
});

describe("plan-code.yml", () => {
  const hostile = () => ({ "cdktf.json": `{"app":"touch ${pwned}; exit 3"}` });

  async function look(files: Readonly<Record<string, string>>) {
    head = repository.propose(files);
    const changed = await runner.run(CODE, "changed", contexts("pull_request_target"));
    return { changed, needs: { changed: { outputs: changed.outputs } } };
  }

  test("runs code of a pull request in the job that waits for a release, and in no other", async () => {
    const { changed, needs } = await look(hostile());
    const before = existsSync(pwned);
    const plans = await matrix(CODE, "plan", '["acme"]', (name) => ({
      ...contexts("pull_request_target", name),
      needs,
    }));
    await runner.run(CODE, "comment", {
      ...contexts("pull_request_target"),
      needs: { plan: { result: "failure" } },
    });

    expect(changed.outputs).toEqual({ affected: '["acme","globex","initech"]', files: '["cdktf.json"]' });
    expect(before).toBe(false);
    expect(CODE.jobs.plan?.needs).toEqual(["changed", "release"]);
    expect(CODE.jobs.release?.environment).toBe("pull-requests");
    expect([existsSync(pwned), plans.acme?.result]).toEqual([true, "failure"]);
    expect(forge.comments.map(({ body }) => body)).toEqual([
      expect.stringContaining("Planned by code of the pull request, which somebody has released."),
    ]);
    expect(readdirSync(runner.artifacts)).toEqual(["code-acme"]);
  });

  test("asks nobody where only the configuration changes", async () => {
    const { needs } = await look(configuration({ acme: named("Shell") }));

    const { result } = await runner.run(CODE, "release", { ...contexts("pull_request_target"), needs });

    expect(result).toBe("skipped");
  });
});

describe("apply.yml", () => {
  test("applies what was reviewed; one that fails or was never planned blocks no other", async () => {
    await plan(configuration({ acme: named("Shell"), globex: named("Shell"), initech: named("Shell") }));
    rmSync(artifactOf("globex"), { recursive: true });
    standIns.initech?.server.fail(() => 503);

    const { changed, applied } = await apply([kept()]);

    expect(changed.outputs).toEqual({ affected: '["acme","globex","initech"]' });
    expect(resultsOf(applied)).toEqual({ acme: "success", globex: "failure", initech: "failure" });
    expect(applied.globex?.output).toMatch(/::error title=Not applied::.* with plan [0-9a-f]{64}$/m);
    expect(savedPlans()).toEqual([]);
    expect(await application("acme")).toBe("Shell");
    expect(await application("globex")).toBeUndefined();
  });

  test("takes the environments of the merge only", async () => {
    await plan(configuration({ acme: named("Shell") }));

    const { applied } = await apply([kept()]);

    expect(resultsOf(applied)).toEqual({ acme: "success" });
  });

  test("applies the plan that a person names, and nothing where there is nothing to do", async () => {
    await plan(configuration({ acme: named("Shell") }));
    const { applied } = await apply([]);
    const [, digest = ""] = /with plan ([0-9a-f]{64})$/m.exec(applied.acme?.output ?? "") ?? [];

    const { applied: byHand } = await apply([], digest);
    const again = await apply([], digest);

    expect(applied.acme?.result).toBe("failure");
    expect(resultsOf(byHand)).toMatchObject({ acme: "success" });
    expect(await application("acme")).toBe("Shell");
    expect(again.applied.acme?.steps).toEqual({ plan: { outputs: expect.objectContaining({ code: "0" }) } });
  });

  test("stops when the plan is another than the one reviewed", async () => {
    await plan(configuration({ acme: named("Shell") }));
    writeFileSync(join(artifactOf("acme"), "reviewed"), "0".repeat(64));

    const { applied } = await apply([kept()]);

    expect(applied.acme?.output).toContain(
      "::error title=Not applied::This is not the plan that was reviewed.",
    );
    expect(await application("acme")).toBeUndefined();
  });

  test.each([
    ["pull_request", ".github/workflows/plan.yml"],
    ["pull_request_target", ".github/workflows/plan-code.yml"],
  ])("trusts no digest of a run by %s of %s", async (event, path) => {
    await plan(configuration({ acme: named("Shell") }));

    const { applied } = await apply([kept({ event, path })]);

    expect(applied.acme?.result).toBe("failure");
    expect(applied.acme?.output).toContain("::error title=Not applied::");
    expect(await application("acme")).toBeUndefined();
  });

  test("is skipped on other branches", async () => {
    const { github, ...rest } = contexts("workflow_dispatch");

    const { result } = await runner.run(APPLY, "changed", {
      ...rest,
      github: { ...github, ref: "refs/heads/x" },
    });

    expect(result).toBe("skipped");
  });
});

describe("drift.yml", () => {
  const look = async (further: Readonly<Record<string, string>> = {}) => {
    const { acme } = await matrix(DRIFT, "drift", '["acme"]', (name) => {
      const { secrets, ...rest } = contexts("schedule", name);
      return { ...rest, secrets: { ...secrets, ...further } };
    });
    return acme as JobResult;
  };

  async function deploy() {
    await plan(configuration({ acme: 'cli: { access: [{ group: "authentik Admins" }] }' }));
    return apply([kept()]);
  }

  test("looks at every environment", async () => {
    const { outputs } = await runner.run(DRIFT, "environments", contexts("schedule"));

    expect(outputs).toEqual({ all: JSON.stringify(NAMES) });
  });

  test("opens one issue, updates it, closes it when clean", async () => {
    const api = new Api((standIns.acme as StandIn).server);
    const { applied } = await deploy();
    const name = await application("acme");
    const clean = await look();
    await api.change("/core/applications/authentik-cli/", { name: "Somebody's" });
    const opened = await look();
    await api.change("/core/applications/authentik-cli/", { name: "Somebody else's" });
    const updated = await look();
    const bodies = forge.issues.map(({ body }) => body);
    await api.change("/core/applications/authentik-cli/", { name });
    const closed = await look();

    expect(resultsOf(applied)).toEqual({ acme: "success" });
    expect([clean, opened, updated, closed].map(({ result }) => result)).toEqual(Array(4).fill("success"));
    expect(clean.output).toContain("nothing to close");
    expect(opened.output).toContain("created https://");
    expect(updated.output).toContain("updated https://");
    expect(bodies.length).toBe(1);
    expect(bodies[0]).toMatch(/^<!-- agent-stack:drift-acme -->\n/);
    expect(bodies[0]).toContain("Somebody else");
    expect(forge.issues.map(({ title, state }) => ({ title, state }))).toEqual([
      { title: "authentik: acme has drifted", state: "closed" },
    ]);
  });

  test("opens the issue for what a plan cannot see, and tells the chats that are set", async () => {
    const webhook = await startWebhook(200);
    await deploy();
    const api = new Api((standIns.acme as StandIn).server);
    await api.post("/core/brands/", { domain: "other.test", branding_title: "Other" });

    const opened = await look({ SLACK_WEBHOOK: webhook.url });

    await webhook.close();
    expect(opened.result).toBe("success");
    expect(forge.issues.map(({ body }) => body)).toEqual([expect.stringContaining("other.test")]);
    expect(webhook.posted.map(({ body }) => JSON.parse(body).text)).toEqual([
      "agent-stack verify: 1 with something to look at, 0 in order",
    ]);
    expect(opened.output).not.toContain(SECRET_PATH);
  });

  test("fails and leaves the issue as it is when it cannot look", async () => {
    forge.issue("<!-- agent-stack:drift-acme -->\nold");
    standIns.acme?.server.fail(() => 503);

    const failed = await look();

    expect(failed.result).toBe("failure");
    expect(failed.output).toContain("::error title=Not known::");
    expect(forge.issues.map(({ state, body }) => ({ state, body }))).toEqual([
      { state: "open", body: "<!-- agent-stack:drift-acme -->\nold" },
    ]);
  });
});

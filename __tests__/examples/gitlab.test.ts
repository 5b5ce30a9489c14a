import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { launchStandIn, type StandIn } from "../../standin/launch";
import { Api } from "../e2e/api";
import { ForgeDouble } from "../tools/forge/forge-double";
import { GitlabApi } from "./gitlab-api";
import { GITLAB, type GitlabJob, GitlabPipeline, GitlabRunner } from "./gitlab-job";
import { keptFiles, leaks } from "./kept";
import { Project } from "./project";
import { Repository } from "./repository";
import type { Run } from "./shell";
import { StateStore } from "./state-store";

jest.setTimeout(480_000);

type Jobs = Readonly<Record<string, GitlabJob>>;

const NAMES = ["acme", "globex", "initech"] as const;
const CHILDREN = ["common", "merge-request", "apply", "drift"];
const fileOf = (name: string) => readFileSync(join(GITLAB, `${name}.yml`), "utf8");

const START = readFileSync(join(GITLAB, ".gitlab-ci.yml"), "utf8");

let folder: string;
let changedJob: GitlabJob;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "agent-stack-gitlab-"));
  changedJob = pipelineOf(START).jobs().changed as GitlabJob;
});

afterAll(() => rmSync(folder, { recursive: true }));

function pipelineOf(text: string): GitlabPipeline {
  const file = join(folder, "pipeline.yml");
  writeFileSync(file, text);
  return new GitlabPipeline(folder, file);
}

/** The pipeline of environments, where `changed` has written these jobs. */
const child = (name: string, changed: string) => pipelineOf(`${fileOf("common")}${fileOf(name)}${changed}`);

/** Pipelines of environments by their text; many tests start the same. */
const started = new Map<string, { readonly jobs: Jobs; readonly listed: Readonly<Record<string, string>> }>();

function read(text: string) {
  const pipeline = pipelineOf(text);
  return { jobs: pipeline.jobs(), listed: pipeline.listed() };
}

const matrix = (names: readonly string[]) => `{ parallel: { matrix: [{ ENVIRONMENT: [${names}] }] } }`;

describe("its files", () => {
  const everything = [
    ...["free", "held", "code", "affected"].map((name) => `.${name}: ${matrix(["acme"])}\n`),
    ".note of held: {}\n.note of code: {}\n.release: {}\n.test: {}\n",
  ].join("");
  let jobs: Jobs;

  beforeAll(() => {
    const [, ...children] = CHILDREN;
    jobs = Object.assign({ changed: changedJob }, ...children.map((name) => child(name, everything).jobs()));
  });

  test("GitLab's schema finds what is wrong in a pipeline", () => {
    const bad = pipelineOf("a:\n  script: [x]\n  stagex: y\n");

    expect(() => bad.listed()).toThrow("'stagex' property is not expected");
  });

  test("GitLab's schema finds nothing", () => {
    expect(pipelineOf(START).listed()).toEqual({ changed: "on_success", environments: "on_success" });
  });

  const ofMergeRequest = {
    CI_PIPELINE_SOURCE: "merge_request_event",
    CI_PROJECT_ID: "42",
    CI_MERGE_REQUEST_TARGET_BRANCH_NAME: "main",
    CI_MERGE_REQUEST_SOURCE_PROJECT_ID: "42",
  };
  const ofFork = { ...ofMergeRequest, CI_MERGE_REQUEST_SOURCE_PROJECT_ID: "66" };

  test.each<[string, Record<string, string>, boolean]>([
    ["a merge request", ofMergeRequest, true],
    ["one into another branch", { ...ofMergeRequest, CI_MERGE_REQUEST_TARGET_BRANCH_NAME: "mine" }, false],
    ["a fork's", ofFork, false],
    ["a fork's, where the project says so", { ...ofFork, PLAN_FORKS: "true" }, true],
    ["a push to main", { CI_PIPELINE_SOURCE: "push" }, true],
    ["a push to a branch", { CI_PIPELINE_SOURCE: "push", CI_COMMIT_BRANCH: "mine" }, false],
    ["a plan that somebody names", { CI_PIPELINE_SOURCE: "web", PLAN: "0" }, true],
    ["one named for a branch", { CI_PIPELINE_SOURCE: "web", PLAN: "0", CI_COMMIT_BRANCH: "mine" }, false],
    ["nothing in particular", { CI_PIPELINE_SOURCE: "web" }, false],
    ["a schedule", { CI_PIPELINE_SOURCE: "schedule" }, true],
    ["a trigger", { CI_PIPELINE_SOURCE: "trigger", PLAN: "0" }, false],
  ])("start for %s: %j is %s", (_, variables, isStarted) => {
    const { workflow } = parse(START);
    // Rules of workflows are not evaluated by gitlab-ci-local, those of jobs are.
    const probe = pipelineOf(JSON.stringify({ probe: { script: ["true"], rules: workflow.rules } }));

    const listed = probe.listed({ CI_DEFAULT_BRANCH: "main", CI_COMMIT_BRANCH: "main", ...variables });

    expect(Object.keys(listed)).toEqual(isStarted ? ["probe"] : []);
  });

  test("reach each token from the environment that is for it only", () => {
    const environments = Object.entries(jobs).map(([name, { environment }]) => [name, environment]);
    const access = (name: string) => ({ name, action: "access" });

    expect(Object.fromEntries(environments)).toEqual({
      changed: undefined,
      test: undefined,
      plan: access("$ENVIRONMENT/plan"),
      note: access("notes"),
      release: { name: "merge-requests", action: "prepare" },
      "plan released": access("$ENVIRONMENT/plan"),
      "plan code": access("$ENVIRONMENT/plan"),
      "note released": access("notes"),
      "note code": access("notes"),
      reviewed: access("notes"),
      apply: { name: "$ENVIRONMENT" },
      drift: access("$ENVIRONMENT/plan"),
      issues: access("notes"),
    });
  });

  test("ask for a role of the state that writes in the job that applies only", () => {
    const roles = Object.entries(jobs).map(([name, { id_tokens: tokens }]) => [
      name,
      tokens?.STATE_TOKEN?.aud,
    ]);
    const locks = Object.entries(jobs).filter(([, { variables }]) => variables?.TF_HTTP_PASSWORD);

    expect(Object.fromEntries(roles.filter(([, role]) => role))).toEqual({
      plan: "agent-stack-plan",
      "plan released": "agent-stack-plan",
      "plan code": "agent-stack-plan",
      apply: "agent-stack-apply",
      drift: "agent-stack-plan",
    });
    expect(locks.filter(([, { variables }]) => !variables?.TF_CLI_ARGS_plan).map(([name]) => name)).toEqual([
      "apply",
    ]);
  });

  test("run the merge request's own files in one job, which waits for a release", () => {
    const own = Object.entries(jobs).filter(
      ([, { variables }]) => variables?.GIT_STRATEGY !== "none" && variables?.GIT_CHECKOUT !== "false",
    );

    expect(own.map(([name, { needs }]) => [name, needs?.map(({ job }) => job)])).toEqual([
      ["plan code", ["release"]],
    ]);
  });

  test("take no image that somebody could replace", () => {
    expect(Object.values(jobs).filter(({ image }) => !/@sha256:[0-9a-f]{64}$/.test(image.name))).toEqual([]);
  });

  test("keep reports and nothing else, for developers", () => {
    const kept = Object.entries(jobs).flatMap(([name, { artifacts }]) =>
      artifacts ? [[name, ...artifacts.paths, artifacts.access]] : [],
    );

    expect(kept).toEqual([
      ["changed", "environments.yml", "developer"],
      ["plan", "reports/", "developer"],
      ["plan released", "reports/", "developer"],
      ["plan code", "reports/", "developer"],
      ["reviewed", "reviewed/", "developer"],
      ["apply", "reports/", "developer"],
      ["drift", "reports/", "developer"],
    ]);
  });

  test("apply one after the other in one environment", () => {
    expect(jobs.apply?.resource_group).toBe("$ENVIRONMENT");
  });

  test("write no job by hand for forty environments", () => {
    const names = Array.from({ length: 40 }, (_, index) => `tenant-${index}`);

    const listed = child("apply", `.affected: ${matrix(names)}\n`).listed();

    expect(Object.keys(listed).sort()).toEqual(
      ["reviewed", ...names.map((name) => `apply: [${name}]`)].sort(),
    );
  });
});

describe("its jobs", () => {
  let project: Project;
  let repository: Repository;
  let runner: GitlabRunner;
  let standIns: Record<string, StandIn>;
  let stores: Record<string, StateStore>;
  let forge: ForgeDouble;
  let api: GitlabApi;
  let jobsRun: number;
  let head: string;
  /** Made by code of a merge request when it runs. */
  let pwned: string;

  beforeAll(() => {
    project = new Project();
    repository = new Repository(project);
    pwned = join(project.root, "pwned");
  });

  afterAll(() => project.remove());

  beforeEach(async () => {
    const launch = async <T>(make: () => Promise<T>): Promise<Record<string, T>> =>
      Object.fromEntries(await Promise.all(NAMES.map(async (name) => [name, await make()] as const)));
    standIns = await launch(launchStandIn);
    stores = await launch(StateStore.start);
    forge = await ForgeDouble.start("gitlab");
    runner = new GitlabRunner(project, repository);
    api = await GitlabApi.start(runner.artifacts);
    jobsRun = 0;
    repository.start({
      ...configuration({}),
      ".gitlab-ci.yml": START,
      ...Object.fromEntries(CHILDREN.map((name) => [`.gitlab/${name}.yml`, fileOf(name)])),
    });
  });

  afterEach(async () => {
    const all = [...Object.values(standIns), ...Object.values(stores), forge, api];
    await Promise.all(all.map((each) => each.close()));
    for (const left of [pwned, join(project.bin, "terraform")]) rmSync(left, { force: true });
  });

  const serverOf = (name: string) => standIns[name]?.server.url ?? `https://${name}.example.com`;

  /** Each environment with GitLab's store for its state, and settings of some. */
  function configuration(settings: Readonly<Record<string, string>>, names: readonly string[] = NAMES) {
    const lines = names.map((name) => {
      const url = stores[name]?.url ?? "http://127.0.0.1:9/state";
      const lock = `lockAddress: "${url}/lock", unlockAddress: "${url}/lock", lockMethod: POST, unlockMethod: DELETE`;
      const more = settings[name] === undefined ? "" : `, ${settings[name]}`;
      return `  ${name}: { server: "${serverOf(name)}", backend: { http: { address: "${url}", ${lock} } }${more} }`;
    });
    return { "agent-stack.yaml": `environments:\n${lines.join("\n")}\n` };
  }

  const named = (name: string) => `cli: { application: { name: "${name}" } }`;

  /** The variables that a GitLab environment has, and no others. */
  function variablesOf(environment: string): Record<string, string> {
    if (environment === "notes") return { GITLAB_TOKEN: ForgeDouble.TOKEN };
    const standIn = standIns[environment.replace(/\/plan$/, "")];
    return standIn === undefined ? {} : { ...standIn.environment };
  }

  /** Runs one job of a pipeline, with a job token of its own. */
  async function run(
    name: string,
    job: GitlabJob,
    given: Readonly<Record<string, string>> = {},
  ): Promise<Run> {
    const [, environment = ""] = /\[(.*)\]$/.exec(name) ?? [];
    jobsRun += 1;
    for (const store of Object.values(stores)) {
      store.token = `token-of-job-${jobsRun}`;
      // Who opens a merge request may be a developer, who merges is a maintainer.
      store.role = "CI_MERGE_REQUEST_IID" in given ? "developer" : "maintainer";
    }
    const { name: ofJob = "" } = job.environment ?? {};
    const ended = await runner.run(name, job, {
      PATH: `${project.bin}:${process.env.PATH}`,
      CI_API_V4_URL: name === "reviewed" ? api.url : forge.apiUrl,
      CI_PROJECT_ID: "42",
      CI_DEFAULT_BRANCH: "main",
      CI_COMMIT_SHA: repository.main,
      CI_JOB_ID: String(jobsRun),
      CI_JOB_TOKEN: `token-of-job-${jobsRun}`,
      ENVIRONMENT: environment,
      ...variablesOf(ofJob.replace("$ENVIRONMENT", environment)),
      ...(name === "reviewed" && { GITLAB_TOKEN: GitlabApi.TOKEN }),
      ...given,
    });
    if (ended.code === 0) api.done.push(name);
    return ended;
  }

  /** Runs `changed`; the jobs that it starts with when each runs. */
  async function begin(given: Readonly<Record<string, string>>) {
    const changed = await run("changed", changedJob, given);
    const file = join(runner.artifacts, "changed/environments.yml");
    if (!existsSync(file)) throw new Error(changed.output);
    const text = readFileSync(file, "utf8");
    const pipeline = started.get(text) ?? read(text);
    started.set(text, pipeline);
    return { changed, ...pipeline };
  }

  /** Runs those of the jobs that are made of one, in its order. */
  async function runAll(
    { jobs, listed }: { jobs: Jobs; listed: object },
    job: string,
    given: Readonly<Record<string, string>>,
  ): Promise<Record<string, Run>> {
    const ended: Record<string, Run> = {};
    for (const name of Object.keys(listed).filter((each) => each === job || each.startsWith(`${job}: [`))) {
      ended[name] = await run(name, jobs[job] as GitlabJob, given);
    }
    return ended;
  }

  /** A merge request's pipeline, as far as it gets before somebody releases anything. */
  async function propose(
    files: Readonly<Record<string, string>>,
    more: Readonly<Record<string, string>> = {},
  ) {
    head = repository.propose(files);
    const given = {
      CI_PIPELINE_SOURCE: "merge_request_event",
      CI_MERGE_REQUEST_IID: "12",
      CI_COMMIT_SHA: head,
      ...more,
    };
    const pipeline = await begin(given);
    const plans = await runAll(pipeline, "plan", given);
    const { note } = await runAll(pipeline, "note", given);
    return { ...pipeline, given, plans, note: note as Run };
  }

  /** The pipeline of main after a merge, or one that somebody runs by hand. */
  async function apply(by: { before: string } | { PLAN: string }) {
    const given: Record<string, string> =
      "PLAN" in by
        ? { CI_PIPELINE_SOURCE: "web", PLAN: by.PLAN }
        : { CI_PIPELINE_SOURCE: "push", CI_COMMIT_BEFORE_SHA: by.before };
    const pipeline = await begin(given);
    const { reviewed } = await runAll(pipeline, "reviewed", given);
    return { ...pipeline, reviewed: reviewed as Run, applied: await runAll(pipeline, "apply", given) };
  }

  const codesOf = (jobs: Readonly<Record<string, Run>>) =>
    Object.fromEntries(Object.entries(jobs).map(([name, { code }]) => [name, code]));

  async function application(name: string): Promise<string | undefined> {
    const [found] = await new Api((standIns[name] as StandIn).server).list("/core/applications/");
    return found && String(found.name);
  }

  const body = () => forge.comments.map((comment) => comment.body).join("\n--- another note ---\n");

  test("plan what changed, in one note, worst first; a merge applies that, and one that fails blocks no other", async () => {
    standIns.globex?.server.fail(() => 503);
    const first = await propose(configuration({ acme: named("Shell"), globex: named("Shell") }));
    const told = body();
    standIns.globex?.server.fail();

    const merged = await apply({ before: repository.merge() });

    expect([first.changed.code, first.note.code]).toEqual([0, 1]);
    expect(codesOf(first.plans)).toEqual({ "plan: [acme]": 0, "plan: [globex]": 1 });
    expect(told).toMatch(/^<!-- agent-stack:plan -->\nPlanned: `acme`, `globex`\.\n/);
    expect([...told.matchAll(/<summary>(\w+)<\/summary>/g)].map(([, name]) => name)).toEqual([
      "globex",
      "acme",
    ]);
    expect(told).toContain("503");
    expect(first.note.output).toContain("There is no plan of globex: see the log of its job");
    expect(codesOf(merged.applied)).toEqual({ "apply: [acme]": 0, "apply: [globex]": 1 });
    expect(merged.applied["apply: [globex]"]?.output).toMatch(
      /^Not applied: this is not the plan that was reviewed\. .* with the variable PLAN = [0-9a-f]{64}$/m,
    );
    expect([await application("acme"), await application("globex")]).toEqual(["Shell", undefined]);
  });

  test("keep no plan and no secret, of an environment that is deployed", async () => {
    await propose(configuration({ acme: named("Shell") }));
    const { applied } = await apply({ before: repository.merge() });
    const [provider] = await new Api((standIns.acme as StandIn).server).list("/providers/oauth2/");
    const secrets = [String(provider?.client_secret), String(standIns.acme?.server.token), ForgeDouble.TOKEN];

    const { changed, plans, note } = await propose(configuration({ acme: named("Console") }));

    const logs = [changed, ...Object.values(plans), note, ...Object.values(applied)].map(
      ({ output }) => output,
    );
    expect(codesOf({ ...applied, ...plans })).toEqual({ "apply: [acme]": 0, "plan: [acme]": 0 });
    expect(String(provider?.client_secret).length).toBeGreaterThan(20);
    expect([...keptFiles(runner.artifacts).keys()].filter((path) => path.startsWith("plan: "))).toEqual(
      ["agent-stack-plan.html", "agent-stack-plan.json", "agent-stack-plan.md"]
        .concat("reviewed")
        .map((name) => `plan: [acme]/reports/acme/${name}`),
    );
    expect(leaks(runner.artifacts, secrets)).toEqual([]);
    expect(logs.filter((log) => secrets.some((secret) => log.includes(secret)))).toEqual([]);
    expect(body()).toContain("Console");
    expect(forge.comments.length).toBe(1);
  });

  test("show reviewers the last commit, also where an earlier one's pipeline ends later", async () => {
    const early = await propose(configuration({ acme: named("Shell") }));
    await propose(configuration({ acme: named("Console") }));

    const { note } = await runAll(early, "note", early.given);

    expect(note?.code).toBe(0);
    expect(body()).toContain("Console");
  });

  test("plan nothing of a merge request that changes code, a lock file or the pipeline, and run nothing of it", async () => {
    const { changed, listed, plans, note, jobs } = await propose({
      ...configuration({ acme: named("Shell") }),
      ".gitlab/merge-request.yml": `plan: { script: [touch ${pwned}] }\n`,
      ".terraform.lock.hcl": `# ${pwned}\n`,
      "build.mjs": `require("node:fs").writeFileSync("${pwned}", "")`,
      "cdktf.json": `{"app":"touch ${pwned}"}`,
      "package-lock.json": `{"packages":{"x":{"resolved":"${pwned}"}}}`,
      "package.json": `{"scripts":{"preinstall":"touch ${pwned}","build":"touch ${pwned}"}}`,
    });

    expect([changed.code, note.code, plans]).toEqual([0, 0, {}]);
    expect(listed).toEqual({
      note: "always",
      release: "manual",
      ...Object.fromEntries(NAMES.map((name) => [`plan code: [${name}]`, "on_success"])),
      "note code": "on_success",
    });
    expect(jobs["plan code"]?.needs?.map(({ job }) => job)).toEqual(["release"]);
    expect(existsSync(pwned)).toBe(false);
    expect(body()).toBe(
      "<!-- agent-stack:plan -->\n**Planned once somebody has released it:** all environments, since other files than the configuration change: `.gitlab/merge-request.yml`, `.terraform.lock.hcl`, `build.mjs`, `cdktf.json`, `package-lock.json`, `package.json`.",
    );
  });

  test("let those release it whom the project names, and nobody else", async () => {
    const { jobs, given } = await propose({ "cdktf.json": "{}" });
    const release = async (login: string, releasers: Record<string, string>) =>
      (await run("release", jobs.release as GitlabJob, { ...given, GITLAB_USER_LOGIN: login, ...releasers }))
        .code;

    expect(await release("alice", { RELEASERS: "bob alice" })).toBe(0);
    expect(await release("ali", { RELEASERS: "bob alice" })).toBe(1);
    expect(await release("alice", {})).toBe(1);
  });

  test("run released code where it can write no note, and follow no link that it leaves", async () => {
    const app = `touch ${pwned}; mkdir -p reports/acme; ln -s /proc/self/environ reports/acme/agent-stack-plan.md; mkdir reports/x; echo mine > reports/x/agent-stack-plan.md; exit 3`;
    const pipeline = await propose({ "cdktf.json": JSON.stringify({ app }) });

    const plan = await run("plan code: [acme]", pipeline.jobs["plan code"] as GitlabJob, pipeline.given);
    const { "note code": note } = await runAll(pipeline, "note code", pipeline.given);

    expect([plan.code, existsSync(pwned), note?.code]).toEqual([1, true, 0]);
    expect(plan.output).not.toContain(ForgeDouble.TOKEN);
    expect(forge.comments.map((comment) => comment.body)[1]).toBe(
      "<!-- agent-stack:plan-code -->\nPlanned by code of the merge request, which somebody has released. Read it as its author could have written it.\n\nmine",
    );
  });

  test("hold a new environment until somebody agrees, and tell it in the same note", async () => {
    const files = configuration({ globex: named("Shell") }, [...NAMES, "umbrella"]);
    stores.elsewhere = await StateStore.start();
    const moved = files["agent-stack.yaml"].replaceAll(`${stores.acme?.url}`, stores.elsewhere.url);
    const pipeline = await propose({ "agent-stack.yaml": moved });

    const released = await run(
      "plan released: [acme]",
      pipeline.jobs["plan released"] as GitlabJob,
      pipeline.given,
    );
    const { "note released": note } = await runAll(pipeline, "note released", pipeline.given);

    expect(pipeline.listed).toEqual({
      test: "on_success",
      "plan: [globex]": "on_success",
      note: "always",
      release: "manual",
      "plan released: [acme]": "on_success",
      "plan released: [umbrella]": "on_success",
      "note released": "on_success",
    });
    expect([released.code, note?.code]).toEqual([0, 1]);
    expect(note?.output).toContain("There is no plan of umbrella: see the log of its job");
    expect(forge.comments.length).toBe(1);
    expect([...body().matchAll(/<summary>(\w+)<\/summary>/g)].map(([, name]) => name).sort()).toEqual([
      "acme",
      "globex",
    ]);
  });

  test("test the merge request's configuration on a stand-in, without a secret", async () => {
    const taken = 'deviceCodeFlow: { slug: "default-authentication-flow" }';
    const pipeline = await propose(configuration({ acme: named("Shell"), globex: taken }));

    const { test: tested } = await runAll(pipeline, "test", pipeline.given);

    expect(tested?.code).toBe(1);
    expect(tested?.output).toContain("acme: ✅ passed\n");
    expect(tested?.output).toContain('{"slug":["Flow with this slug already exists."]}');
    expect(tested?.output.trim().split("\n").at(-1)).toBe(`${NAMES.length} environments tested, 1 failed`);
  });

  test("say in the note where the configuration is wrong", async () => {
    const { changed, note, listed } = await propose(configuration({ acme: "nonsense: 1" }));

    expect([changed.code, note.code]).toEqual([0, 1]);
    expect(listed).toEqual({ note: "always" });
    expect(body()).toMatch(
      /^<!-- agent-stack:plan -->\n\*\*There is no plan:\*\*\n\n {4}agent-stack changed: 1 mistake in agent-stack\.yaml\n {4}agent-stack\.yaml:2:\d+: environments\.acme\.nonsense: unknown key/,
    );
  });

  test("apply the plan that a person names; stop where it is another than the one reviewed", async () => {
    await propose(configuration({ acme: named("Shell") }));
    writeFileSync(join(runner.artifacts, "plan: [acme]/reports/acme/reviewed"), "0".repeat(64));
    const { applied } = await apply({ before: repository.merge() });
    const [, plan = ""] = /PLAN = ([0-9a-f]{64})$/m.exec(applied["apply: [acme]"]?.output ?? "") ?? [];

    const byHand = await apply({ PLAN: plan });

    expect(codesOf(applied)).toEqual({ "apply: [acme]": 1 });
    expect(byHand.applied["apply: [acme]"]?.code).toBe(0);
    expect(await application("acme")).toBe("Shell");
    expect(await application("globex")).toBeUndefined();
  });

  test("give terraform the job's identity for the state's role", async () => {
    const terraform = execFileSync("bash", ["-c", "command -v terraform"], { encoding: "utf8" }).trim();
    const seen = join(project.root, "seen");
    project.install(
      "terraform",
      `echo "$1:\${AWS_ROLE_ARN-} \${AWS_ROLE_SESSION_NAME-} $(cat "\${AWS_WEB_IDENTITY_TOKEN_FILE-/dev/null}")" >> "${seen}"\nexec "${terraform}" "$@"`,
    );
    const { changed, plans } = await propose(configuration({ acme: named("Shell") }), {
      STATE_ROLE: "arn:aws:iam::1:role/plan",
    });

    const calls = readFileSync(seen, "utf8").trim().split("\n");
    expect([changed.code, plans["plan: [acme]"]?.code]).toEqual([0, 0]);
    expect(calls).toContainEqual(expect.stringMatching(/^plan:/));
    for (const call of calls) {
      expect(call).toMatch(/^\S+:arn:aws:iam::1:role\/plan job-\d+ for agent-stack-plan$/);
    }
  });

  describe("drift", () => {
    const given = { CI_PIPELINE_SOURCE: "schedule" };

    async function look() {
      const pipeline = await begin(given);
      const drift = await run("drift: [acme]", pipeline.jobs.drift as GitlabJob, given);
      for (const name of ["globex", "initech"]) {
        const folder = join(runner.artifacts, `drift: [${name}]/reports/${name}`);
        mkdirSync(folder, { recursive: true });
        writeFileSync(join(folder, "codes"), "00\n");
      }
      const { issues } = await runAll(pipeline, "issues", given);
      return { listed: pipeline.listed, codes: [drift.code, issues?.code], output: issues?.output };
    }

    test("opens one issue, updates it, closes it when clean", async () => {
      const server = new Api((standIns.acme as StandIn).server);
      await propose(configuration({ acme: 'cli: { access: [{ group: "authentik Admins" }] }' }));
      await apply({ before: repository.merge() });
      const name = await application("acme");
      const clean = await look();
      await server.change("/core/applications/authentik-cli/", { name: "Somebody's" });
      const opened = await look();
      await server.change("/core/applications/authentik-cli/", { name: "Somebody else's" });
      await look();
      const bodies = forge.issues.map((issue) => issue.body);
      await server.change("/core/applications/authentik-cli/", { name });
      await look();

      expect(Object.keys(clean.listed)).toEqual([...NAMES.map((each) => `drift: [${each}]`), "issues"]);
      expect([clean.codes, opened.codes]).toEqual([
        [0, 0],
        [0, 0],
      ]);
      expect(bodies).toEqual([expect.stringContaining("Somebody else")]);
      expect(forge.issues.map(({ title, state }) => ({ title, state }))).toEqual([
        { title: "authentik: acme has drifted", state: "closed" },
      ]);
    });

    test("fails and leaves the issue as it is when it cannot look", async () => {
      forge.issue("<!-- agent-stack:drift-acme -->\nold");
      standIns.acme?.server.fail(() => 503);

      const { codes, output } = await look();

      expect(codes).toEqual([0, 1]);
      expect(output).toContain(
        "Whether there is drift in acme could not be found out: see the log of its job",
      );
      expect(forge.issues.map(({ state }) => state)).toEqual(["open"]);
    });
  });
});

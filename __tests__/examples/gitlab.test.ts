import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { launchStandIn, type StandIn } from "../../standin/launch";
import { Api } from "../e2e/api";
import { ForgeDouble } from "../tools/forge/forge-double";
import { GITLAB_CI, type GitlabJob, GitlabPipeline, GitlabRunner } from "./gitlab-job";
import { Project } from "./project";
import { StateStore } from "./state-store";

jest.setTimeout(120_000);

let folder: string;
let jobs: Readonly<Record<string, GitlabJob>>;
let pipeline: GitlabPipeline;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "agent-stack-gitlab-"));
  pipeline = new GitlabPipeline(folder);
  jobs = pipeline.jobs();
});

afterAll(() => rmSync(folder, { recursive: true }));

describe(".gitlab-ci.yml", () => {
  test("GitLab's schema finds what is wrong in a pipeline", () => {
    const bad = join(folder, "bad.yml");
    writeFileSync(bad, "a:\n  script: [x]\n  stagex: y\n");

    expect(() => new GitlabPipeline(folder, bad).listed("push")).toThrow("'stagex' property is not expected");
  });

  test.each([
    { source: "merge_request_event", runs: ["plan on_success", "note always"] },
    { source: "push", runs: ["plan to apply on_success", "apply manual"] },
    { source: "schedule", runs: ["drift on_success", "drift issue on_success"] },
    { source: "web", runs: [] },
  ])("is one to GitLab's schema, and runs for $source: $runs", ({ source, runs }) => {
    expect(pipeline.listed(source).map(({ name, when }) => `${name} ${when}`)).toEqual(runs);
  });

  test("starts no pipeline for a fork, nor for a branch without a merge request", () => {
    const { workflow } = parse(readFileSync(GITLAB_CI, "utf8"));

    expect(workflow).toEqual({
      rules: [
        {
          if: '$CI_PIPELINE_SOURCE == "merge_request_event" && $CI_MERGE_REQUEST_SOURCE_PROJECT_ID == $CI_PROJECT_ID',
        },
        { if: '$CI_PIPELINE_SOURCE == "schedule"' },
        { if: '$CI_PIPELINE_SOURCE == "push" && $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH' },
      ],
    });
  });

  test("reaches each token from the environment that is for it only", () => {
    const environments = Object.entries(jobs).map(([name, { environment }]) => [name, environment]);

    expect(Object.fromEntries(environments)).toEqual({
      plan: { name: "$ENVIRONMENT/plan", action: "access" },
      note: { name: "notes", action: "access" },
      "plan to apply": { name: "$ENVIRONMENT/plan", action: "access" },
      apply: { name: "$ENVIRONMENT" },
      drift: { name: "$ENVIRONMENT/plan", action: "access" },
      "drift issue": { name: "notes", action: "access" },
    });
  });

  test("keeps a saved plan for the one job that applies it: a day, maintainers only", () => {
    const keepers = Object.entries(jobs).filter(([, { artifacts }]) =>
      /tfplan|cdktf/.test(`${artifacts?.paths}`),
    );

    expect(keepers.map(([name, { artifacts }]) => [name, artifacts?.expire_in, artifacts?.access])).toEqual([
      ["plan to apply", "1 day", "maintainer"],
    ]);
  });
});

describe("its jobs", () => {
  let project: Project;
  let standIn: StandIn;
  let forge: ForgeDouble;
  let store: StateStore;
  let runner: GitlabRunner;
  let jobsRun: number;

  beforeAll(() => {
    project = new Project();
  });

  afterAll(() => project.remove());

  beforeEach(async () => {
    [standIn, forge, store] = await Promise.all([
      launchStandIn(),
      ForgeDouble.start("gitlab"),
      StateStore.start(),
    ]);
    project.reset();
    configure("{}");
    runner = new GitlabRunner(project, jobs);
    jobsRun = 0;
  });

  afterEach(() => Promise.all([standIn.close(), forge.close(), store.close()]));

  function configure(settings: string): void {
    const lock = `${store.url}/lock`;
    project.configure(
      settings,
      `backend: { http: { address: "${store.url}", lockAddress: "${lock}", unlockAddress: "${lock}", lockMethod: POST, unlockMethod: DELETE } }`,
    );
  }

  /** Each job has a job token of its own, and the secrets of its environment. */
  function run(name: string, directory?: string) {
    jobsRun += 1;
    store.token = `job-${jobsRun}`;
    store.role = name === "apply" ? "maintainer" : "developer";
    const secrets: Record<string, string> =
      jobs[name]?.environment.name === "notes"
        ? { GITLAB_TOKEN: ForgeDouble.TOKEN }
        : { ...standIn.environment };
    return runner.run(
      name,
      {
        PATH: `${project.bin}:${process.env.PATH}`,
        CI_API_V4_URL: forge.apiUrl,
        CI_PROJECT_ID: "acme/identity",
        CI_MERGE_REQUEST_IID: "12",
        CI_JOB_TOKEN: store.token,
        ...secrets,
      },
      directory,
    );
  }

  async function deploy() {
    const plan = await run("plan to apply");
    const apply = await run("apply", mkdtempSync(join(project.root, "empty-")));
    return { plan, apply };
  }

  test("plan and note: one note however often they run, and no saved plan kept", async () => {
    const first = [await run("plan"), await run("note")];
    configure('{ cli: { application: { name: "Shell" } } }');
    const second = [await run("plan"), await run("note")];

    expect([...first, ...second].map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    expect(readdirSync(join(runner.artifactsOf("plan"), "report")).sort()).toEqual([
      "agent-stack-plan.html",
      "agent-stack-plan.md",
      "production.html",
      "production.md",
    ]);
    expect(readdirSync(runner.artifactsOf("plan"))).toEqual(["report"]);
    expect(forge.comments.map(({ body }) => body)).toEqual([expect.stringContaining("Shell")]);
  });

  test("plan and note: say so when there is no plan", async () => {
    configure("{ nonsense: 1 }");

    const codes = [(await run("plan")).code, (await run("note")).code];

    expect(codes).toEqual([1, 0]);
    expect(forge.comments.map(({ body }) => body)).toEqual([
      "<!-- agent-stack:plan-production -->\n**There is no plan of production, see the log of the job.**",
    ]);
  });

  test("apply: applies the saved plan with terraform alone and a job token of its own", async () => {
    const { plan, apply } = await deploy();

    expect([plan.code, apply.code]).toEqual([0, 0]);
    expect(await new Api(standIn.server).list("/core/applications/")).toEqual([
      expect.objectContaining({ slug: "authentik-cli" }),
    ]);
  });

  test("apply: stops where somebody changed in authentik what the plan would overwrite", async () => {
    const api = new Api(standIn.server);
    await deploy();
    configure('{ cli: { application: { name: "Shell" } } }');
    const plan = await run("plan to apply");
    await api.change("/core/applications/authentik-cli/", { name: "Somebody's" });

    const stopped = await run("apply", mkdtempSync(join(project.root, "empty-")));

    expect([plan.code, stopped.code]).toEqual([0, 1]);
    expect(stopped.output).toContain(
      "Not applied: authentik or the state has changed since this was planned. Run the pipeline again and read its plan.",
    );
    expect(await api.get("/core/applications/authentik-cli/")).toMatchObject({ name: "Somebody's" });
  });

  test("apply: leaves no plan behind that others could read or apply again", async () => {
    const directory = mkdtempSync(join(project.root, "empty-"));
    const plan = await run("plan to apply");
    const saved = join(runner.artifactsOf("plan to apply"), "cdktf.out/stacks/production/agent-stack.tfplan");
    const mode = statSync(saved).mode & 0o777;

    await run("apply", directory);

    expect([plan.code, mode]).toEqual([0, 0o600]);
    expect(
      readdirSync(join(directory, "cdktf.out/stacks/production")).filter((name) => name.endsWith(".tfplan")),
    ).toEqual([]);
  });

  test("apply: refuses a plan that the state has moved on from", async () => {
    const plan = await run("plan to apply");
    const saved = runner.artifactsOf("plan to apply");
    const first = await run("apply", mkdtempSync(join(project.root, "empty-")));

    const second = await run("apply", mkdtempSync(join(project.root, "empty-")));

    expect([plan.code, first.code]).toEqual([0, 0]);
    expect(readdirSync(saved)).toContain("cdktf.out");
    expect(second.code).toBe(1);
    expect(second.output).toContain(
      "Not applied: authentik or the state has changed since this was planned.",
    );
  });

  test("drift: opens one issue, updates it, closes it when clean", async () => {
    const api = new Api(standIn.server);
    const look = async () => [(await run("drift")).code, (await run("drift issue")).code];
    configure('{ cli: { access: [{ group: "authentik Admins" }] } }');
    await deploy();
    const clean = await look();
    await api.change("/core/applications/authentik-cli/", { name: "Somebody's" });
    const opened = await look();
    await api.change("/core/applications/authentik-cli/", { name: "Somebody else's" });
    const updated = await look();
    const bodies = forge.issues.map(({ body }) => body);
    await deploy();
    const closed = await look();

    expect([clean, opened, updated, closed]).toEqual(Array(4).fill([0, 0]));
    expect(bodies).toEqual([expect.stringContaining("Somebody else")]);
    expect(forge.issues.map(({ title, state }) => ({ title, state }))).toEqual([
      { title: "authentik: production has drifted", state: "closed" },
    ]);
  });

  test("drift: fails and leaves the issue as it is when it cannot look", async () => {
    forge.issue("<!-- agent-stack:drift-production -->\nold");
    standIn.server.fail(() => 503);

    await run("drift");
    const { code } = await run("drift issue");

    expect(code).toBe(1);
    expect(forge.issues.map(({ state }) => state)).toEqual(["open"]);
  });
});

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { launchStandIn, type StandIn } from "../../standin/launch";
import { Api } from "../e2e/api";
import { ForgeDouble } from "../tools/forge/forge-double";
import { installGh, type Reviewed } from "./gh";
import { Runner, readWorkflow } from "./github-job";
import { Project } from "./project";

jest.setTimeout(120_000);

const PLAN = readWorkflow("plan.yml");
const APPLY = readWorkflow("apply.yml");
const DRIFT = readWorkflow("drift.yml");

let standIn: StandIn;
let forge: ForgeDouble;
let project: Project;
let runner: Runner;

beforeAll(() => {
  project = new Project();
});

afterAll(() => project.remove());

beforeEach(async () => {
  project.reset();
  standIn = await launchStandIn();
  forge = await ForgeDouble.start("github");
  runner = new Runner(project, {
    TF_REATTACH_PROVIDERS: standIn.environment.TF_REATTACH_PROVIDERS ?? "",
    GITHUB_REPOSITORY: "acme/identity",
    GITHUB_SHA: "merged",
    GITHUB_API_URL: forge.apiUrl,
    GITHUB_EVENT_PATH: join(project.root, "event.json"),
    PATH: `${project.bin}:${process.env.PATH}`,
  });
  project.write("../event.json", '{"pull_request":{"number":12}}');
});

afterEach(async () => {
  await forge.close();
  await standIn.close();
});

function contexts(event: string, head = "acme/identity") {
  return {
    github: {
      repository: "acme/identity",
      token: ForgeDouble.TOKEN,
      event_name: event,
      ref: "refs/heads/main",
      event: { pull_request: { number: 12, base: { sha: "base" }, head: { repo: { full_name: head } } } },
    },
    vars: { AUTHENTIK_URL: standIn.server.url },
    secrets: { AUTHENTIK_TOKEN: standIn.server.token },
  };
}

async function planPullRequest() {
  const plan = await runner.run(PLAN, "plan", contexts("pull_request"));
  const comment = await runner.run(PLAN, "comment", {
    ...contexts("pull_request"),
    needs: { plan: { result: plan.result } },
  });
  return { plan, comment };
}

function applyMerge(reviewed: Reviewed, approved?: string) {
  installGh(project, reviewed);
  return runner.run(APPLY, "apply", {
    ...contexts(approved === undefined ? "push" : "workflow_dispatch"),
    inputs: approved === undefined ? {} : { plan: approved },
  });
}

/** A person reads the plan that was not reviewed, and applies it. */
async function approveAndApply() {
  const stopped = await applyMerge({});
  const [, digest = ""] = /with plan ([0-9a-f]{64})$/m.exec(stopped.output) ?? [];
  return { stopped, approved: await applyMerge({}, digest) };
}

async function applications(): Promise<string[]> {
  const found = await new Api(standIn.server).list("/core/applications/");
  return found.map(({ slug }) => String(slug));
}

function reviewedDigest(): string {
  return readFileSync(join(runner.artifacts, "plan-production", "reviewed"), "utf8").trim();
}

describe("plan.yml", () => {
  test("plans a pull request, keeps the report, and comments once however often it runs", async () => {
    const first = await planPullRequest();
    project.configure('{ cli: { application: { name: "Shell" } } }');
    const second = await planPullRequest();

    expect([first.plan.result, first.comment.result]).toEqual(["success", "success"]);
    expect([second.plan.result, second.comment.result]).toEqual(["success", "success"]);
    expect(readdirSync(join(runner.artifacts, "plan-production")).sort()).toEqual([
      "agent-stack-plan.html",
      "agent-stack-plan.md",
      "production.html",
      "production.md",
      "reviewed",
    ]);
    expect(reviewedDigest()).toMatch(/^[0-9a-f]{64}$/);
    expect(first.plan.summary).toContain("authentik_application.cli_application");
    expect(forge.comments.length).toBe(1);
    expect(forge.comments[0]?.body).toMatch(
      /^<!-- agent-stack:plan-production -->\n<!-- agent-stack:plan -->\n/,
    );
    expect(forge.comments[0]?.body).toContain("Shell");
    expect(await applications()).toEqual([]);
  });

  test("names the same plan when nothing changed", async () => {
    await planPullRequest();
    const first = reviewedDigest();
    await planPullRequest();

    expect(reviewedDigest()).toBe(first);
  });

  test("fails and says so in the comment when there is no plan", async () => {
    project.configure("{ nonsense: 1 }");

    const { plan, comment } = await planPullRequest();

    expect(plan.result).toBe("failure");
    expect(plan.output).toContain("nonsense");
    expect(comment.result).toBe("success");
    expect(forge.comments.map(({ body }) => body)).toEqual([
      "<!-- agent-stack:plan-production -->\n**There is no plan of production: see the log of the job.**",
    ]);
  });

  test("fails and shows why in the comment when authentik is down", async () => {
    standIn.server.fail(() => 503);

    const { plan } = await planPullRequest();

    expect(plan.result).toBe("failure");
    expect(forge.comments[0]?.body).toContain("503");
  });

  test("says no secret, neither in the log nor in what it keeps", async () => {
    const { plan, comment } = await planPullRequest();
    const kept = readdirSync(join(runner.artifacts, "plan-production")).map((file) =>
      readFileSync(join(runner.artifacts, "plan-production", file), "utf8"),
    );

    for (const text of [plan.output, plan.summary, comment.output, ...kept]) {
      expect(text).not.toContain(standIn.server.token);
      expect(text).not.toContain(ForgeDouble.TOKEN);
    }
  });

  test("gives a fork's pull request no plan, and says why", async () => {
    const fork = contexts("pull_request", "somebody/identity");

    const plan = await runner.run(PLAN, "plan", fork);
    const comment = await runner.run(PLAN, "comment", { ...fork, needs: { plan: { result: plan.result } } });
    const notice = await runner.run(PLAN, "fork", fork);

    expect([plan.result, comment.result, notice.result]).toEqual(["skipped", "skipped", "success"]);
    expect(notice.output).toMatch(/^::notice title=No plan::A pull request from a fork gets no secrets\./);
  });
});

describe("apply.yml", () => {
  test("applies the plan that was reviewed, and has nothing to do the next time", async () => {
    await planPullRequest();
    const reviewed = { head: "head", run: "99", artifacts: runner.artifacts };

    const first = await applyMerge(reviewed);
    const second = await applyMerge({});

    expect(first.result).toBe("success");
    expect(await applications()).toEqual(["authentik-cli"]);
    expect(second.result).toBe("success");
    expect(second.steps).toEqual({ plan: { outputs: expect.objectContaining({ code: "0" }) } });
  });

  test("stops when the plan is another than the one reviewed", async () => {
    await planPullRequest();
    project.configure('{ cli: { application: { name: "Shell" } } }');

    const stopped = await applyMerge({ head: "head", run: "99", artifacts: runner.artifacts });

    expect(stopped.result).toBe("failure");
    expect(stopped.output).toContain("::error title=Not applied::This is not the plan that was reviewed.");
    expect(await applications()).toEqual([]);
  });

  test("stops when nobody reviewed, and applies the plan that a person then names", async () => {
    const { stopped, approved } = await approveAndApply();

    expect(stopped.result).toBe("failure");
    expect(approved.result).toBe("success");
    expect(await applications()).toEqual(["authentik-cli"]);
  });

  test("stops and names the plan when the reviewed one is not kept any more", async () => {
    const stopped = await applyMerge({ head: "head", run: "99", artifacts: join(project.root, "gone") });

    expect(stopped.result).toBe("failure");
    expect(stopped.output).toMatch(/::error title=Not applied::.* with plan [0-9a-f]{64}$/m);
    expect(await applications()).toEqual([]);
  });

  test("stops when a person names another plan", async () => {
    const stopped = await applyMerge({}, "0".repeat(64));

    expect(stopped.result).toBe("failure");
    expect(await applications()).toEqual([]);
  });

  test("applies nothing when it cannot plan", async () => {
    standIn.server.fail(() => 503);

    const stopped = await applyMerge({});

    expect(stopped.result).toBe("failure");
    expect(stopped.steps).toEqual({ plan: { outputs: {} } });
  });

  test("is skipped on other branches", async () => {
    const given = contexts("workflow_dispatch");

    const { result } = await runner.run(APPLY, "apply", {
      ...given,
      github: { ...given.github, ref: "refs/heads/x" },
    });

    expect(result).toBe("skipped");
  });
});

describe("drift.yml", () => {
  const look = () => runner.run(DRIFT, "drift", contexts("schedule"));

  beforeEach(async () => {
    project.configure('{ cli: { access: [{ group: "authentik Admins" }] } }');
    await approveAndApply();
  });

  test("opens one issue, updates it, closes it when clean", async () => {
    const api = new Api(standIn.server);
    const clean = await look();
    await api.change("/core/applications/authentik-cli/", { name: "Somebody's" });
    const opened = await look();
    await api.change("/core/applications/authentik-cli/", { name: "Somebody else's" });
    const updated = await look();
    const bodies = forge.issues.map(({ body }) => body);
    await approveAndApply();
    const closed = await look();

    expect([clean, opened, updated, closed].map(({ result }) => result)).toEqual(Array(4).fill("success"));
    expect(clean.output).toContain("nothing to close");
    expect(opened.output).toContain("created https://");
    expect(updated.output).toContain("updated https://");
    expect(bodies.length).toBe(1);
    expect(bodies[0]).toMatch(/^<!-- agent-stack:drift-production -->\n/);
    expect(bodies[0]).toContain("Somebody else");
    expect(forge.issues.map(({ title, state }) => ({ title, state }))).toEqual([
      { title: "authentik: production has drifted", state: "closed" },
    ]);
  });

  test("opens the issue for what a plan cannot see", async () => {
    const api = new Api(standIn.server);
    await api.post("/core/brands/", { domain: "other.test", branding_title: "Other" });

    const opened = await look();

    expect(opened.result).toBe("success");
    expect(forge.issues.map(({ body }) => body)).toEqual([expect.stringContaining("other.test")]);
  });

  test("fails and leaves the issue as it is when it cannot look", async () => {
    forge.issue("<!-- agent-stack:drift-production -->\nold");
    standIn.server.fail(() => 503);

    const failed = await look();

    expect(failed.result).toBe("failure");
    expect(failed.output).toContain("::error title=Not known::");
    expect(forge.issues.map(({ state, body }) => ({ state, body }))).toEqual([
      { state: "open", body: "<!-- agent-stack:drift-production -->\nold" },
    ]);
  });
});

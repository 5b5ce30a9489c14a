import { readFileSync } from "node:fs";
import { basename } from "node:path";
import type * as WorkflowParser from "@actions/workflow-parser";
import { loadEsModules } from "./es-modules";
import { readWorkflow, WORKFLOWS } from "./github-job";

const { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } =
  loadEsModules<typeof WorkflowParser>("@actions/workflow-parser");

async function errorsOf(name: string, content: string): Promise<string[]> {
  const { context, value } = parseWorkflow({ name, content }, new NoOperationTraceWriter());
  if (value) await convertWorkflowTemplate(context, value);
  return context.errors.getErrors().map((error) => error.message);
}

const NEEDED_PERMISSIONS: Readonly<
  Record<string, Readonly<Record<string, Readonly<Record<string, string>>>>>
> = {
  "plan.yml": {
    changed: { contents: "read" },
    test: { contents: "read" },
    plan: { contents: "read", "id-token": "write" },
    release: {},
    "plan-released": { contents: "read", "id-token": "write" },
    comment: { contents: "read", "pull-requests": "write" },
    "comment-released": { contents: "read", "pull-requests": "write" },
  },
  "plan-code.yml": {
    changed: { contents: "read" },
    release: {},
    plan: { contents: "read", "id-token": "write" },
    comment: { contents: "read", "pull-requests": "write" },
  },
  "apply.yml": {
    changed: { contents: "read" },
    apply: { contents: "read", actions: "read", "pull-requests": "read", "id-token": "write" },
  },
  "drift.yml": {
    environments: { contents: "read" },
    drift: { contents: "read", issues: "write", "id-token": "write" },
  },
};

test("the parser finds what is wrong in a workflow", async () => {
  const errors = await errorsOf("bad.yml", "on: push\njobs:\n  a:\n    runs-on: x\n    stepz: []\n");

  expect(errors.join()).toContain("Unexpected value 'stepz'");
});

describe.each(WORKFLOWS)("%s", (path) => {
  const name = basename(path);
  const text = readFileSync(path, "utf8");
  const workflow = readWorkflow(name);
  const steps = Object.entries(workflow.jobs).flatMap(([job, { steps }]) =>
    steps.map((step) => ({ job, step, label: `${job}: ${step.name ?? step.uses ?? step.run}` })),
  );

  test("is a workflow to GitHub's own parser", async () => {
    expect(await errorsOf(name, text)).toEqual([]);
  });

  test("pins every action to a commit and says which version that is", () => {
    const uses = text.split("\n").filter((line) => /^\s*(- )?uses:/.test(line));

    // Steps that stand in two jobs are written once.
    expect(new Set(uses.map((line) => line.trim())).size).toBe(
      new Set(steps.flatMap(({ step }) => step.uses ?? [])).size,
    );
    expect(uses.filter((line) => !/uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual(
      [],
    );
  });

  test("pins one commit for each action in all workflows", () => {
    const pins = WORKFLOWS.flatMap(
      (file) => readFileSync(file, "utf8").match(/[\w-]+\/[\w-]+@[0-9a-f]{40}/g) ?? [],
    );
    const actions = new Set(pins.map((pin) => pin.split("@")[0]));

    expect(new Set(pins).size).toBe(actions.size);
  });

  test("grants each job what it needs and nothing else", () => {
    expect(workflow.permissions).toEqual({});
    expect(
      Object.fromEntries(Object.entries(workflow.jobs).map(([job, { permissions }]) => [job, permissions])),
    ).toEqual(NEEDED_PERMISSIONS[name]);
  });

  test("starts by no event whose workflow a pull request could write", () => {
    expect(Object.keys(workflow.on)).not.toContain("pull_request");
    expect(Object.keys(workflow.on)).not.toContain("workflow_run");
  });

  test("checks out a pull request in no job but the one that somebody has released", () => {
    const outside = steps.filter(
      ({ step }) => step.uses?.startsWith("actions/checkout@") && step.with?.ref !== undefined,
    );
    const needs = outside.map(({ job }) => workflow.jobs[job]?.needs);

    expect(outside.map(({ job }) => `${name} ${job}`)).toEqual(
      name === "plan-code.yml" ? ["plan-code.yml plan"] : [],
    );
    for (const needed of needs) expect(needed).toContain("release");
  });

  test("puts no expression into a script", () => {
    expect(steps.filter(({ step }) => step.run?.includes("${{")).map(({ label }) => label)).toEqual([]);
  });

  test("keeps the checkout's token out of the repository", () => {
    const checkouts = steps.filter(({ step }) => step.uses?.startsWith("actions/checkout@"));

    expect(checkouts.filter(({ step }) => step.with?.["persist-credentials"] !== false)).toEqual([]);
  });

  test("gives secrets only to the steps that talk to authentik or the forge", () => {
    const holders = steps.filter(({ step }) => /\bsecrets\.\w|github\.token/.test(JSON.stringify(step)));
    const outside = JSON.stringify({
      ...workflow,
      jobs: Object.values(workflow.jobs).map(({ steps: _, ...job }) => job),
    });

    expect(
      holders.filter(({ step }) =>
        /secrets\.\w|github\.token/.test(`${step.run} ${JSON.stringify(step.with)}`),
      ),
    ).toEqual([]);
    expect(
      holders.filter(
        ({ step }) =>
          !/agent-stack (plan|drift|verify|comment)|terraform|gh (api|run)|git fetch/.test(step.run ?? ""),
      ),
    ).toEqual([]);
    expect(outside).not.toMatch(/secrets\.|github\.token/);
  });

  test("never runs twice at the same time, nor is killed half-way", () => {
    const { concurrency = workflow.jobs.apply?.concurrency } = workflow;

    expect(concurrency?.group).toBeTruthy();
    expect(concurrency?.["cancel-in-progress"]).toBe(false);
  });

  test("gives up on a job that hangs", () => {
    expect(Object.values(workflow.jobs).filter((job) => !job["timeout-minutes"])).toEqual([]);
  });

  test("runs its scripts with pipefail", () => {
    expect(workflow.defaults?.run?.shell).toBe("bash");
  });

  test("uploads no saved plan", () => {
    const uploads = steps.filter(({ step }) => step.uses?.startsWith("actions/upload-artifact@"));

    expect(
      uploads.map(({ step }) => step.with?.path).filter((path) => path !== "report" && path !== "note"),
    ).toEqual([]);
  });
});

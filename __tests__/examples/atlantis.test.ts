import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { launchStandIn, type StandIn } from "../../standin/launch";
import { Api } from "../e2e/api";
import { Project } from "./project";
import { shell } from "./shell";

jest.setTimeout(120_000);

type Step =
  | { readonly run: string | { readonly command: string; readonly output?: string } }
  | { readonly env: { readonly name: string; readonly command: string } };

interface Stage {
  readonly steps: readonly Step[];
}

const FOLDER = join(__dirname, "../../examples/pipelines/atlantis");
const repository = parse(readFileSync(join(FOLDER, "atlantis.yaml"), "utf8"));
const server = parse(readFileSync(join(FOLDER, "repos.yaml"), "utf8"));
const workflow: { readonly plan: Stage; readonly apply: Stage } = server.workflows["agent-stack"];

test("the repository chooses a workflow that the server has, and nothing else", () => {
  const [{ name, dir, workflow: chosen, autoplan, ...rest }] = repository.projects;

  expect({ name, dir, chosen, rest }).toEqual({
    name: "production",
    dir: ".",
    chosen: "agent-stack",
    rest: {},
  });
  expect(autoplan.when_modified).toContain("agent-stack.yaml");
  expect(Object.keys(repository)).toEqual(["version", "projects"]);
});

test("the server lets the repository neither define steps nor lower what an apply requires", () => {
  expect(server.repos).toEqual([
    {
      id: "github.com/acme/identity",
      branch: "/^main$/",
      apply_requirements: ["approved", "mergeable", "undiverged"],
      allowed_overrides: ["workflow"],
      allowed_workflows: ["agent-stack"],
      allow_custom_workflows: false,
    },
  ]);
});

describe("the workflow", () => {
  let standIn: StandIn;
  let project: Project;

  beforeEach(async () => {
    standIn = await launchStandIn();
    project = new Project();
  });

  afterEach(async () => {
    project.remove();
    await standIn.close();
  });

  /** Runs the steps as Atlantis does: `sh -c` each, until one fails; returns what the comment shows. */
  async function run({ steps }: Stage): Promise<{ code: number; comment: string; log: string }> {
    const environment: Record<string, string> = {
      ...standIn.environment,
      PATH: `${project.bin}:${process.env.PATH}`,
      PROJECT_NAME: "production",
      PLANFILE: join(project.directory, "production-default.tfplan"),
    };
    let comment = "";
    let log = "";
    for (const step of steps) {
      const { command, output: shown = "show" } =
        "env" in step
          ? { command: step.env.command, output: "hide" }
          : typeof step.run === "string"
            ? { command: step.run }
            : step.run;
      if (command === "npm ci") continue;
      const { code, output } = await shell(["sh", "-c", command], project.directory, environment);
      log += output;
      if (code !== 0) return { code, comment, log };
      if ("env" in step) environment[step.env.name] = output.trim();
      if (shown === "show") comment += output;
    }
    return { code: 0, comment, log };
  }

  test("plans, comments with the report alone, and applies the saved plan", async () => {
    const planned = await run(workflow.plan);
    const applied = await run(workflow.apply);

    expect(planned.log).not.toContain("rror");
    expect([planned.code, applied.code]).toEqual([0, 0]);
    expect(planned.comment).toContain("authentik_application.cli_application");
    expect(planned.comment).not.toContain("Terraform used the selected providers");
    expect(await new Api(standIn.server).list("/core/applications/")).toEqual([
      expect.objectContaining({ slug: "authentik-cli" }),
    ]);
  });

  test("fails before there is a plan when the configuration is wrong", async () => {
    project.configure("{ nonsense: 1 }");

    const { code, comment } = await run(workflow.plan);

    expect(code).not.toBe(0);
    expect(comment).toBe("");
    expect(existsSync(join(project.directory, "production-default.tfplan"))).toBe(false);
  });
});

import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { type Contexts, interpolate, isMet, type Status } from "./expressions";
import type { Project } from "./project";
import type { Repository } from "./repository";
import { shell } from "./shell";

export interface Step {
  readonly id?: string;
  readonly name?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, string | number | boolean>>;
}

export interface Job {
  readonly if?: string;
  readonly needs?: string | readonly string[];
  readonly concurrency?: Workflow["concurrency"];
  readonly permissions?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly environment?: string;
  readonly "timeout-minutes"?: number;
  readonly outputs?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

export interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly concurrency?: { readonly group: string; readonly "cancel-in-progress": boolean };
  readonly env?: Readonly<Record<string, string>>;
  readonly defaults?: { readonly run?: { readonly shell?: string } };
  readonly jobs: Readonly<Record<string, Job>>;
}

export interface JobResult {
  readonly result: "success" | "failure" | "skipped";
  readonly output: string;
  readonly summary: string;
  /** What each step with an id said. */
  readonly steps: Contexts;
  /** What it tells the jobs that need it. */
  readonly outputs: Readonly<Record<string, string>>;
}

const FOLDER = join(__dirname, "../../examples/pipelines/github");

export const WORKFLOWS = readdirSync(FOLDER).map((file) => join(FOLDER, file));

export function readWorkflow(name: string): Workflow {
  return parse(readFileSync(join(FOLDER, name), "utf8"));
}

/** Of `npm ci` what matters here: it runs what the checkout's package.json says; the packages are in place. */
const INSTALL = `eval "$(jq -r '.scripts.preinstall // "true"' package.json)"`;

/** Runs the shell steps of one job of a workflow as GitHub's runner does, with the actions we use played. */
export class Runner {
  readonly artifacts: string;

  constructor(
    private readonly project: Project,
    private readonly repository: Repository,
    /** Variables that a real runner would not have: where the stand-in is, which forge answers. */
    private readonly environment: Readonly<Record<string, string>>,
  ) {
    this.artifacts = mkdtempSync(join(project.root, "artifacts-"));
  }

  async run(
    workflow: Workflow,
    name: string,
    given: Contexts,
    further: Readonly<Record<string, string>> = {},
  ): Promise<JobResult> {
    const job = workflow.jobs[name];
    if (!job) throw new Error(`no job ${name}`);
    const contexts = { matrix: {}, inputs: {}, needs: {}, ...given };
    if (!isMet(job.if, contexts, { failed: false }))
      return { result: "skipped", output: "", summary: "", steps: {}, outputs: {} };
    const files = mkdtempSync(join(this.project.root, "runner-"));
    const steps: Record<string, { outputs: Record<string, string> }> = {};
    let status: Status = { failed: false };
    let output = "";
    for (const step of job.steps) {
      const known = { ...contexts, steps };
      if (!isMet(step.if, known, status)) continue;
      const { code, said, outputs } = await this.step(step, known, status, files, further);
      output += said;
      if (step.id) steps[step.id] = { outputs };
      if (code !== 0) status = { failed: true };
    }
    const summary = join(files, "summary");
    return {
      result: status.failed ? "failure" : "success",
      output,
      summary: existsSync(summary) ? readFileSync(summary, "utf8") : "",
      steps,
      outputs: Object.fromEntries(
        Object.entries(job.outputs ?? {}).map(([key, value]) => [
          key,
          interpolate(value, { ...contexts, steps }, status),
        ]),
      ),
    };
  }

  private async step(
    step: Step,
    contexts: Contexts,
    status: Status,
    files: string,
    further: Readonly<Record<string, string>>,
  ) {
    const filled = (values: Readonly<Record<string, string | number | boolean>> = {}) =>
      Object.fromEntries(
        Object.entries(values).map(([key, value]) => [key, interpolate(String(value), contexts, status)]),
      );
    if (step.uses) return { code: this.play(step.uses, filled(step.with)), said: "", outputs: {} };
    if (!step.run) return { code: 0, said: "", outputs: {} };
    const script = join(files, "script.sh");
    const outputFile = join(files, "output");
    writeFileSync(script, step.run === "npm ci" ? INSTALL : interpolate(step.run, contexts, status));
    writeFileSync(outputFile, "");
    const { code, output } = await shell(
      ["bash", "--noprofile", "--norc", "-eo", "pipefail", script],
      this.project.directory,
      {
        GITHUB_ACTIONS: "true",
        GITHUB_OUTPUT: outputFile,
        GITHUB_STEP_SUMMARY: join(files, "summary"),
        ...this.environment,
        ...further,
        ...filled(step.env),
      },
    );
    const lines = readFileSync(outputFile, "utf8").split("\n").filter(Boolean);
    return { code, said: output, outputs: Object.fromEntries(lines.map((line) => line.split(/=(.*)/s, 2))) };
  }

  private play(uses: string, options: Readonly<Record<string, string>>): number {
    const [action] = uses.split("@");
    const { name = "", path = "", pattern = "" } = options;
    const local = join(this.project.directory, path);
    switch (action) {
      case "actions/checkout":
        rmSync(join(this.project.directory, "cdktf.out"), { recursive: true, force: true });
        this.repository.checkOut(options.ref);
        return 0;
      case "actions/setup-node":
      case "aws-actions/configure-aws-credentials":
      case "hashicorp/setup-terraform":
        return 0;
      case "actions/upload-artifact":
        rmSync(join(this.artifacts, name), { recursive: true, force: true });
        cpSync(local, join(this.artifacts, name), { recursive: true });
        return 0;
      case "actions/download-artifact":
        mkdirSync(local, { recursive: true });
        for (const artifact of readdirSync(this.artifacts)) {
          if (artifact.startsWith(pattern.replace(/\*$/, ""))) {
            cpSync(join(this.artifacts, artifact), join(local, artifact), { recursive: true });
          }
        }
        return 0;
      default:
        throw new Error(`unknown action ${uses}`);
    }
  }
}

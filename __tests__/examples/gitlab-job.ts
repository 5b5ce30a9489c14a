import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse } from "yaml";
import type { Project } from "./project";
import { type Run, shell } from "./shell";

export const GITLAB_CI = join(__dirname, "../../examples/pipelines/gitlab/.gitlab-ci.yml");

export interface GitlabJob {
  readonly variables: Readonly<Record<string, string>>;
  readonly environment: { readonly name: string; readonly action?: string };
  readonly needs?: readonly { readonly job: string }[];
  readonly before_script: readonly string[];
  readonly script: readonly string[];
  readonly artifacts?: {
    readonly paths: readonly string[];
    readonly expire_in: string;
    readonly access: string;
  };
}

export interface ListedJob {
  readonly name: string;
  readonly when: string;
}

/** Reads a pipeline as gitlab-ci-local does: checked against GitLab's schema, `extends` and `default` resolved. */
export class GitlabPipeline {
  private readonly folder: string;

  constructor(root: string, file = GITLAB_CI) {
    this.folder = mkdtempSync(join(root, "gitlab-"));
    cpSync(file, join(this.folder, ".gitlab-ci.yml"));
    const git = (...args: string[]) => execFileSync("git", args, { cwd: this.folder, stdio: "pipe" });
    git("init", "-q", "-b", "main");
    git("remote", "add", "origin", "git@gitlab.test:acme/identity.git");
    git("-c", "user.name=t", "-c", "user.email=t@t.test", "commit", "-q", "--allow-empty", "-m", "t");
  }

  jobs(): Readonly<Record<string, GitlabJob>> {
    const { stages, workflow, ...jobs } = parse(this.local("--preview"));
    return jobs;
  }

  /** The jobs of a pipeline that starts for this reason. */
  listed(source: string): ListedJob[] {
    const listed: ListedJob[] = JSON.parse(
      this.local("--list-json", "--variable", `CI_PIPELINE_SOURCE=${source}`),
    );
    return listed.filter(({ when }) => when !== "never").map(({ name, when }) => ({ name, when }));
  }

  private local(...args: string[]): string {
    const command = join(__dirname, "../../node_modules/gitlab-ci-local/dist/index.js");
    // It is made for Node 22; Node 20 lacks this one method.
    const polyfill = join(this.folder, "node20.cjs");
    writeFileSync(polyfill, "Set.prototype.union ??= function (o) { return new Set([...this, ...o]); };");
    return execFileSync(process.execPath, ["-r", polyfill, command, ...args], {
      cwd: this.folder,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        PATH: process.env.PATH,
        HOME: this.folder,
        GCL_IGNORE_PREDEFINED_VARS: "CI_PIPELINE_SOURCE",
      },
    });
  }
}

/** Runs jobs as GitLab's runner does: a clean checkout, the artifacts of needed jobs, one shell for the script. */
export class GitlabRunner {
  private readonly artifacts: string;

  constructor(
    private readonly project: Project,
    private readonly jobs: Readonly<Record<string, GitlabJob>>,
  ) {
    this.artifacts = mkdtempSync(join(project.root, "artifacts-"));
  }

  /** Runs a job in the project, or in a folder with nothing but the artifacts. */
  async run(
    name: string,
    given: Readonly<Record<string, string>>,
    directory = this.project.directory,
  ): Promise<Run> {
    const job = this.jobs[name];
    if (!job) throw new Error(`no job ${name}`);
    for (const left of ["report", "cdktf.out"])
      rmSync(join(directory, left), { recursive: true, force: true });
    for (const { job: needed } of job.needs ?? []) {
      cpSync(this.artifactsOf(needed), directory, { recursive: true });
    }
    const variables = Object.entries(job.variables).map(([key, value]) => [key, expand(value, given)]);
    const environment = { ...given, ...Object.fromEntries(variables) };
    const file = join(this.artifacts, "script.sh");
    const lines = [...job.before_script.filter((line) => line !== "npm ci"), ...job.script];
    writeFileSync(file, lines.join("\n"));
    const run = await shell(["bash", "--noprofile", "--norc", "-eo", "pipefail", file], directory, {
      GITLAB_CI: "true",
      ...environment,
    });
    rmSync(this.artifactsOf(name), { recursive: true, force: true });
    for (const path of job.artifacts?.paths ?? []) {
      const local = expand(path, environment);
      const from = resolve(directory, local);
      if (existsSync(from)) cpSync(from, join(this.artifactsOf(name), local), { recursive: true });
    }
    return run;
  }

  artifactsOf(name: string): string {
    return join(this.artifacts, name);
  }
}

function expand(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replace(/\$(\w+)/g, (whole, name: string) => variables[name] ?? whole);
}

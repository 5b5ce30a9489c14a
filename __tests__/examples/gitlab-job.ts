import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse } from "yaml";
import type { Project } from "./project";
import type { Repository } from "./repository";
import { type Run, shell } from "./shell";

export const GITLAB = join(__dirname, "../../examples/pipelines/gitlab");

export interface GitlabJob {
  readonly image: { readonly name: string };
  readonly variables?: Readonly<Record<string, string>>;
  readonly id_tokens?: Readonly<Record<string, { readonly aud: string }>>;
  readonly environment?: { readonly name: string; readonly action?: string };
  readonly needs?: readonly { readonly job: string }[];
  readonly before_script?: readonly string[];
  readonly script: readonly string[];
  readonly trigger?: unknown;
  readonly resource_group?: string;
  readonly artifacts?: { readonly paths: readonly string[]; readonly access: string };
}

/** Reads a pipeline as gitlab-ci-local does: checked against GitLab's schema, `extends`, `default` and references resolved. */
export class GitlabPipeline {
  private readonly folder: string;

  constructor(root: string, file: string) {
    this.folder = mkdtempSync(join(root, "gitlab-"));
    cpSync(file, join(this.folder, ".gitlab-ci.yml"));
    const git = (...args: string[]) => execFileSync("git", args, { cwd: this.folder, stdio: "pipe" });
    git("init", "-q", "-b", "main");
    git("remote", "add", "origin", "git@gitlab.test:acme/identity.git");
    git("-c", "user.name=t", "-c", "user.email=t@t.test", "commit", "-q", "--allow-empty", "-m", "t");
  }

  jobs(): Readonly<Record<string, GitlabJob>> {
    const { stages, workflow, ...jobs } = parse(this.local(["--preview"]));
    return jobs;
  }

  /** The jobs of a pipeline with these variables by name, and when each runs; none where no rule starts it. */
  listed(variables: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
    const given = Object.entries(variables).flatMap(([name, value]) => ["--variable", `${name}=${value}`]);
    const listed: { name: string; when: string }[] = JSON.parse(
      this.local(["--list-json", ...given], Object.keys(variables)),
    );
    return Object.fromEntries(
      listed.filter(({ when }) => when !== "never").map(({ name, when }) => [name, when]),
    );
  }

  private local(args: readonly string[], set: readonly string[] = []): string {
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
        // Else it warns, where its answer is read.
        GCL_IGNORE_PREDEFINED_VARS: set.join(),
      },
    });
  }
}

/** Of npm what matters here: the scripts that the checkout's package.json has; packages and the program are in place. */
const NPM = `case "$*" in
  ci) eval "$(jq -r '.scripts.preinstall // "true"' package.json)" ;;
  "ci --ignore-scripts") ;;
  "run build")
    script=$(jq -r .scripts.build package.json)
    [ "$script" = "node build.mjs" ] || eval "$script"
    ;;
  *) exit 1 ;;
esac`;

/** Runs jobs as GitLab's runner does: a clone, the artifacts of needed jobs, one shell for the script. */
export class GitlabRunner {
  readonly artifacts: string;

  constructor(
    private readonly project: Project,
    private readonly repository: Repository,
  ) {
    this.artifacts = mkdtempSync(join(project.root, "artifacts-"));
    project.install("npm", NPM);
  }

  /** Runs a job by the name that it has in the pipeline, with its environment's variables. */
  async run(
    name: string,
    job: GitlabJob,
    given: Readonly<Record<string, string>> & { readonly CI_COMMIT_SHA: string },
  ): Promise<Run> {
    const variables = job.variables ?? {};
    const directory = this.checkOut(variables, given.CI_COMMIT_SHA);
    for (const { job: needed } of job.needs ?? []) {
      for (const one of this.keptOf(needed)) {
        cpSync(join(this.artifacts, one), directory, { recursive: true, verbatimSymlinks: true });
      }
    }
    const environment = {
      ...given,
      ...Object.fromEntries(Object.entries(variables).map(([key, value]) => [key, expand(value, given)])),
      ...Object.fromEntries(Object.entries(job.id_tokens ?? {}).map(([key, { aud }]) => [key, `for ${aud}`])),
    };
    const file = join(this.artifacts, "../script.sh");
    writeFileSync(file, [...(job.before_script ?? []), ...job.script].join("\n"));
    const run = await shell(["bash", "--noprofile", "--norc", "-eo", "pipefail", file], directory, {
      GITLAB_CI: "true",
      ...environment,
    });
    rmSync(join(this.artifacts, name), { recursive: true, force: true });
    for (const path of job.artifacts?.paths ?? []) {
      const from = resolve(directory, path);
      if (!existsSync(from)) continue;
      cpSync(from, join(this.artifacts, name, path), { recursive: true, verbatimSymlinks: true });
    }
    return run;
  }

  /** The names of a job's artifacts: one for each that a matrix makes of it. */
  private keptOf(job: string): string[] {
    return readdirSync(this.artifacts).filter((name) => name === job || name.startsWith(`${job}: [`));
  }

  private checkOut({ GIT_STRATEGY, GIT_CHECKOUT }: Readonly<Record<string, string>>, commit: string): string {
    if (GIT_STRATEGY === "none") {
      const empty = join(this.project.root, "empty");
      rmSync(empty, { recursive: true, force: true });
      mkdirSync(empty);
      return empty;
    }
    // A runner that only fetches would have what the job before has left.
    if (GIT_STRATEGY !== "clone") throw new Error("the job does not start from scratch");
    this.repository.clone(commit);
    if (GIT_CHECKOUT !== "false") this.repository.checkOut(commit);
    return this.project.directory;
  }
}

function expand(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replace(/\$(\w+)/g, (whole, name: string) => variables[name] ?? whole);
}

import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { stringify } from "yaml";
import type { Run } from "./deployment";
import { runOf } from "./ended";
import type { Target } from "./target";

const CLI = resolve("dist/agent-stack.js");

/** A folder with a configuration of one environment, `e2e`, in which the commands run. */
export class Project {
  readonly directory = mkdtempSync(join(tmpdir(), "agent-stack-project-"));

  constructor(
    bundle: string,
    private readonly target: Target,
  ) {
    this.write("cdktf.json", JSON.stringify({ app: `node ${resolve(bundle)}` }));
  }

  configure(settings: object): void {
    const backend = { local: { path: join(this.directory, "terraform.tfstate") } };
    this.write("agent-stack.yaml", stringify({ environments: { e2e: { ...settings, backend } } }));
  }

  write(file: string, text: string): void {
    writeFileSync(join(this.directory, file), text);
  }

  read(file: string): string {
    return readFileSync(join(this.directory, file), "utf8");
  }

  agentStack(...args: readonly string[]): Promise<Run> {
    return this.agentStackWith({}, ...args);
  }

  agentStackWith(environment: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Run> {
    return this.run(process.execPath, [CLI, ...args], this.directory, environment);
  }

  /** As a pipeline does: in the folder that was synthesised. */
  terraform(...args: readonly string[]): Promise<Run> {
    const terraform = this.target.environment.TERRAFORM_BINARY_NAME ?? "terraform";
    const directory = join(this.directory, "cdktf.out", "stacks", "e2e");
    return this.run(terraform, [...args, "-no-color", "-input=false"], directory);
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }

  private run(
    command: string,
    args: readonly string[],
    cwd: string,
    environment: Readonly<Record<string, string>> = {},
  ): Promise<Run> {
    const { AGENT_STACK_CONFIG: _, ...inherited } = process.env;
    const child = spawn(command, args, {
      cwd,
      env: { ...inherited, ...this.target.environment, ...environment, NO_COLOR: "1" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    return runOf(child);
  }
}

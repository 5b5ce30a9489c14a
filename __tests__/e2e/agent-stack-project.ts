import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { stringify } from "yaml";
import type { AppProgram } from "../app-program";
import type { Run } from "./deployment";
import { runOf } from "./ended";

type Json = Record<string, unknown>;

/** A project with one environment, `production`, in which the published commands are typed. */
export class AgentStackProject {
  readonly folder = mkdtempSync(join(tmpdir(), "agent-stack-project-"));

  constructor(app: AppProgram) {
    writeFileSync(join(this.folder, "cdktf.json"), JSON.stringify({ app: `node ${resolve(app.bundle)}` }));
  }

  configure(production: Json): void {
    writeFileSync(join(this.folder, "agent-stack.yaml"), stringify({ environments: { production } }));
  }

  /** @param environment - How the authentik is reached */
  run(environment: Readonly<Record<string, string>>, ...args: string[]): Promise<Run> {
    return this.begin(environment, ...args).ended;
  }

  /** The same, for whoever kills it while it runs. */
  begin(environment: Readonly<Record<string, string>>, ...args: string[]) {
    const { TF_CLI_CONFIG_FILE: _, AGENT_STACK_CONFIG: __, ...inherited } = process.env;
    const child = spawn(process.execPath, [resolve("dist/agent-stack.js"), ...args], {
      cwd: this.folder,
      env: { ...inherited, ...environment, NO_COLOR: "1", CI: "1" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const ended = runOf(child);
    return { ended, kill: () => child.kill("SIGKILL") };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

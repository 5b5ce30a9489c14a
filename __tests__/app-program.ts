import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { underFramework } from "./tested-framework";

export interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The app as cdktf.json starts it, in a bundle and with an output of its own. */
export class AppProgram {
  /** Files of the test, such as configurations. */
  readonly directory = mkdtempSync(join(tmpdir(), "agent-stack-app-"));
  readonly bundle: string;

  constructor(...esbuildArguments: readonly string[]) {
    // Beside the real one, so that node finds the same modules.
    mkdirSync("node_modules/.cache/agent-stack", { recursive: true });
    const bundles = mkdtempSync("node_modules/.cache/agent-stack/test-");
    this.bundle = join(bundles, "main.js");
    const { app } = JSON.parse(readFileSync("cdktf.json", "utf8")) as { app: string };
    const [esbuild = "", ...args] = (underFramework(app).split(" && ")[0] as string).split(" ");
    execFileSync(esbuild, [...args, ...esbuildArguments, `--outfile=${this.bundle}`]);
  }

  run(configuration: string, env: Readonly<Record<string, string>> = {}, cwd = process.cwd()): Run {
    return spawnSync(process.execPath, [resolve(this.bundle)], {
      encoding: "utf8",
      cwd,
      env: {
        ...process.env,
        AGENT_STACK_CONFIG: configuration,
        CDKTF_OUTDIR: join(this.directory, "out"),
        ...env,
      },
    });
  }

  /** What the last run synthesised for an environment. */
  synthesised(environment: string) {
    return JSON.parse(
      readFileSync(join(this.directory, "out", "stacks", environment, "cdk.tf.json"), "utf8"),
    );
  }

  remove(): void {
    rmSync(this.directory, { recursive: true });
    rmSync(join(this.bundle, ".."), { recursive: true });
  }
}

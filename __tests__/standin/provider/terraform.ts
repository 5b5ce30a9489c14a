import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type StandInProvider, startProvider } from "../../../standin/provider";
import { type StandInServer, startServer } from "../../../standin/server";

/** How a terraform command ended. */
export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A stand-in server with a provider of its own. */
export interface StandIn {
  readonly server: StandInServer;
  readonly provider: StandInProvider;
}

export async function startStandIn(): Promise<StandIn> {
  const server = await startServer();
  const provider = await startProvider({ AUTHENTIK_URL: server.url, AUTHENTIK_TOKEN: server.token });
  return { server, provider };
}

export async function stop({ server, provider }: StandIn): Promise<void> {
  await provider.close();
  await server.close();
}

/** A directory with a configuration, for the real terraform and the given provider. */
export class Workspace {
  private readonly directory = mkdtempSync(join(tmpdir(), "authentik-workspace-"));

  constructor(private readonly provider: StandInProvider) {}

  configure(configuration: object): void {
    const required = { required_providers: { authentik: { source: "goauthentik/authentik" } } };
    writeFileSync(
      join(this.directory, "main.tf.json"),
      JSON.stringify({ terraform: required, ...configuration }),
    );
  }

  run(...args: string[]): Promise<Run> {
    const { AUTHENTIK_URL: _, AUTHENTIK_TOKEN: __, TF_CLI_CONFIG_FILE: ___, ...inherited } = process.env;
    const reattach = { TF_REATTACH_PROVIDERS: this.provider.reattach };
    const quiet = { TF_IN_AUTOMATION: "1", TF_CLI_CONFIG_FILE: "/dev/null", CHECKPOINT_DISABLE: "1" };
    const child = spawn("terraform", [...args, "-no-color"], {
      cwd: this.directory,
      env: { ...inherited, ...quiet, ...reattach },
    });
    return new Promise((resolve, reject) => {
      let [stdout, stderr] = ["", ""];
      child.stdout.on("data", (chunk) => {
        stdout += chunk;
      });
      child.stderr.on("data", (chunk) => {
        stderr += chunk;
      });
      child.on("error", reject);
      child.on("close", (code) => resolve({ code, stdout, stderr }));
    });
  }

  /** Applies without asking. */
  apply(): Promise<Run> {
    return this.run("apply", "-auto-approve", "-input=false");
  }

  /** Plans; the exit code is 0 without changes and 2 with. */
  plan(): Promise<Run> {
    return this.run("plan", "-detailed-exitcode", "-input=false", "-out=plan");
  }

  /** The saved plan as JSON. */
  async planned(): Promise<{ resource_changes: Change[]; resource_drift?: Change[] }> {
    const { stdout } = await this.run("show", "-json", "plan");
    return JSON.parse(stdout);
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}

interface Change {
  readonly address: string;
  readonly change: {
    readonly actions: string[];
    readonly before: Record<string, unknown> | null;
    readonly after: Record<string, unknown> | null;
  };
}

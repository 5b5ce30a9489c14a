import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { launchStandIn, type StandIn } from "../../standin/launch";
import { Api } from "./api";

const PROJECT = resolve(__dirname, "../..");

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A checkout with several environments, each on a stand-in of its own, and the real terraform. */
export class Fleet {
  readonly directory = mkdtempSync(join(tmpdir(), "agent-stack-fleet-"));

  private constructor(
    readonly names: readonly string[],
    private readonly standIns: readonly StandIn[],
  ) {
    for (const file of ["main.ts", "tsconfig.json", "package.json"]) {
      cpSync(join(PROJECT, file), join(this.directory, file));
    }
    for (const folder of ["lib", ".gen", "node_modules", "configuration"]) {
      symlinkSync(join(PROJECT, folder), join(this.directory, folder));
    }
    const cdktf = readFileSync(join(PROJECT, "cdktf.json"), "utf8");
    writeFileSync(
      join(this.directory, "cdktf.json"),
      cdktf.replaceAll("node_modules/.cache/agent-stack", ".cache"),
    );
    mkdirSync(join(this.directory, "attached"));
    for (const [index, name] of names.entries()) {
      const { environment } = this.standIn(index);
      writeFileSync(join(this.directory, "attached", name), environment.TF_REATTACH_PROVIDERS as string);
    }
    // An attached provider is one server's: which it is goes by the stack's folder.
    writeFileSync(
      join(this.directory, "terraform"),
      `#!/bin/sh\ncase "$1" in -chdir=*) folder="\${1#-chdir=}" ;; *) folder="$PWD" ;; esac\nTF_REATTACH_PROVIDERS=$(cat "${this.directory}/attached/$(basename "$folder")" 2>/dev/null) exec terraform "$@"\n`,
      { mode: 0o755 },
    );
    this.configure();
  }

  static async start(names: readonly string[]): Promise<Fleet> {
    return new Fleet(names, await Promise.all(names.map(() => launchStandIn())));
  }

  /** Writes the configuration, with these settings in all environments. */
  configure(settings: Record<string, object> = {}): void {
    const environments = this.names.map((name, index) => {
      const { server } = this.standIn(index);
      return [name, { server: server.url, tokenFrom: variableOf(name), ...settings }];
    });
    writeFileSync(
      join(this.directory, "agent-stack.yaml"),
      JSON.stringify({ environments: Object.fromEntries(environments) }),
    );
  }

  standIn(index: number): StandIn {
    return this.standIns[index] as StandIn;
  }

  api(index: number): Api {
    return new Api(this.standIn(index).server);
  }

  get environment(): NodeJS.ProcessEnv {
    const { AUTHENTIK_URL, AUTHENTIK_TOKEN, TF_REATTACH_PROVIDERS, ...inherited } = process.env;
    return {
      ...inherited,
      ...Object.fromEntries(
        this.names.map((name, index) => [variableOf(name), this.standIn(index).server.token]),
      ),
      TERRAFORM_BINARY_NAME: join(this.directory, "terraform"),
      TF_CLI_CONFIG_FILE: "/dev/null",
      CHECKPOINT_DISABLE: "1",
    };
  }

  /** Runs `agent-stack` in the checkout. */
  run(...args: string[]): Promise<Ended> {
    return endOf(
      spawn(process.execPath, [join(PROJECT, "dist/agent-stack.js"), ...args], {
        cwd: this.directory,
        env: this.environment,
        stdio: ["ignore", "pipe", "pipe"],
      }),
    );
  }

  /** Runs the app alone, as cdktf does. */
  synthesise(): Promise<Ended> {
    const { app } = JSON.parse(readFileSync(join(this.directory, "cdktf.json"), "utf8")) as { app: string };
    const env = { ...this.environment, CDKTF_OUTDIR: join(this.directory, "bench.out") };
    return endOf(spawn("sh", ["-c", app], { cwd: this.directory, env }));
  }

  /** Runs `terraform` where an environment's stack is kept. */
  terraform(name: string, ...args: string[]): Promise<Ended> {
    const cwd = join(this.directory, "cdktf.out/stacks", name);
    return endOf(spawn(join(this.directory, "terraform"), args, { cwd, env: this.environment }));
  }

  async close(): Promise<void> {
    await Promise.all(this.standIns.map((each) => each.close()));
    rmSync(this.directory, { recursive: true, force: true });
  }
}

const variableOf = (name: string) => `AUTHENTIK_TOKEN_${name.toUpperCase().replaceAll("-", "_")}`;

function endOf(child: ChildProcess): Promise<Ended> {
  let stdout = "";
  let stderr = "";
  child.stdout?.on("data", (chunk) => {
    stdout += chunk;
  });
  child.stderr?.on("data", (chunk) => {
    stderr += chunk;
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
}

import { type ChildProcess, type StdioOptions, spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { launchStandIn, type StandIn } from "../../standin/launch";
import { underFramework } from "../tested-framework";
import { Api } from "./api";
import { binary, binaryName } from "./binary";
import { type Ended, endOf } from "./ended";

const PROJECT = resolve(__dirname, "../..");

/** An authentik with a provider of its own. */
export interface FleetServer extends Pick<StandIn, "environment" | "close"> {
  readonly server: Pick<StandIn["server"], "url" | "token">;
}

/** A checkout with several environments on stand-ins, by default each on one of its own, and the real terraform. */
export class Fleet<S extends FleetServer = StandIn> {
  readonly directory = mkdtempSync(join(tmpdir(), "agent-stack-fleet-"));

  /** @param perServer - How many environments share a stand-in; the first of each has the default brand. */
  constructor(
    readonly names: readonly string[],
    private readonly standIns: readonly S[],
    private readonly perServer: number,
    private readonly provider: Readonly<Record<string, string>> = {},
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
      underFramework(cdktf).replaceAll("node_modules/.cache/agent-stack", ".cache"),
    );
    mkdirSync(join(this.directory, "attached"));
    for (const [index, name] of names.entries()) {
      const { environment } = this.standIn(index);
      writeFileSync(join(this.directory, "attached", name), environment.TF_REATTACH_PROVIDERS as string);
    }
    // An attached provider is one server's: which it is goes by the stack's folder.
    writeFileSync(
      join(this.directory, binaryName()),
      `#!/bin/sh\ncase "$1" in -chdir=*) folder="\${1#-chdir=}" ;; *) folder="$PWD" ;; esac\nTF_REATTACH_PROVIDERS=$(cat "${this.directory}/attached/$(basename "$folder")" 2>/dev/null) exec ${binary()} "$@"\n`,
      { mode: 0o755 },
    );
    this.configure();
  }

  /** @param provider - Variables by which terraform finds the provider, @default - those of one that is attached */
  static async start(
    names: readonly string[],
    { perServer = 1, provider }: { perServer?: number; provider?: Record<string, string> } = {},
  ): Promise<Fleet<StandIn>> {
    const servers = Array.from({ length: Math.ceil(names.length / perServer) }, () => launchStandIn());
    return new Fleet(names, await Promise.all(servers), perServer, provider);
  }

  /** Writes the configuration, with these settings in all environments. */
  configure(settings: Record<string, object> = {}): void {
    const environments = this.names.map((name, index) => {
      const { server } = this.standIn(index);
      const own = index % this.perServer === 0 ? {} : ofItsOwn(name);
      return [name, { server: server.url, tokenFrom: variableOf(name), ...own, ...settings }];
    });
    writeFileSync(
      join(this.directory, "agent-stack.yaml"),
      JSON.stringify({ environments: Object.fromEntries(environments) }),
    );
  }

  /** The stand-in of the environment of that index. */
  standIn(index: number): S {
    return this.standIns[Math.floor(index / this.perServer)] as S;
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
      TERRAFORM_BINARY_NAME: join(this.directory, binaryName()),
      TF_CLI_CONFIG_FILE: "/dev/null",
      CHECKPOINT_DISABLE: "1",
      ...this.provider,
    };
  }

  /** Runs `agent-stack` in the checkout. */
  run(...args: string[]): Promise<Ended> {
    return endOf(this.start(...args));
  }

  /** The same, for whoever looks at it while it runs. */
  start(...args: string[]): ChildProcess {
    return this.spawn(process.execPath, [join(PROJECT, "dist/agent-stack.js"), ...args], this.directory);
  }

  /** Runs the app alone, as cdktf does. */
  synthesise(): Promise<Ended> {
    const { app } = JSON.parse(readFileSync(join(this.directory, "cdktf.json"), "utf8")) as { app: string };
    const env = { CDKTF_OUTDIR: join(this.directory, "bench.out") };
    return endOf(this.spawn("sh", ["-c", app], this.directory, env));
  }

  /** Runs `terraform` where an environment's stack is kept. */
  terraform(name: string, ...args: string[]): Promise<Ended> {
    const cwd = join(this.directory, "cdktf.out/stacks", name);
    return endOf(this.spawn(this.environment.TERRAFORM_BINARY_NAME as string, args, cwd));
  }

  /** The same by `agent-stack-terraform`, as cdktf starts it. */
  stackTerraform(name: string, ...args: string[]): Promise<Ended> {
    const cwd = join(this.directory, "cdktf.out/stacks", name);
    const env = { AGENT_STACK_TERRAFORM: this.environment.TERRAFORM_BINARY_NAME };
    const wrapper = join(PROJECT, "dist/agent-stack-terraform.js");
    return endOf(this.spawn(process.execPath, [wrapper, ...args], cwd, env));
  }

  protected spawn(command: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}) {
    const stdio: StdioOptions = ["ignore", "pipe", "pipe"];
    return spawn(command, args, { cwd, env: { ...this.environment, ...env }, stdio });
  }

  async close(): Promise<void> {
    await Promise.all(this.standIns.map((each) => each.close()));
    rmSync(this.directory, { recursive: true, force: true });
  }
}

/** What an environment needs beside another one on the same authentik. */
const ofItsOwn = (name: string) => ({
  brands: { release: true },
  deviceCodeFlow: { slug: `device-code-${name}` },
  cli: {
    name: `authentik-cli ${name}`,
    clientId: `cli-${name}`,
    application: { name: `CLI of ${name}`, slug: `cli-${name}` },
  },
  connector: { name: `agents of ${name}` },
});

const variableOf = (name: string) => `AUTHENTIK_TOKEN_${name.toUpperCase().replaceAll("-", "_")}`;

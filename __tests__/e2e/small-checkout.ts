import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { binary } from "./binary";
import { type Ended, endOf } from "./ended";

const CLI = resolve(__dirname, "../../dist/agent-stack.js");
const LIBRARY = resolve(__dirname, "../../dist/index.js");

/** A checkout whose app writes small stacks of the given names, with terraform and a mirror of the provider. */
export class Checkout {
  readonly directory = mkdtempSync(join(tmpdir(), "agent-stack-packages-"));

  constructor(
    private readonly names: readonly string[],
    readonly variables: Record<string, string>,
  ) {
    writeFileSync(
      join(this.directory, "cdktf.json"),
      JSON.stringify({ app: "node app.js", language: "typescript" }),
    );
    this.accept({});
  }

  /** Writes the app, with other versions of the provider than usual for these stacks. */
  accept(versions: Readonly<Record<string, string>>): void {
    const stacks = this.names.map((name) => [name, stackAccepting(versions[name] ?? "~> 2026.5.0")]);
    const manifest = {
      stacks: Object.fromEntries(this.names.map((name) => [name, manifestOf(name)])),
    };
    writeFileSync(
      join(this.directory, "app.js"),
      `const { existsSync, mkdirSync, writeFileSync } = require("node:fs");
const out = process.env.CDKTF_OUTDIR || "cdktf.out";
for (const [name, stack] of ${JSON.stringify(stacks)}) {
  mkdirSync(out + "/stacks/" + name, { recursive: true });
  writeFileSync(out + "/stacks/" + name + "/cdk.tf.json", JSON.stringify(stack));
}
writeFileSync(out + "/manifest.json", ${JSON.stringify(JSON.stringify(manifest))});
if (!process.env.AGENT_STACK_UNLOCKED && (existsSync(".terraform.lock.hcl") || existsSync("locks"))) {
  try {
    require(${JSON.stringify(LIBRARY)}).placeProviderLocks(out, ".");
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
`,
    );
  }

  get environment(): NodeJS.ProcessEnv {
    // cdktf would otherwise keep providers at home.
    const cdktf = { CDKTF_DISABLE_PLUGIN_CACHE_ENV: "1" };
    return { ...process.env, ...cdktf, CHECKPOINT_DISABLE: "1", ...this.variables };
  }

  begin(...args: string[]): ChildProcess {
    return spawn(process.execPath, [CLI, ...args], { cwd: this.directory, env: this.environment });
  }

  run(...args: string[]): Promise<Ended> {
    return endOf(this.begin(...args));
  }

  plan(...names: string[]): Promise<Ended> {
    return this.run("plan", "--no-verify", ...names);
  }

  execute(cwd: string, command: string, ...args: string[]): Promise<Ended> {
    return endOf(spawn(command, args, { cwd, env: this.environment }));
  }

  /** Runs terraform where a stack is kept. */
  terraform(name: string, ...args: string[]): Promise<Ended> {
    return this.execute(this.path(`stacks/${name}`), binary(), ...args);
  }

  path(name: string): string {
    return join(this.directory, "cdktf.out", name);
  }

  get runsLeft(): string[] {
    return readdirSync(this.path(".agent-stack/runs"));
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}

const stackAccepting = (version: string) => ({
  "//": { metadata: { backend: "local", version: "0.21.0" } },
  terraform: { required_providers: { authentik: { source: "goauthentik/authentik", version } } },
  provider: { authentik: {} },
  data: { authentik_flow: { first: { slug: "default-provider-invalidation-flow" } } },
  output: { name: { value: "${data.authentik_flow.first.name}" } },
});

/** As the cdktf CLI wants it. */
const manifestOf = (name: string) => ({
  name,
  constructPath: name,
  workingDirectory: `stacks/${name}`,
  synthesizedStackPath: `stacks/${name}/cdk.tf.json`,
  annotations: [],
  dependencies: [],
});

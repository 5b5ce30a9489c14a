import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { AgentStack, type AgentStackProps } from "../../lib";

export interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningTerraform {
  signal(name: NodeJS.Signals): boolean;
  readonly ended: Promise<Run>;
}

export interface PlannedChange {
  readonly address: string;
  readonly actions: readonly string[];
  /** Names of the attributes that would change. */
  readonly attributes: readonly string[];
  readonly importing: boolean;
}

type Attributes = Record<string, unknown>;

interface PlanJson {
  readonly resource_changes?: readonly {
    readonly address: string;
    readonly mode: string;
    readonly change: {
      readonly actions: readonly string[];
      readonly before: Attributes | null;
      readonly after: Attributes | null;
      readonly importing?: unknown;
    };
  }[];
}

/** The stack under the real terraform, in a directory of its own. */
export class Deployment {
  private readonly root = mkdtempSync(join(tmpdir(), "agent-stack-e2e-"));
  private readonly stackDirectory = join(this.root, "cdktf.out", "stacks", "e2e");
  private initialised = false;

  constructor(private environment: Readonly<Record<string, string>>) {}

  /** What is to be deployed from now on. */
  configure(props: AgentStackProps): void {
    const app = new App({ outdir: join(this.root, "cdktf.out") });
    new AgentStack(app, "e2e", {
      ...props,
      backend: { local: { path: join(this.root, "terraform.tfstate") } },
    });
    app.synth();
  }

  async plan(...options: string[]): Promise<{ run: Run; changes: PlannedChange[] }> {
    const run = await this.terraform("plan", "-detailed-exitcode", "-out=planned", ...options);
    if (run.code === 1) return { run, changes: [] };
    const shown = await this.terraform("show", "-json", "planned");
    return { run, changes: plannedChanges(JSON.parse(shown.stdout)) };
  }

  /** Applies the configuration, or the last plan as it was made. */
  async apply(what: "configuration" | "planned" = "configuration"): Promise<Run> {
    return what === "planned" ? this.terraform("apply", "planned") : this.terraform("apply", "-auto-approve");
  }

  /** What terraform says of the configuration alone, as JSON. */
  async validate(): Promise<Run> {
    return this.terraform("validate", "-json");
  }

  async destroy(): Promise<Run> {
    return this.terraform("destroy", "-auto-approve");
  }

  /** Attributes in the state, by address. */
  async state(): Promise<Map<string, Attributes>> {
    const shown = JSON.parse((await this.terraform("show", "-json")).stdout);
    const resources = (shown.values?.root_module.resources ?? []) as {
      address: string;
      values: Attributes;
    }[];
    return new Map(resources.map(({ address, values }) => [address, values]));
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  /** The same command as it would be in another environment. */
  async runIn(
    environment: Readonly<Record<string, string>>,
    command: string,
    ...options: string[]
  ): Promise<Run> {
    const own = this.environment;
    this.environment = environment;
    try {
      return await this.terraform(command, ...options);
    } finally {
      this.environment = own;
    }
  }

  async terraform(command: string, ...options: string[]): Promise<Run> {
    return (await this.begin(command, ...options)).ended;
  }

  /** Starts a terraform command that may be signalled before it has ended. */
  async begin(command: string, ...options: string[]): Promise<RunningTerraform> {
    if (!this.initialised) {
      this.initialised = true;
      const run = await this.run("init", "-input=false").ended;
      if (run.code !== 0) throw new Error(`terraform init failed:\n${run.stderr}`);
    }
    const unattended = ["show", "validate"].includes(command) ? [] : ["-input=false"];
    return this.run(command, "-no-color", ...unattended, ...options);
  }

  private run(...args: string[]): RunningTerraform {
    let signal: RunningTerraform["signal"] = () => false;
    const ended = new Promise<Run>((resolve) => {
      const child = execFile(
        process.env.TERRAFORM_BINARY_NAME ?? "terraform",
        args,
        {
          cwd: this.stackDirectory,
          env: { ...process.env, ...this.environment, TF_IN_AUTOMATION: "1" },
          maxBuffer: 64 * 1024 * 1024,
        },
        (error, stdout, stderr) => {
          resolve({ code: error === null ? 0 : Number(error.code ?? 1), stdout, stderr });
        },
      );
      signal = (name) => child.kill(name);
    });
    return { signal, ended };
  }
}

/** What a plan would do to resources; reads of data sources are no change. */
export function plannedChanges(plan: PlanJson): PlannedChange[] {
  return (plan.resource_changes ?? [])
    .filter(
      ({ mode, change }) => mode === "managed" && !(change.actions.join() === "no-op" && !change.importing),
    )
    .map(({ address, change }) => ({
      address,
      actions: change.actions,
      attributes: changedAttributes(change.before, change.after),
      importing: change.importing !== undefined,
    }));
}

function changedAttributes(before: Attributes | null, after: Attributes | null): string[] {
  if (before === null || after === null) return [];
  return Object.keys({ ...before, ...after })
    .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
    .sort();
}

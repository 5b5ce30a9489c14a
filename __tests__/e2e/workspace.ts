import { type ChildProcess, spawn } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { underFramework } from "../tested-framework";
import type { Run } from "./deployment";

const PROJECT = resolve(__dirname, "../..");

/** A running command, in a process group of its own as a terminal gives one. */
export interface RunningCommand {
  /** Sends a signal to the whole group, as a terminal does on Ctrl-C. */
  interrupt(signal: NodeJS.Signals): void;
  /** Sends a signal to the command alone, as `kill` does. */
  kill(signal: NodeJS.Signals): void;
  readonly ended: Promise<Run>;
}

/** The project as it is cloned, in a directory of its own. */
export class Workspace {
  private readonly root = mkdtempSync(join(tmpdir(), "agent-stack-workspace-"));
  readonly directory = join(this.root, "project");
  private readonly temporary = join(this.root, "tmp");

  constructor() {
    mkdirSync(this.directory);
    mkdirSync(this.temporary);
    shareCompiled(this.temporary);
    for (const file of ["main.ts", "examples/agent-stack.yaml", "tsconfig.json", "package.json"]) {
      cpSync(join(PROJECT, file), join(this.directory, basename(file)));
    }
    for (const folder of ["configuration", "lib", ".gen", "node_modules", "standin"]) {
      symlinkSync(join(PROJECT, folder), join(this.directory, folder));
    }
    // The copies share node_modules, and so its cache.
    const cdktf = readFileSync(join(PROJECT, "cdktf.json"), "utf8");
    this.write("cdktf.json", underFramework(cdktf).replaceAll("node_modules/.cache/agent-stack", ".cache"));
  }

  write(name: string, content: string): void {
    const file = join(this.directory, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }

  read(name: string): string {
    return readFileSync(join(this.directory, name), "utf8");
  }

  has(name: string): boolean {
    return existsSync(join(this.directory, name));
  }

  /** What commands left in the directory for temporary files. */
  get leftovers(): string[] {
    return readdirSync(this.temporary);
  }

  /** Runs `npm run standin -- <command>`. */
  standin(command: readonly string[], environment: Record<string, string> = {}): Promise<Run> {
    return this.start(command, environment).ended;
  }

  start(command: readonly string[], environment: Record<string, string> = {}): RunningCommand {
    const { TF_REATTACH_PROVIDERS, TF_CLI_CONFIG_FILE, ...inherited } = process.env;
    const child = spawn("npm", ["run", "--silent", "standin", "--", ...command], {
      cwd: this.directory,
      env: { ...inherited, CI: "1", TMPDIR: this.temporary, ...environment },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    const pid = child.pid as number;
    return {
      interrupt: (signal) => process.kill(-pid, signal),
      kill: (signal) => process.kill(pid, signal),
      ended: endOf(child),
    };
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

/** What tsx has compiled it keeps with the temporary files: a folder of one's own would have it compile all anew. */
export function shareCompiled(temporary: string): void {
  const name = `tsx-${process.geteuid?.()}`;
  mkdirSync(join(tmpdir(), name), { recursive: true });
  symlinkSync(join(tmpdir(), name), join(temporary, name));
}

function endOf(child: ChildProcess): Promise<Run> {
  let stdout = "";
  let stderr = "";
  child.stdout?.setEncoding("utf8").on("data", (text) => {
    stdout += text;
  });
  child.stderr?.setEncoding("utf8").on("data", (text) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) =>
      resolve({ code: code ?? -1, stdout, stderr: signal ? `${stderr}(${signal})` : stderr }),
    );
  });
}

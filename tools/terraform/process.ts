import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Run {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Runs the command line through the shell. */
  readonly shell?: boolean;
  readonly onLine?: (line: string) => void;
  /**
   * Whether it goes on when this program is killed: it then writes to files, as writing to somebody who is gone would end it.
   * Nobody reads its lines meanwhile.
   */
  readonly outlives?: boolean;
}

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The signal that ended it, undefined when it ended by itself. */
  readonly signal?: NodeJS.Signals;
}

const running = new Set<number>();
let interrupted = false;

let stop = () => {};
/** Fulfilled when the run was interrupted and none of its programs runs any more. */
export const stopped = new Promise<void>((resolve) => {
  stop = resolve;
});

/** What waits for a program that ended gets its turn first: it may have to save what that one left. */
function stopWhenEnded(): void {
  if (interrupted && running.size === 0) setImmediate(stop);
}

/** Runs a program in a process group of its own, so that Ctrl-C reaches it once, from us. */
export function runProcess({ command, args, cwd, env, shell, onLine, outlives }: Run): Promise<Ended> {
  return new Promise((resolve, reject) => {
    if (interrupted) {
      reject(new Interrupted());
      return;
    }
    const files = outlives ? openFiles() : undefined;
    const child = spawn(command, args, {
      cwd,
      env,
      shell,
      detached: true,
      stdio: ["ignore", files?.stdout ?? "pipe", files?.stderr ?? "pipe"],
    });
    const { pid } = child;
    if (pid !== undefined) {
      running.add(pid);
    }
    const printed = readPipes(child, onLine);
    const ended = () => {
      if (pid !== undefined) running.delete(pid);
      stopWhenEnded();
    };
    child.on("error", (error) => {
      ended();
      files?.read();
      reject(error);
    });
    child.on("close", (code, signal) => {
      ended();
      const { stdout, stderr } = files?.read() ?? printed();
      if (interrupted) {
        reject(new Interrupted());
      } else {
        resolve({
          code: code ?? 1,
          stdout,
          stderr,
          signal: signal ?? undefined,
        });
      }
    });
  });
}

type Printed = Pick<Ended, "stdout" | "stderr">;

function readPipes(child: ChildProcess, onLine?: (line: string) => void): () => Printed {
  const stdout: string[] = [];
  const stderr: string[] = [];
  // One line may be megabytes long and come in thousands of pieces: none is read twice.
  let unfinished: string[] = [];
  child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
    stdout.push(chunk);
    if (!onLine) return;
    const [first = "", ...further] = chunk.split("\n");
    unfinished.push(first);
    for (const piece of further) {
      onLine(unfinished.join(""));
      unfinished = [piece];
    }
  });
  child.stderr?.setEncoding("utf8").on("data", (chunk: string) => stderr.push(chunk));
  return () => ({ stdout: stdout.join(""), stderr: stderr.join("") });
}

/** Files for what a program prints, and what reads them once it has ended, and removes them. */
function openFiles(): { readonly stdout: number; readonly stderr: number; readonly read: () => Printed } {
  const folder = mkdtempSync(join(tmpdir(), "agent-stack-output-"));
  const [out, err] = [join(folder, "stdout"), join(folder, "stderr")];
  const [stdout, stderr] = [openSync(out, "wx", 0o600), openSync(err, "wx", 0o600)];
  const read = () => {
    for (const file of [stdout, stderr]) closeSync(file);
    const printed = { stdout: readFileSync(out, "utf8"), stderr: readFileSync(err, "utf8") };
    rmSync(folder, { recursive: true });
    return printed;
  };
  return { stdout, stderr, read };
}

/** The run was stopped by Ctrl-C or a signal. */
export class Interrupted extends Error {
  /** @param left - What it left half done, in a sentence */
  constructor(readonly left?: string) {
    super("interrupted");
  }
}

/** The work's result, unless the run is interrupted: what it waits for then, such as an answer, is given up. */
export async function untilStopped<T>(work: Promise<T>): Promise<T> {
  try {
    return await Promise.race([
      work,
      stopped.then(() => {
        throw new Interrupted();
      }),
    ]);
  } catch (error) {
    // Where one of several programs has ended, the others still use what they were given.
    if (error instanceof Interrupted) await stopped;
    throw error;
  }
}

/**
 * Hands a signal on to the programs that run, which end in their own time, and lets none start any more.
 *
 * @returns how many there are
 */
export function interruptPrograms(send: (pid: number) => void): number {
  interrupted = true;
  for (const pid of running) {
    try {
      // A negative number means the whole process group.
      send(-pid);
    } catch {
      // It ended between the signal and now.
    }
  }
  stopWhenEnded();
  return running.size;
}

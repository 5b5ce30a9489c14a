import { spawn } from "node:child_process";

export interface Run {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Runs the command line through the shell. */
  readonly shell?: boolean;
  readonly onLine?: (line: string) => void;
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
export function runProcess({ command, args, cwd, env, shell, onLine }: Run): Promise<Ended> {
  return new Promise((resolve, reject) => {
    if (interrupted) {
      reject(new Interrupted());
      return;
    }
    const child = spawn(command, args, {
      cwd,
      env,
      shell,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const { pid } = child;
    if (pid !== undefined) {
      running.add(pid);
    }
    const stdout: string[] = [];
    const stderr: string[] = [];
    // One line may be megabytes long and come in thousands of pieces: none is read twice.
    let unfinished: string[] = [];
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      stdout.push(chunk);
      if (!onLine) return;
      const [first = "", ...further] = chunk.split("\n");
      unfinished.push(first);
      for (const piece of further) {
        onLine(unfinished.join(""));
        unfinished = [piece];
      }
    });
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => stderr.push(chunk));
    const ended = () => {
      if (pid !== undefined) running.delete(pid);
      stopWhenEnded();
    };
    child.on("error", (error) => {
      ended();
      reject(error);
    });
    child.on("close", (code, signal) => {
      ended();
      if (interrupted) {
        reject(new Interrupted());
      } else {
        resolve({
          code: code ?? 1,
          stdout: stdout.join(""),
          stderr: stderr.join(""),
          signal: signal ?? undefined,
        });
      }
    });
  });
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

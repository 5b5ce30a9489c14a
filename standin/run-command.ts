import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:os";

/** npm hands on the Ctrl-C that the terminal has sent already, and Terraform takes a second one for "at once". */
const SAME_WISH_MS = 1000;

/** What asks a program to stop. */
export const STOP_SIGNALS: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];

/**
 * Runs a command to its end and gives its exit code, 128 and more when a signal ended it.
 *
 * A wish to stop is passed on once, as an interrupt to the command and all it started, so that Terraform can write its
 * state.
 *
 * @throws when there is no such command
 */
export async function runCommand(
  [program = "", ...args]: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<number> {
  // In a process group of its own the command gets signals from here only, and no signal twice.
  const child = spawn(program, args, {
    stdio: "inherit",
    env: { ...process.env, ...environment },
    detached: true,
  });
  passOnSignals(child);
  return new Promise<number>((resolve, reject) => {
    child.on("error", (error: NodeJS.ErrnoException) => reject(notRun(program, error)));
    child.on("exit", (code, signal) => resolve(code ?? 128 + constants.signals[signal ?? "SIGTERM"]));
  });
}

function passOnSignals(child: ChildProcess): void {
  let lastPassed = Number.NEGATIVE_INFINITY;
  const passOn = (signal: NodeJS.Signals) => {
    const now = performance.now();
    const isRunning = child.pid !== undefined && child.exitCode === null && child.signalCode === null;
    if (!isRunning || now - lastPassed < SAME_WISH_MS) return;
    // Shells wait for what they run after an interrupt, and leave it alone after other signals.
    process.kill(-(child.pid as number), lastPassed < 0 ? "SIGINT" : signal);
    lastPassed = now;
  };
  for (const signal of STOP_SIGNALS) process.on(signal, passOn);
}

function notRun(program: string, { code, message }: NodeJS.ErrnoException): Error {
  const example = "for example: npm run standin -- npx cdktf deploy production --auto-approve";
  return new Error(
    code === "ENOENT"
      ? `no command "${program}"; give one that is on the PATH, ${example}`
      : `could not run "${program}": ${message}`,
  );
}

import { interruptPrograms } from "../terraform/process";

/** Hands SIGINT and SIGTERM on to the programs that run; terraform gives its lock back. */
export function forwardSignals(): void {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => interruptPrograms((pid) => process.kill(pid, signal)));
  }
}

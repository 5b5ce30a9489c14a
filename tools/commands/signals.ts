import { constants } from "node:os";
import { interruptPrograms, stopped } from "../terraform/process";
import { tell } from "./print";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** npx hands on the Ctrl-C that the terminal has sent already, and terraform takes a second one for "at once". */
const SAME_WISH_MILLISECONDS = 1000;

const STOPPING =
  "stopping: what runs ends what it has begun, and terraform writes its state; Ctrl-C once more ends it at once, and may lose that";

/**
 * Has a wish to stop end the programs that run first, and then the command, with the exit code that shells have for it: 130 after
 * Ctrl-C, 143 after SIGTERM.
 */
export function endOnSignals(): void {
  let last = Number.NEGATIVE_INFINITY;
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      const isFirst = last < 0;
      const now = performance.now();
      if (now - last < SAME_WISH_MILLISECONDS) return;
      last = now;
      if (isFirst) {
        process.once("exit", () => {
          process.exitCode = 128 + constants.signals[signal];
        });
        // Whoever waited for it tells what became of it, and removes what is in the way.
        stopped.then(() => setImmediate(() => process.exit()));
      }
      // Providers end at once on other signals, in the midst of a request.
      const programs = interruptPrograms((pid) => process.kill(pid, "SIGINT"));
      if (isFirst && programs > 0) tell(STOPPING);
    });
  }
}

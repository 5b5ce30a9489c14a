import { setTimeout as wait } from "node:timers/promises";
import { TerraformError } from "./terraform-error";

/** How long a run waits while somebody else holds the state's lock, where TF_CLI_ARGS says nothing else. */
const LOCK_TIMEOUT = "60s";

/** The option that makes terraform wait for the lock, unless the environment says how long. */
export function lockTimeout(command: "plan" | "apply", env: NodeJS.ProcessEnv): string[] {
  const given = `${env.TF_CLI_ARGS ?? ""} ${env[`TF_CLI_ARGS_${command}`] ?? ""}`;
  return /(^|\s)--?lock-timeout\b/.test(given) ? [] : [`-lock-timeout=${LOCK_TIMEOUT}`];
}

/** The lock of a local state was held, and the file that tells by whom was gone already or not yet written. */
const GIVEN_BACK_MEANWHILE =
  /^Error acquiring the state lock\nError message: resource temporarily unavailable\n(open .*: no such file or directory|unexpected end of JSON input|EOF)$/m;

const TRIES = 20;
const LONGEST_PAUSE_MILLISECONDS = 500;

/** Runs terraform again where it gives up on a lock at once that was just given back, although it was told to wait. */
export async function patiently<T>(run: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await run();
    } catch (error) {
      const isOver = tries === TRIES || !(error instanceof TerraformError);
      if (isOver || !GIVEN_BACK_MEANWHILE.test(error.message)) throw error;
      await wait(Math.random() * LONGEST_PAUSE_MILLISECONDS);
    }
  }
}

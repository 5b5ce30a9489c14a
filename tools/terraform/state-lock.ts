import { setTimeout as wait } from "node:timers/promises";
import { TerraformError } from "./terraform-error";

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

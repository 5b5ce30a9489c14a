import { INIT_ARGUMENTS } from "./arguments";
import { type Binary, TerraformError } from "./binary";
import { failureMessage } from "./messages";
import { runProcess } from "./process";
import { redact } from "./redact";
import type { Stack } from "./synthesise";

/**
 * Runs terraform in a stack's folder and returns what it printed.
 *
 * @throws TerraformError with terraform's own words, secrets masked
 */
export async function runTerraform(
  stack: Stack,
  { command, env }: Binary,
  args: readonly string[],
  onLine?: (line: string) => void,
): Promise<string> {
  const { code, stdout, stderr } = await runProcess({ command, args, cwd: stack.directory, env, onLine });
  if (code !== 0) {
    throw new TerraformError(redact(`${command} ${args[0]} failed\n${failureMessage(stdout, stderr)}`, env));
  }
  return stdout;
}

/** Prepares a stack's folder for everything else. @throws TerraformError */
export async function initialise(stack: Stack, binary: Binary): Promise<void> {
  await runTerraform(stack, binary, INIT_ARGUMENTS);
}

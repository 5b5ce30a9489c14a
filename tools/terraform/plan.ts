import { rm } from "node:fs/promises";
import { join } from "node:path";
import { runProcess } from "../process";
import type { Stack } from "../stacks/synthesise";
import {
  INIT_ARGUMENTS,
  type PlanMode,
  planArguments,
  showArguments,
  terraformEnvironment,
} from "./arguments";
import { type Binary, TerraformError } from "./binary";
import { failureMessage, parseMessage } from "./messages";
import { redact } from "./redact";

/** Where the saved plan of an environment is, below its stack's folder; `terraform apply` takes it. */
export const PLAN_FILE = "agent-stack.tfplan";

/** Called with what happens next, in a few words. */
export type Progress = (step: string) => void;

/**
 * Plans one stack and returns terraform's JSON of the plan.
 *
 * @throws TerraformError with terraform's own words, secrets masked
 */
export async function planStack(
  stack: Stack,
  mode: PlanMode,
  { command }: Binary,
  progress: Progress,
): Promise<string> {
  const env = terraformEnvironment(process.env);
  const terraform = async (args: readonly string[], onLine?: (line: string) => void) => {
    const { code, stdout, stderr } = await runProcess({ command, args, cwd: stack.directory, env, onLine });
    if (code !== 0) {
      throw new TerraformError(
        redact(`${command} ${args[0]} failed\n${failureMessage(stdout, stderr)}`, env),
      );
    }
    return stdout;
  };
  const file = mode === "plan" ? PLAN_FILE : "agent-stack.drift.tfplan";
  const path = join(stack.directory, file);
  // A plan left from earlier must not be taken for this one's.
  await rm(path, { force: true });
  progress("init");
  await terraform(INIT_ARGUMENTS);
  progress(mode);
  let refreshed = 0;
  await terraform(planArguments(mode, file), (line) => {
    if (parseMessage(line)?.kind === "refresh") {
      refreshed += 1;
      progress(`${mode}, ${refreshed} read`);
    }
  });
  const json = await terraform(showArguments(file));
  if (mode === "drift") {
    await rm(path, { force: true });
  }
  return json;
}

import { existsSync } from "node:fs";
import { join } from "node:path";
import { lockTimeout } from "./arguments";
import { type Binary, TerraformError } from "./binary";
import { place } from "./files";
import { Interrupted } from "./process";
import { runTerraform, TerraformKilled } from "./run";
import { patiently } from "./state-lock";
import type { Stack } from "./synthesise";
import { writeState } from "./unwritten-state";
import { UNWRITTEN_STATE } from "./working-folder";

const BEGUN =
  "interrupted while terraform applied: what was done until then is in the state, do the rest by running it again";

/**
 * Applies exactly the plan that was saved in the stack's folder. It goes on to its end when this program is killed.
 *
 * @throws TerraformError, Interrupted
 */
export async function applyPlan(stack: Stack, binary: Binary, planFile: string): Promise<void> {
  try {
    const options = ["-input=false", "-no-color", ...lockTimeout("apply", binary.env)];
    await patiently(() => runTerraform(stack, binary, ["apply", ...options, planFile], { outlives: true }));
  } catch (error) {
    const unwritten = keptUnwritten(stack, binary);
    if (error instanceof Interrupted) throw new Interrupted(unwritten ?? BEGUN);
    if (!(error instanceof TerraformError)) throw error;
    const advice = unwritten ?? (error instanceof TerraformKilled ? unrecorded(stack) : undefined);
    throw advice === undefined ? error : new TerraformError(`${error.message}\n\n${advice}`);
  }
}

/** What to do with a state that could not be written, which is kept beside the stack; undefined where it could. */
function keptUnwritten(stack: Stack, binary: Binary): string | undefined {
  const left = join(stack.directory, UNWRITTEN_STATE);
  if (!existsSync(left)) return undefined;
  const kept = join((stack.kept ?? stack).directory, UNWRITTEN_STATE);
  place(left, kept);
  return `The state could not be written and is in ${kept}, which has secrets. Before the next apply, once the state can be written again: ${writeState(stack, binary)}`;
}

const unrecorded = ({ name }: Stack) =>
  `What it was making may be in authentik and not in the state. Before the next apply, npx agent-stack adopt ${name} finds it.`;

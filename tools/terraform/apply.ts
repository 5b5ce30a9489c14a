import { existsSync } from "node:fs";
import { join } from "node:path";
import { lockTimeout } from "./arguments";
import { type Binary, TerraformError } from "./binary";
import { place } from "./files";
import { runTerraform, TerraformKilled } from "./run";
import { patiently } from "./state-lock";
import type { Stack } from "./synthesise";
import { writeState } from "./unwritten-state";
import { UNWRITTEN_STATE } from "./working-folder";

/**
 * Applies exactly the plan that was saved in the stack's folder. It goes on to its end when this program is killed.
 *
 * @throws TerraformError
 */
export async function applyPlan(stack: Stack, binary: Binary, planFile: string): Promise<void> {
  try {
    const options = ["-input=false", "-no-color", ...lockTimeout("apply", binary.env)];
    await patiently(() => runTerraform(stack, binary, ["apply", ...options, planFile], { outlives: true }));
  } catch (error) {
    if (!(error instanceof TerraformError)) throw error;
    const advice = afterwards(error, stack, binary);
    if (advice === undefined) throw error;
    throw new TerraformError(`${error.message}\n\n${advice}`);
  }
}

function afterwards(error: TerraformError, stack: Stack, binary: Binary): string | undefined {
  const left = join(stack.directory, UNWRITTEN_STATE);
  if (existsSync(left)) {
    const kept = join(stack.kept?.directory ?? stack.directory, UNWRITTEN_STATE);
    place(left, kept);
    return `The state could not be written and is in ${kept}, which has secrets. Before the next apply, once the state can be written again: ${writeState(stack, binary)}`;
  }
  return error instanceof TerraformKilled
    ? `What it was making may be in authentik and not in the state. Before the next apply, npx agent-stack adopt ${stack.name} finds it.`
    : undefined;
}

import { existsSync } from "node:fs";
import { join } from "node:path";
import { lockTimeout } from "./arguments";
import { asTyped, type Binary, TerraformError } from "./binary";
import { place } from "./files";
import { runTerraform } from "./run";
import { patiently } from "./state-lock";
import type { Stack } from "./synthesise";

/** Where terraform leaves a state that it could not write to its backend. */
const LEFT_STATE = "errored.tfstate";

/** Applies exactly the plan that was saved in the stack's folder. @throws TerraformError */
export async function applyPlan(stack: Stack, binary: Binary, planFile: string): Promise<void> {
  try {
    const options = ["-input=false", "-no-color", ...lockTimeout("apply", binary.env)];
    await patiently(() => runTerraform(stack, binary, ["apply", ...options, planFile]));
  } catch (error) {
    const left = join(stack.directory, LEFT_STATE);
    if (!(error instanceof TerraformError) || !stack.kept || !existsSync(left)) throw error;
    const kept = join(stack.kept.directory, LEFT_STATE);
    place(left, kept);
    throw new TerraformError(
      `${error.message}\n\nThe state could not be written and is in ${kept}: keep it, it has secrets, and give it to \`${asTyped("terraform state push", binary)}\` there.`,
    );
  }
}

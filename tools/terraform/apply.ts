import { existsSync } from "node:fs";
import { join } from "node:path";
import { lockTimeout } from "./arguments";
import { asTyped, type Binary, TerraformError } from "./binary";
import { place } from "./files";
import { Interrupted } from "./process";
import { runTerraform } from "./run";
import { patiently } from "./state-lock";
import type { Stack } from "./synthesise";

/** Where terraform leaves a state that it could not write to its backend. */
const LEFT_STATE = "errored.tfstate";

const BEGUN =
  "interrupted while terraform applied: what was done until then is in the state, do the rest by running it again";

/** Applies exactly the plan that was saved in the stack's folder. @throws TerraformError, Interrupted */
export async function applyPlan(stack: Stack, binary: Binary, planFile: string): Promise<void> {
  try {
    const options = ["-input=false", "-no-color", ...lockTimeout("apply", binary.env)];
    await patiently(() => runTerraform(stack, binary, ["apply", ...options, planFile]));
  } catch (error) {
    const isInterrupted = error instanceof Interrupted;
    if (!isInterrupted && !(error instanceof TerraformError)) throw error;
    const left = join(stack.directory, LEFT_STATE);
    if (!stack.kept || !existsSync(left)) throw isInterrupted ? new Interrupted(BEGUN) : error;
    const kept = join(stack.kept.directory, LEFT_STATE);
    place(left, kept);
    const unwritten = `The state could not be written and is in ${kept}: keep it, it has secrets, and give it to \`${asTyped("terraform state push", binary)}\` there.`;
    throw isInterrupted ? new Interrupted(unwritten) : new TerraformError(`${error.message}\n\n${unwritten}`);
  }
}

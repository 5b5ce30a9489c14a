import type { Binary } from "./binary";
import { runTerraform } from "./run";
import type { Stack } from "./stack";

/** The state of a stack that was initialised, as it is kept; empty where there is none. @throws TerraformError */
export const pullState = (stack: Stack, binary: Binary): Promise<string> =>
  runTerraform(stack, binary, ["state", "pull"]);

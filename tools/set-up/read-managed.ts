import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Binary } from "../terraform/binary";
import { pullState } from "../terraform/state";
import type { Stack } from "../terraform/synthesise";
import { stateOf } from "./pulled-state";
import { type ManagedSetUp, managedSetUp } from "./stack";

/**
 * What Terraform manages of a stack that was initialised: its configuration and its state.
 *
 * @param pulled - The state, where it was read already. @default - it is read
 * @throws SetUpError, TerraformError
 */
export async function readManaged(stack: Stack, binary: Binary, pulled?: string): Promise<ManagedSetUp> {
  const [configuration, state] = await Promise.all([
    readFile(join(stack.directory, "cdk.tf.json"), "utf8"),
    pulled ?? pullState(stack, binary),
  ]);
  return managedSetUp(stack.name, JSON.parse(configuration), stateOf(stack.name, state));
}

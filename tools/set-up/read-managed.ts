import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Binary } from "../terraform/binary";
import { runTerraform } from "../terraform/run";
import type { Stack } from "../terraform/synthesise";
import { type ManagedSetUp, managedSetUp } from "./stack";

/** What Terraform manages of a stack that was initialised: its configuration and its state. @throws TerraformError */
export async function readManaged(stack: Stack, binary: Binary): Promise<ManagedSetUp> {
  const [configuration, state] = await Promise.all([
    readFile(join(stack.directory, "cdk.tf.json"), "utf8"),
    runTerraform(stack, binary, ["show", "-json"]),
  ]);
  return managedSetUp(stack.name, JSON.parse(configuration), JSON.parse(state));
}

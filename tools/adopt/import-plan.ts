import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type PlanJson, parsePlanJson } from "../set-up/plan-json";
import type { Binary } from "../terraform/binary";
import { PLAN_FILE, planStack } from "../terraform/plan";
import type { Stack } from "../terraform/synthesise";

/**
 * The plan that the stack would have with these ids under `adopt`; nothing of it is kept.
 *
 * The import blocks stand in the synthesised file itself, so that the next synthesis takes away what a crash leaves.
 *
 * @throws TerraformError, PlanJsonError
 */
export async function planWithImports(
  stack: Stack,
  binary: Binary,
  imports: readonly { readonly to: string; readonly id: string }[],
): Promise<PlanJson> {
  const file = join(stack.directory, "cdk.tf.json");
  const synthesised = await readFile(file, "utf8");
  const configuration = JSON.parse(synthesised);
  try {
    const all = [...(configuration.import ?? []), ...imports];
    await writeFile(file, JSON.stringify({ ...configuration, import: all }));
    return parsePlanJson(await planStack(stack, "plan", binary, () => {}));
  } finally {
    await writeFile(file, synthesised);
    await rm(join(stack.directory, PLAN_FILE), { force: true });
  }
}

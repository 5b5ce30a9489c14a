import { inParallel } from "../parallel";
import type { Result } from "../report/command";
import { type EnvironmentReport, failedEnvironment } from "../report/model";
import { verdict } from "../report/verdict";
import { type Stack, selectStacks, synthesise } from "../stacks/synthesise";
import type { PlanMode } from "../terraform/arguments";
import { findTerraform, TerraformError } from "../terraform/binary";
import { planStack } from "../terraform/plan";
import { initialise } from "../terraform/run";
import { findingsOf } from "../verify/verify-stack";
import { environmentFromPlan } from "./environment";
import { createProgress } from "./progress";

const MOST_AT_ONCE = 4;

/**
 * Synthesises, plans the named environments (all when none is named) and says what was found.
 *
 * @param verify - Reads meanwhile from the live server what a plan cannot see
 */
export async function planEnvironments(
  names: readonly string[],
  mode: PlanMode,
  verify: boolean,
): Promise<Result> {
  const [stacks, terraform] = await Promise.all([synthesise(process.cwd()), findTerraform()]);
  const progress = createProgress(process.stderr);
  const planOne = async (stack: Stack): Promise<EnvironmentReport> => {
    try {
      const step = (name: string, detail?: string) => progress.step(stack.name, name, detail);
      step("init");
      await initialise(stack, terraform);
      const [json, findings] = await Promise.all([
        planStack(stack, mode, terraform, step),
        verify ? findingsOf(stack, terraform) : [],
      ]);
      const environment = environmentFromPlan(stack.name, json, mode);
      return environment.failure === undefined ? { ...environment, findings } : environment;
    } catch (error) {
      if (error instanceof TerraformError) {
        return failedEnvironment(stack.name, error.message);
      }
      throw error;
    }
  };
  const environments = await inParallel(selectStacks(stacks, names), MOST_AT_ONCE, async (stack) => {
    const environment = await planOne(stack);
    progress.step(stack.name, verdict(environment, mode));
    return environment;
  }).finally(progress.end);
  return { environments, versions: [terraform.title] };
}

import type { Result } from "../report/command";
import { type EnvironmentReport, failedEnvironment } from "../report/model";
import { verdict } from "../report/verdict";
import { type Stack, selectStacks, synthesise } from "../stacks/synthesise";
import type { PlanMode } from "../terraform/arguments";
import { findTerraform, TerraformError } from "../terraform/binary";
import { planStack } from "../terraform/plan";
import { environmentFromPlan } from "./environment";
import { createProgress } from "./progress";

const MOST_AT_ONCE = 4;

/** Synthesises, plans the named environments (all when none is named) and says what was found. */
export async function planEnvironments(names: readonly string[], mode: PlanMode): Promise<Result> {
  const [stacks, terraform] = await Promise.all([synthesise(process.cwd()), findTerraform()]);
  const progress = createProgress(process.stderr);
  const planOne = async (stack: Stack): Promise<EnvironmentReport> => {
    try {
      const json = await planStack(stack, mode, terraform, (step) => progress.step(stack.name, step));
      return environmentFromPlan(stack.name, json, mode);
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

/** Does the work for all items, so many at a time, and keeps their order. */
export async function inParallel<T, R>(
  items: readonly T[],
  most: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const queue = [...items.entries()];
  const worker = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      results[next[0]] = await work(next[1]);
    }
  };
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, worker));
  return results;
}

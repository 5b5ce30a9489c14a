import pLimit from "p-limit";
import { RequestError } from "../authentik/request-error";
import { addressOf } from "../authentik/server";
import { findingsOf } from "../findings/verify-stack";
import type { PlanMode } from "../terraform/arguments";
import { findTerraform, TerraformError } from "../terraform/binary";
import { initialiser } from "../terraform/initialise";
import { planStack } from "../terraform/plan";
import { checkServer, OtherServerError } from "../terraform/remembered-server";
import { type Stack, selectStacks, synthesise } from "../terraform/synthesise";
import { environmentFromPlan } from "./environment";
import { type EnvironmentReport, failedEnvironment, type Result } from "./model";
import type { Progress } from "./progress";
import { verdict } from "./verdict";

const MOST_AT_ONCE = 4;

export interface PlanOptions {
  /** The project's folder. */
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly progress: Progress;
  readonly mode: PlanMode;
  /** Reads meanwhile from the live server what a plan cannot see. */
  readonly verify: boolean;
}

/** Synthesises, plans the named environments (all when none is named) and says what was found. */
export async function planEnvironments(names: readonly string[], options: PlanOptions): Promise<Result> {
  const { cwd, env, progress, mode, verify } = options;
  const [stacks, terraform] = await Promise.all([synthesise(cwd, env), findTerraform(cwd, env)]);
  const selected = selectStacks(stacks, names);
  const initialise = initialiser(selected, terraform);
  const planOne = async (stack: Stack): Promise<EnvironmentReport> => {
    try {
      const step = (name: string, detail?: string) => progress.step(stack.name, name, detail);
      step("init");
      await initialise(stack);
      await checkServer(stack, terraform);
      const [json, findings] = await Promise.all([
        planStack(stack, mode, terraform, step),
        verify ? findingsOf(stack, terraform, env) : [],
      ]);
      const environment = environmentFromPlan(stack.name, json, mode);
      return environment.failure === undefined ? { ...environment, findings } : environment;
    } catch (error) {
      if (isOfTheEnvironment(error)) {
        return failedEnvironment(stack.name, error.message);
      }
      throw error;
    }
  };
  const environments = await pLimit(MOST_AT_ONCE)
    .map(selected, async (stack) => {
      const environment = { ...(await planOne(stack)), server: addressOf(stack.server, env) };
      progress.step(stack.name, verdict(environment, mode));
      return environment;
    })
    .finally(progress.end);
  const servers = new Map(selected.map(({ name, server }) => [name, server]));
  return { environments, versions: [terraform.title], servers };
}

/** What went wrong with one environment, beside which the others are still to be told. */
function isOfTheEnvironment(error: unknown): error is Error {
  return [TerraformError, OtherServerError, RequestError].some((kind) => error instanceof kind);
}

import pLimit from "p-limit";
import { RequestError } from "../authentik/request-error";
import { addressOf } from "../authentik/server";
import { findingsOf, renamedIn } from "../findings/verify-stack";
import { application, flow } from "../objects";
import { readManaged } from "../set-up/read-managed";
import { SetUpError } from "../set-up/stack";
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
      const [json, findings, recorded] = await Promise.all([
        planStack(stack, mode, terraform, step),
        verify ? findingsOf(stack, terraform, env) : [],
        // A plan shows itself what refers to another object from now on.
        mode === "drift" ? readManaged(stack, terraform) : undefined,
      ]);
      const environment = environmentFromPlan(stack.name, json, mode, recorded);
      if (environment.failure !== undefined) return environment;
      const renamed = mayBeRenamed(environment, mode) ? await renamedIn(stack, terraform, env) : [];
      return { ...environment, findings: [...environment.findings, ...findings, ...renamed] };
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
  return [TerraformError, OtherServerError, RequestError, SetUpError].some((kind) => error instanceof kind);
}

/** To terraform an object whose slug was changed is gone. */
function mayBeRenamed({ drift }: EnvironmentReport, mode: PlanMode): boolean {
  const slugged: readonly string[] = [application.type, flow.type];
  return mode === "drift" && drift.some(({ type, action }) => action === "delete" && slugged.includes(type));
}

import pLimit from "p-limit";
import { addressOf } from "../authentik/server";
import { besidePlan } from "../findings/beside-plan";
import { findingsOf, renamedIn } from "../findings/verify-stack";
import { application, flow } from "../objects";
import { COSMETIC } from "../objects/severities";
import { readManaged } from "../set-up/read-managed";
import type { PlanMode } from "../terraform/arguments";
import type { Binary } from "../terraform/binary";
import { initialiser } from "../terraform/initialise";
import { readLeft } from "../terraform/left-environments";
import { placePlan, planStack } from "../terraform/plan";
import { Interrupted } from "../terraform/process";
import { providerVersions } from "../terraform/provider-versions";
import { checkServer } from "../terraform/remembered-server";
import { type Stack, selectStacks, withStacks } from "../terraform/synthesise";
import { environmentFromPlan } from "./environment";
import { type EnvironmentReport, failedEnvironment, type Result } from "./model";
import type { Progress } from "./progress";
import { verdict } from "./verdict";

export interface PlanOptions {
  /** The project's folder. */
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly progress: Progress;
  readonly mode: PlanMode;
  /** Reads meanwhile from the live server what a plan cannot see. */
  readonly verify: boolean;
  /** How many environments at once. */
  readonly jobs: number;
}

/** Synthesises, plans the named environments (all when none is named) and says what was found. */
export async function planEnvironments(names: readonly string[], options: PlanOptions): Promise<Result> {
  const { cwd, env } = options;
  return withStacks(cwd, env, async (stacks, terraform, left) => {
    const result = await planStacks(stacks, names, terraform, options);
    const others = names.length > 0 ? [] : await readLeft(left, stacks, terraform);
    return { ...result, notes: [...(result.notes ?? []), ...others.map(({ note }) => note)] };
  });
}

async function planStacks(
  stacks: readonly Stack[],
  names: readonly string[],
  terraform: Binary,
  { env, progress, mode, verify, jobs }: PlanOptions,
): Promise<Result> {
  const selected = selectStacks(stacks, names);
  const initialise = initialiser(selected, terraform);
  const notes: string[] = [];
  progress.begin(selected.length);
  const planOne = async (stack: Stack): Promise<EnvironmentReport> => {
    try {
      const step = (name: string, detail?: string) => progress.step(stack.name, name, detail);
      if (mode === "plan") placePlan(stack);
      step("init");
      notes.push(...(await initialise(stack)));
      const state = await checkServer(stack, terraform);
      const [json, findings, recorded] = await Promise.all([
        planStack(stack, mode, terraform, step),
        verify ? findingsOf(stack, terraform, env, state) : [],
        // A plan shows itself what refers to another object from now on.
        mode === "drift" ? readManaged(stack, terraform, state) : undefined,
      ]);
      if (mode === "plan") placePlan(stack);
      const environment = environmentFromPlan(stack.name, json, mode, recorded);
      if (environment.failure !== undefined) return environment;
      const renamed = mayBeRenamed(environment, mode) ? await renamedIn(stack, terraform, env, state) : [];
      const found = { ...environment, findings: [...environment.findings, ...findings, ...renamed] };
      return mode === "plan" ? besidePlan(found) : found;
    } catch (error) {
      if (error instanceof Interrupted) throw error;
      return failedEnvironment(stack.name, (error as Error).message);
    }
  };
  const environments = await pLimit(jobs)
    .map(selected, async (stack) => {
      const said = mode === "plan" ? saidOf(stack) : {};
      const environment = { ...(await planOne(stack)), ...said, server: addressOf(stack.server, env) };
      progress.done(stack.name, verdict(environment, mode));
      return environment;
    })
    .finally(progress.end);
  const servers = new Map(selected.map(({ name, server }) => [name, server]));
  return { environments, versions: [terraform.title, ...providerVersions(selected, env)], notes, servers };
}

/** What synthesis said of the environment: drift has nothing to do with it. */
function saidOf({ warnings, infos = [] }: Stack): Pick<EnvironmentReport, "warnings" | "notes"> {
  const notes = infos.map(({ place, text }) => ({ text: `${place}: ${text}`, severity: COSMETIC }));
  return { ...(warnings && { warnings }), ...(notes.length > 0 && { notes }) };
}

/** To terraform an object whose slug was changed is gone. */
function mayBeRenamed({ drift }: EnvironmentReport, mode: PlanMode): boolean {
  const slugged: readonly string[] = [application.type, flow.type];
  return mode === "drift" && drift.some(({ type, action }) => action === "delete" && slugged.includes(type));
}

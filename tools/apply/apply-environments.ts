import { copyFileSync, existsSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { changedSince } from "../changes/since-the-plan";
import { findingsOf } from "../findings/verify-stack";
import { environmentFromPlan } from "../report/environment";
import { emptyEnvironment } from "../report/model";
import { verdict } from "../report/verdict";
import { parsePlanJson } from "../set-up/plan-json";
import { applyPlan } from "../terraform/apply";
import { showArguments } from "../terraform/arguments";
import { PLAN_FILE, planStack } from "../terraform/plan";
import { runTerraform } from "../terraform/run";
import type { Stack } from "../terraform/synthesise";
import { type FleetWorkOptions, type Outcome, type Part, type Prepared, workOnFleet } from "./fleet-work";
import { type Look, shownPlan } from "./shown-plan";

export interface ApplyOptions extends FleetWorkOptions, Look {
  /** The plan that was reviewed: a file, or true for the one that `agent-stack plan` saved. @default - plan anew */
  readonly plan?: string | true;
}

/** Plans, shows, asks, applies exactly that plan where nothing has changed since, and verifies. */
export function applyEnvironments(names: readonly string[], options: ApplyOptions): Promise<Outcome> {
  return workOnFleet(
    names,
    options,
    (part) => prepareApply(part, options),
    (environments) => `Apply this to ${environments}? [y/N] `,
  );
}

async function prepareApply({ stack, terraform, say }: Part, options: ApplyOptions): Promise<Prepared> {
  const { plan } = options;
  const place = plan === undefined ? { folder: stack } : reviewed(stack, plan, options.cwd);
  const json =
    plan === undefined
      ? await planStack(stack, "plan", terraform, () => {})
      : await runTerraform(place.folder, terraform, showArguments(PLAN_FILE));
  const environment = environmentFromPlan(stack.name, json, "plan");
  if (environment.failure !== undefined) throw new Error(environment.failure);
  const { changes, outputs, drift, notShown = [] } = environment;
  if ([changes, outputs, drift, notShown].every((list) => list.length === 0)) {
    say(`${stack.name}: ${verdict(environment, "plan")}`);
    discard(stack, place.file);
    return 0;
  }
  say(shownPlan(environment, "plan", { stack: place.folder, terraform }, options), true);
  return async (part) => {
    const fresh = await planStack(stack, "drift", terraform, () => {});
    const moved = changedSince(parsePlanJson(json), parsePlanJson(fresh));
    if (moved.length > 0) {
      part.say(
        `${stack.name}: nothing was applied: since it was planned, ${moved.map(({ address }) => address).join(", ")} changed in authentik; plan again and read what is different`,
      );
      return 2;
    }
    try {
      await applyPlan(place.folder, terraform, PLAN_FILE);
    } finally {
      // A plan that was begun cannot be applied again.
      discard(stack, place.file);
    }
    part.say(`${stack.name}: applied\n`);
    return (later) => proven(later, options);
  };
}

/** A plan that was reviewed is applied where it was made: the place of a local state may be relative to there. */
function reviewed(stack: Stack, plan: string | true, cwd: string): { folder: Stack; file?: string } {
  const { kept } = stack;
  if (kept === undefined) throw new Error("the stack has no folder of its own");
  const saved = join(kept.directory, PLAN_FILE);
  const file = plan === true ? saved : resolve(cwd, plan);
  if (!existsSync(file)) {
    throw new Error(`there is no plan ${file}: run agent-stack plan ${stack.name} first`);
  }
  if (file !== saved) copyFileSync(file, saved);
  const { name, server } = stack;
  return { folder: { name, server, directory: kept.directory, dataDirectory: kept.dataDirectory }, file };
}

/** Saved plans hold secrets. */
function discard({ directory, kept }: Stack, given: string | undefined): void {
  const own = [directory, kept?.directory].flatMap((folder) => (folder ? [join(folder, PLAN_FILE)] : []));
  for (const file of [...own, ...(given ? [given] : [])]) rmSync(file, { force: true });
}

async function proven({ stack, terraform, say }: Part, options: ApplyOptions): Promise<Outcome> {
  const findings = await findingsOf(stack, terraform, options.env);
  say(
    shownPlan({ ...emptyEnvironment(stack.name), findings }, "verify", { stack, terraform }, options),
    true,
  );
  return findings.length === 0 ? 0 : 2;
}

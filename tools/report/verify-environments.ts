import pLimit from "p-limit";
import { connectionOf } from "../authentik/connection";
import { addressOf } from "../authentik/server";
import { readLock, writeLock } from "../findings/lock-file";
import { withRecords } from "../findings/scope-mapping-lock";
import { verifyStack } from "../findings/verify-stack";
import { ACCESS, COSMETIC } from "../objects/severities";
import type { Binary } from "../terraform/binary";
import { initialiser } from "../terraform/initialise";
import { Interrupted } from "../terraform/process";
import { providerVersions } from "../terraform/provider-versions";
import { checkServer } from "../terraform/remembered-server";
import { type Stack, selectStacks, withStacks } from "../terraform/synthesise";
import { type EnvironmentReport, emptyEnvironment, failedEnvironment, type Result } from "./model";
import type { Progress } from "./progress";
import { verdict } from "./verdict";

export interface VerifyEnvironmentsOptions {
  /** The project's folder. */
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Tells a reviewer what nobody needs to act on. */
  readonly note: (text: string) => void;
  /** Asks for a device code too, which counts towards the server's 20 an hour. */
  readonly probe: boolean;
  /** Takes the scope mappings in use for reviewed. */
  readonly accept: boolean;
  /** File with the scope mappings that were reviewed. */
  readonly lock: string;
  readonly progress: Progress;
  /** How many environments at once. */
  readonly jobs: number;
}

/** Synthesises and compares the named environments (all when none is named) with their live server. */
export async function verifyEnvironments(
  names: readonly string[],
  options: VerifyEnvironmentsOptions,
): Promise<Result> {
  const { cwd, env } = options;
  return withStacks(cwd, env, (stacks, terraform) => verifyStacks(stacks, names, terraform, options));
}

async function verifyStacks(
  stacks: readonly Stack[],
  names: readonly string[],
  terraform: Binary,
  options: VerifyEnvironmentsOptions,
): Promise<Result> {
  const { env, note, probe, accept, progress, jobs } = options;
  const reviewed = readLock(options.lock);
  let lock = reviewed;
  const verifyOptions = { lock, now: new Date(), probe, accept };
  if (probe) note("the probe uses one of the 20 device logins an hour that authentik allows an address");

  const selected = selectStacks(stacks, names);
  mustReachOne(selected, env);
  const initialise = initialiser(selected, terraform);
  progress.begin(selected.length);
  const verifyOne = async (stack: Stack): Promise<EnvironmentReport> => {
    try {
      progress.step(stack.name, "verify");
      for (const each of await initialise(stack)) note(each);
      const state = await checkServer(stack, terraform);
      const verified = await verifyStack(stack, terraform, env, verifyOptions, state);
      const { findings, notes, notable, accepted } = verified;
      if (accepted) lock = withRecords(lock, stack.name, accepted);
      const severityOf = (text: string) => (notable.includes(text) ? ACCESS : COSMETIC);
      return {
        ...emptyEnvironment(stack.name),
        findings,
        notes: notes.map((text) => ({ text, severity: severityOf(text) })),
      };
    } catch (error) {
      if (error instanceof Interrupted) throw error;
      return failedEnvironment(stack.name, (error as Error).message);
    }
  };
  const environments = await pLimit(jobs)
    .map(selected, async (stack) => {
      const environment = { ...(await verifyOne(stack)), server: addressOf(stack.server, env) };
      progress.done(stack.name, verdict(environment, "verify"));
      return environment;
    })
    .finally(progress.end);
  if (lock !== reviewed) {
    writeLock(options.lock, lock);
    note(`wrote ${options.lock}: review and commit it`);
  }
  return { environments, versions: [terraform.title, ...providerVersions(selected, env)] };
}

/** What keeps all environments from being reached is said at once, not for each after its init. */
function mustReachOne(stacks: readonly Stack[], env: NodeJS.ProcessEnv): void {
  const reasons = stacks.flatMap((stack) => {
    try {
      connectionOf(stack, env);
      return [];
    } catch (error) {
      return [(error as Error).message];
    }
  });
  if (reasons.length === stacks.length) throw new Error([...new Set(reasons)].join("\n"));
}

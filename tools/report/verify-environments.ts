import pLimit from "p-limit";
import { connectionOf } from "../authentik/connection";
import { addressOf } from "../authentik/server";
import { readLock, writeLock } from "../findings/lock-file";
import { withRecords } from "../findings/scope-mapping-lock";
import { verifyStack } from "../findings/verify-stack";
import { findTerraform } from "../terraform/binary";
import { initialiser } from "../terraform/initialise";
import { checkServer } from "../terraform/remembered-server";
import { type Stack, selectStacks, synthesise } from "../terraform/synthesise";
import { type EnvironmentReport, emptyEnvironment, failedEnvironment, type Result } from "./model";

const MOST_AT_ONCE = 4;

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
}

/** Synthesises and compares the named environments (all when none is named) with their live server. */
export async function verifyEnvironments(
  names: readonly string[],
  options: VerifyEnvironmentsOptions,
): Promise<Result> {
  const { cwd, env, note, probe, accept } = options;
  const reviewed = readLock(options.lock);
  let lock = reviewed;
  const verifyOptions = { lock, now: new Date(), probe, accept };
  const [stacks, terraform] = await Promise.all([synthesise(cwd, env), findTerraform(cwd, env)]);
  if (probe) note("the probe uses one of the 20 device logins an hour that authentik allows an address");

  const selected = selectStacks(stacks, names);
  mustReachOne(selected, env);
  const initialise = initialiser(selected, terraform);
  const verifyOne = async (stack: Stack): Promise<EnvironmentReport> => {
    try {
      await initialise(stack);
      await checkServer(stack, terraform);
      const { findings, notes, accepted } = await verifyStack(stack, terraform, env, verifyOptions);
      for (const each of notes) note(`${stack.name}: ${each}`);
      if (accepted) lock = withRecords(lock, stack.name, accepted);
      return { ...emptyEnvironment(stack.name), findings };
    } catch (error) {
      return failedEnvironment(stack.name, (error as Error).message);
    }
  };
  const environments = await pLimit(MOST_AT_ONCE).map(selected, async (stack) => ({
    ...(await verifyOne(stack)),
    server: addressOf(stack.server, env),
  }));
  if (lock !== reviewed) {
    writeLock(options.lock, lock);
    note(`wrote ${options.lock}: review and commit it`);
  }
  return { environments, versions: [terraform.title] };
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

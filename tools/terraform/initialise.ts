import pLimit from "p-limit";
import { INIT_ARGUMENTS } from "./arguments";
import { checkBackendNeeds } from "./backend-needs";
import type { Binary } from "./binary";
import { checkFormerState } from "./former-state";
import { checkPinned } from "./pinned";
import { hasPluginCache } from "./plugin-cache";
import { runTerraform } from "./run";
import type { Stack } from "./synthesise";
import { inTurn } from "./turn";
import { checkUnwrittenState, localState } from "./unwritten-state";
import {
  giveBack,
  installationTurn,
  linkProviders,
  lockedProviders,
  openCopy,
  pinnedProviders,
} from "./working-folder";

/**
 * Prepares a stack's folder for everything else.
 *
 * @returns what a person should know
 * @throws TerraformError, FormerStateError
 */
export async function initialise(stack: Stack, binary: Binary): Promise<string[]> {
  const isLocal = localState(stack) !== undefined;
  // Terraform cannot read a local state that was cut off.
  const cutOff = isLocal ? await checkUnwrittenState(stack, binary) : [];
  await initialiseAnyway(stack, binary);
  const unwritten = isLocal ? cutOff : await checkUnwrittenState(stack, binary);
  return [...unwritten, ...(await checkFormerState(stack, binary))];
}

/**
 * The same where the state may still be at a former place. Where providers are to be installed, it is one run's turn: the others
 * then find them.
 *
 * @throws TerraformError, also where it takes what is not in the project's lock file
 */
export async function initialiseAnyway(stack: Stack, binary: Binary): Promise<void> {
  const { kept } = stack;
  checkBackendNeeds(stack, binary.env);
  const init = () => runTerraform(stack, binary, INIT_ARGUMENTS);
  if (kept === undefined) {
    await init();
    return;
  }
  const copy = { ...stack, kept };
  const pinned = pinnedProviders(copy);
  const run = async () => {
    await init();
    if (pinned !== undefined) checkPinned(pinned, lockedProviders(copy));
    giveBack(copy);
  };
  openCopy(copy);
  let isDone = false;
  if (!linkProviders(copy)) {
    await inTurn(installationTurn(kept), async () => {
      // Whoever had the turn before may have installed them.
      if (linkProviders(copy)) return;
      await run();
      isDone = true;
    });
  }
  if (!isDone) await run();
}

/**
 * How each of several stacks is to be initialised: when it is wanted, or all one after the other before any goes on where
 * terraform keeps providers in a cache, which it can neither write to twice at a time nor while one of them runs.
 */
export function initialiser(stacks: readonly Stack[], binary: Binary): (stack: Stack) => Promise<string[]> {
  if (!stacks.some(({ directory }) => hasPluginCache(binary.env, directory))) {
    return (stack) => initialise(stack, binary);
  }
  const oneByOne = pLimit(1);
  const runs = new Map(stacks.map((stack) => [stack, oneByOne(() => initialise(stack, binary))]));
  const all = Promise.allSettled(runs.values());
  return async (stack) => {
    await all;
    return (await runs.get(stack)) ?? [];
  };
}

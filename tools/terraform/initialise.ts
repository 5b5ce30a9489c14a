import pLimit from "p-limit";
import { INIT_ARGUMENTS } from "./arguments";
import type { Binary } from "./binary";
import { checkFormerState } from "./former-state";
import { hasPluginCache } from "./plugin-cache";
import { runTerraform } from "./run";
import type { Stack } from "./synthesise";
import { giveBack, openCopy } from "./working-folder";

/**
 * Prepares a stack's folder for everything else.
 *
 * @returns what a person should know
 * @throws TerraformError, FormerStateError
 */
export async function initialise(stack: Stack, binary: Binary): Promise<string[]> {
  await initialiseAnyway(stack, binary);
  return checkFormerState(stack, binary);
}

/** The same where the state may still be at a former place. @throws TerraformError */
export async function initialiseAnyway(stack: Stack, binary: Binary): Promise<void> {
  openCopy(stack);
  await runTerraform(stack, binary, INIT_ARGUMENTS);
  giveBack(stack);
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

import { shortAddress } from "../../configuration/provider-lock";
import type { Stack } from "./synthesise";
import { isInstalled, lockedProviders } from "./working-folder";

/**
 * The versions of the providers that initialised stacks use, with the stacks' names where they differ; attached ones have none.
 */
export function providerVersions(stacks: readonly Stack[], env: NodeJS.ProcessEnv): string[] {
  const attached = env.TF_REATTACH_PROVIDERS ?? "";
  const used = new Map<string, string[]>();
  for (const stack of stacks) {
    for (const provider of lockedProviders(stack)) {
      const { address, version } = provider;
      if (attached.includes(`"${address}"`) || !isInstalled(stack, provider)) continue;
      const title = `${shortAddress(address)} ${version}`;
      used.set(title, [...(used.get(title) ?? []), stack.name]);
    }
  }
  return [...used].map(([title, names]) =>
    names.length === stacks.length ? title : `${title} (${names.join(", ")})`,
  );
}

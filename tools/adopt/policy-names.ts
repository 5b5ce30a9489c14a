import { parse } from "yaml";
import type { Setting, Step } from "./settings";

interface Environment {
  readonly extends?: string;
  readonly policies?: Readonly<Record<string, string>>;
}

/** The settings with the names that an environment of agent-stack.yaml has for policies, in place of their ids. */
export function withPolicyNames(
  text: string,
  environment: string,
  settings: readonly Setting[],
): readonly Setting[] {
  if (!settings.some(({ path }) => path.some(isPolicy))) return settings;
  const { environments = {} } = (parse(text, { merge: true }) ?? {}) as {
    environments?: Readonly<Record<string, Environment | null>>;
  };
  const names = new Map<string, string>();
  const seen = new Set<string>();
  for (let name: string | undefined = environment; name !== undefined && !seen.has(name); ) {
    seen.add(name);
    const { policies, extends: parent }: Environment = environments[name] ?? {};
    for (const [policy, id] of Object.entries(policies ?? {})) {
      if (!names.has(id)) names.set(id, policy);
    }
    name = parent;
  }
  const named = (step: Step): Step =>
    isPolicy(step) ? { policy: names.get(step.policy) ?? step.policy } : step;
  return settings.map(({ path, value }) => ({ path: path.map(named), value }));
}

function isPolicy(step: Step): step is { policy: string } {
  return typeof step === "object" && step.policy !== undefined;
}

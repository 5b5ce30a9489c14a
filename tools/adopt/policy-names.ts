import type { Setting, Step } from "./settings";

type Settings = Readonly<Record<string, unknown>>;

/**
 * The settings with the names that an environment of agent-stack.yaml has for policies, in place of their ids; policies that
 * it has no name for get the ones they have in authentik.
 *
 * @param family the environment's settings and those that it takes over, nearest first
 * @param policies names in authentik by id
 */
export function withPolicyNames(
  family: readonly Settings[],
  settings: readonly Setting[],
  policies: readonly (readonly [id: string, name: string])[] = [],
): readonly Setting[] {
  const names = new Map<string, string>();
  const ids = new Map<string, unknown>();
  for (const [name, id] of family.flatMap((each) => Object.entries(each.policies ?? {}))) {
    if (!ids.has(name)) ids.set(name, id);
    if (ids.get(name) === id && !names.has(id)) names.set(id, name);
  }
  const added = new Map<string, string>();
  for (const [id, name] of policies) {
    if (names.has(id)) continue;
    const own = ids.has(name) ? `${name} (${id})` : name;
    ids.set(own, id);
    names.set(id, own);
    added.set(own, id);
  }
  const named = (step: Step): Step =>
    isPolicy(step) ? { policy: names.get(step.policy) ?? step.policy } : step;
  return [
    ...[...added].map(([name, id]) => ({ path: ["policies", name], value: id })),
    ...settings.map(({ path, value }) => ({ path: path.map(named), value })),
  ];
}

function isPolicy(step: Step): step is { policy: string } {
  return typeof step === "object" && step.policy !== undefined;
}

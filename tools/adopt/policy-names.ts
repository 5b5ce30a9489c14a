import { parse } from "yaml";
import type { TenantFile } from "../../configuration/tenant-files";
import type { Setting, Step } from "./settings";

interface Environment {
  readonly extends?: string | readonly string[];
  readonly policies?: Readonly<Record<string, string>>;
}

type Environments = Readonly<Record<string, Environment | null>>;

/**
 * The settings with the names that an environment of agent-stack.yaml has for policies, in place of their ids.
 *
 * @param tenants - the files of environments that have one of their own
 */
export function withPolicyNames(
  text: string,
  environment: string,
  settings: readonly Setting[],
  tenants: readonly TenantFile[] = [],
): readonly Setting[] {
  if (!settings.some(({ path }) => path.some(isPolicy))) return settings;
  const { environments, templates } = read<Record<"environments" | "templates", Environments>>(text);
  const all: Environments = { ...templates, ...environments, ...environmentsOf(tenants) };
  const names = new Map<string, string>();
  const seen = new Set<string>();
  const collect = (name: string) => {
    if (seen.has(name)) return;
    seen.add(name);
    const { policies, extends: parents = [] }: Environment = all[name] ?? {};
    for (const [policy, id] of Object.entries(policies ?? {})) {
      if (!names.has(id)) names.set(id, policy);
    }
    // A later parent's settings go before an earlier one's.
    for (const parent of [parents].flat().reverse()) collect(parent);
  };
  collect(environment);
  const named = (step: Step): Step =>
    isPolicy(step) ? { policy: names.get(step.policy) ?? step.policy } : step;
  return settings.map(({ path, value }) => ({ path: path.map(named), value }));
}

const read = <T>(text: string) => (parse(text, { merge: true }) ?? {}) as Partial<T>;

function environmentsOf(tenants: readonly TenantFile[]): Environments {
  return Object.fromEntries(
    tenants.flatMap((each) => ("text" in each ? [[each.environment, read<Environment>(each.text)]] : [])),
  );
}

function isPolicy(step: Step): step is { policy: string } {
  return typeof step === "object" && step.policy !== undefined;
}

import type { AgentStackProps } from "../lib/agent-stack";
import type { FormerEnvironment } from "../lib/former-place";
import { literal } from "../lib/literal";
import { isMapping } from "../lib/rules/value";
import type { EnvironmentSettings } from "./schema";

/** The props of the environment's stack, in which each text is literal and policies are known by their UUIDs too. */
export function toProps(settings: EnvironmentSettings, formerly?: FormerEnvironment): AgentStackProps {
  // The rules made sure that there is exactly one kind of backend, and each policy that is named.
  return literal({ ...inStackForm(settings), ...(formerly && { formerly }) }) as AgentStackProps;
}

type Settings = Readonly<Record<string, unknown>>;

/** An environment's settings as the stack takes them: policies by name and UUID, not by name alone. */
export function inStackForm({ extends: parent, renamedFrom, policies, ...same }: Settings): Settings {
  const { cli, cliApplications, deviceAccessGroups } = same;
  const ids = isMapping(policies) ? policies : {};
  const inEach = (items: readonly unknown[]) =>
    items.map((item) => (isMapping(item) ? withPolicies(item, ids) : item));
  return {
    ...same,
    ...(isMapping(cli) && { cli: withPolicies(cli, ids) }),
    ...(Array.isArray(cliApplications) && { cliApplications: inEach(cliApplications) }),
    ...(Array.isArray(deviceAccessGroups) && { deviceAccessGroups: inEach(deviceAccessGroups) }),
  };
}

function withPolicies(settings: Settings, ids: Settings): Settings {
  const { access } = settings;
  if (!Array.isArray(access)) return settings;
  return { ...settings, access: access.map((binding) => toBinding(binding, ids)) };
}

function toBinding(binding: unknown, ids: Settings): unknown {
  if (!isMapping(binding) || typeof binding.policy !== "string") return binding;
  return { ...binding, policy: { name: binding.policy, id: ids[binding.policy] } };
}

import type { AccessBinding } from "../access";
import type { AgentStackProps } from "../agent-stack";
import type { StateBackend } from "../state-backend";
import { literal } from "./literal";
import type { BindingSettings, EnvironmentSettings } from "./schema";

/** The props of the environment's stack, in which each text is literal and policies are known by their UUIDs too. */
export function toProps(settings: EnvironmentSettings): AgentStackProps {
  const { extends: parent, policies = {}, cli, deviceAccessGroups, backend, ...same } = settings;
  return literal({
    ...same,
    ...(cli && { cli: withPolicies(cli, policies) }),
    ...(deviceAccessGroups && {
      deviceAccessGroups: deviceAccessGroups.map((group) => withPolicies(group, policies)),
    }),
    ...(backend && { backend: onlyKind(backend) }),
  });
}

type PolicyIds = Readonly<Record<string, string>>;

function withPolicies<T extends { access?: BindingSettings[] }>({ access, ...same }: T, policies: PolicyIds) {
  return access ? { ...same, access: access.map((binding) => toBinding(binding, policies)) } : same;
}

function toBinding({ policy, ...binding }: BindingSettings, policies: PolicyIds): AccessBinding {
  // The rules made sure that there is such a policy.
  return policy === undefined
    ? binding
    : { ...binding, policy: { name: policy, id: policies[policy] as string } };
}

type Backends = NonNullable<EnvironmentSettings["backend"]>;
type OneOf<T> = { [K in keyof T]-?: Required<Pick<T, K>> }[keyof T];

/** The rules made sure that there is exactly one. */
const onlyKind = (backend: Backends): StateBackend => backend as OneOf<Backends>;

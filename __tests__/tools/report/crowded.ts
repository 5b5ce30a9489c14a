import { fixture } from "../changes/plans";

type Values = Record<string, unknown>;
interface Resource {
  readonly address: string;
  readonly type: string;
  readonly name: string;
  readonly values: Values;
}

/** A plan with eight enrollment tokens, each for a device access group that three groups may use; all are created or all stay. */
export function crowdedPlan(fate: "create" | "no-op", suffix = ""): string {
  const plan = JSON.parse(fixture("no-op"));
  const resources: Resource[] = plan.planned_values.root_module.resources;
  const template = (type: string) => resources.find((each) => each.type === type) as Resource;
  const copy = (type: string, name: string, values: Values): Resource => ({
    ...template(type),
    address: `${type}.${name}`,
    name,
    values: { ...template(type).values, id: name, ...values },
  });
  const added = Array.from({ length: 8 }, (_, index) => [
    copy("authentik_endpoints_device_access_group", `devices_${index}`, {
      name: `laptops of department ${index + 1}${suffix}`,
    }),
    copy("authentik_endpoints_connector_agent_enrollment_token", `rollout_${index}`, {
      device_access_group: `devices_${index}`,
      name: `rollout in department ${index + 1}${suffix}`,
    }),
    ...[1, 2, 3].map((number) =>
      copy("authentik_policy_binding", `devices_${index}_${number}`, { target: `devices_${index}` }),
    ),
  ]).flat();
  const changed = added.map(({ address, type, name, values }) => ({
    address,
    mode: "managed",
    type,
    name,
    change: {
      actions: [fate],
      before: fate === "create" ? null : values,
      after: values,
      after_unknown: {},
      before_sensitive: {},
      after_sensitive: { key: true },
    },
  }));
  resources.push(...added);
  plan.resource_changes.push(...changed);
  if (fate === "no-op") plan.prior_state.values.root_module.resources.push(...added);
  return JSON.stringify(plan);
}

import { configurationOf, refersTo, typeIn, withoutIndexes } from "./configured";
import type { PlanJson, Resource, ResourceChange } from "./plan-json";

const BINDING = "authentik_policy_binding";
/** Stands for a target that the plan does not tell, such as a module's variable. */
const UNTOLD = "";

export type BindingTarget = "application" | "device access group";

type Bound = Pick<ResourceChange, "address" | "before" | "after">;

/** What the bindings of a plan guard: ids where they are known, and addresses. */
interface Targets {
  of(binding: Bound): readonly string[];
  /** Addresses of the enabled bindings that guard this, once the plan is applied. */
  readonly planned: ReadonlyMap<string, ReadonlySet<string>>;
  /** The same as it is now. */
  readonly prior: ReadonlyMap<string, ReadonlySet<string>>;
}

const known = new WeakMap<PlanJson, Targets>();

function targetsIn(plan: PlanJson): Targets {
  const targets = known.get(plan) ?? readTargets(plan);
  known.set(plan, targets);
  return targets;
}

function readTargets(plan: PlanJson): Targets {
  const byId = new Map<string, Set<string>>();
  const byBareAddress = new Map<string, Set<string>>();
  for (const { address, values } of [...plan.prior, ...plan.planned]) {
    add(byBareAddress, withoutIndexes(address), address);
    for (const id of [values.uuid, values.id]) {
      if (id != null) {
        add(byId, String(id), address);
      }
    }
  }
  const of = ({ address, before, after }: Bound) => {
    const ids = [after?.target, before?.target].filter((id) => id != null).map(String);
    const references = configurationOf(plan, address)?.get("target") ?? [];
    const referred = references
      .flatMap((reference) => [...(byBareAddress.get(withoutIndexes(reference)) ?? [])])
      .filter((found) => refersTo(references, found));
    return [...ids, ...ids.flatMap((id) => [...(byId.get(id) ?? [])]), ...referred];
  };
  const guarding = (resources: readonly Resource[]) => {
    const guards = new Map<string, Set<string>>();
    for (const { address, type, values } of resources) {
      if (type === BINDING && values.enabled !== false) {
        const guarded = of({ address, before: values, after: null });
        for (const target of guarded.length > 0 ? guarded : [UNTOLD]) {
          add(guards, target, address);
        }
      }
    }
    return guards;
  };
  return { of, planned: guarding(plan.planned), prior: guarding(plan.prior) };
}

function add(sets: Map<string, Set<string>>, key: string, member: string): void {
  sets.set(key, (sets.get(key) ?? new Set()).add(member));
}

/** Whether another enabled binding guards what this one guards: as planned, or as it is now. */
export function hasCompanion(binding: Bound, plan: PlanJson, when: "planned" | "prior"): boolean {
  const targets = targetsIn(plan);
  return targets
    .of(binding)
    .some((target) => [...(targets[when].get(target) ?? [])].some((address) => address !== binding.address));
}

/** Whether an enabled binding will, or for all the plan tells may, guard this object. */
export function isGuarded({ address, after }: ResourceChange, plan: PlanJson): boolean {
  const { planned } = targetsIn(plan);
  return [UNTOLD, address, after?.uuid, after?.id].some(
    (target) => target != null && planned.has(String(target)),
  );
}

/** Whether what this binding guards is not deleted with it. */
export function targetStays(binding: Bound, plan: PlanJson): boolean {
  const targets = targetsIn(plan).of(binding);
  return !plan.resourceChanges.some(
    ({ address, actions, deposed }) =>
      deposed === undefined &&
      actions.includes("delete") &&
      !actions.includes("create") &&
      targets.includes(address),
  );
}

/** What kind of object the binding guards, undefined when the plan does not tell or it is another kind. */
export function targetKind(binding: ResourceChange, plan: PlanJson): BindingTarget | undefined {
  const types = targetsIn(plan).of(binding).map(typeIn);
  if (types.includes("authentik_application")) {
    return "application";
  }
  if (types.includes("authentik_endpoints_device_access_group")) {
    return "device access group";
  }
  return binding.name.startsWith("cli_access_")
    ? "application"
    : binding.name.startsWith("device_access_group_")
      ? "device access group"
      : undefined;
}

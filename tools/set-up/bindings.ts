import { application, deviceAccessGroup, flow, policyBinding } from "../objects";
import { formsOf } from "./address";
import { type Meaning, meaningOf, meantBy, typesOf } from "./meaning";
import type { PlanJson, ResourceChange } from "./plan-json";
import type { Attributes } from "./reading";
import { type SetUp, setUpInPlan, withoutUnknown } from "./set-up";
import { subjectOf } from "./subject";
import type { Resource } from "./values";

export type BindingTarget = "application" | "device access group" | "flow" | "another object";

const TARGETS: Readonly<Record<string, BindingTarget>> = {
  [application.type]: "application",
  [deviceAccessGroup.type]: "device access group",
  [flow.type]: "flow",
};

type Bound = Pick<ResourceChange, "address" | "before" | "after" | "unknown">;

/** What bindings say of whom, undefined where that is not known, by what they guard and their addresses. */
type Guards = ReadonlyMap<string, ReadonlyMap<string, string | undefined>>;

/** Stands for what a binding guards where the plan does not tell, such as a module's variable. */
const UNTOLD = "";

interface Bindings {
  /** The enabled bindings once the plan is applied. */
  readonly planned: Guards;
  /** The enabled bindings as they are now. */
  readonly prior: Guards;
  /** All forms of the addresses that the plan deletes. */
  readonly deleted: ReadonlySet<string>;
}

const known = new WeakMap<PlanJson, Bindings>();

function bindingsIn(plan: PlanJson): Bindings {
  const bindings = known.get(plan) ?? readBindings(plan);
  known.set(plan, bindings);
  return bindings;
}

function readBindings(plan: PlanJson): Bindings {
  const setUp = setUpInPlan(plan);
  const guarding = (resources: readonly Resource[]): Guards => {
    const guards = new Map<string, Map<string, string | undefined>>();
    for (const { address, type, values } of resources) {
      if (type !== policyBinding.type || values.enabled === false) continue;
      const guarded = meaningOf(setUp, { address, seen: [values], planned: values }, "target");
      const said = sayingOf(setUp, address, values);
      for (const place of guarded.keys.size > 0 ? placesOf(setUp, guarded) : [UNTOLD]) {
        const there = guards.get(place) ?? new Map();
        guards.set(place, there.set(address, said));
      }
    }
    return guards;
  };
  const deleted = plan.resourceChanges.filter(
    ({ actions, deposed }) =>
      deposed === undefined && actions.includes("delete") && !actions.includes("create"),
  );
  return {
    planned: guarding(plan.planned),
    prior: guarding(plan.prior),
    deleted: new Set(deleted.flatMap(({ address }) => formsOf(address))),
  };
}

// An object is guarded by bindings that mean it and by those that may: by an index that is not told. Bindings that mean
// two instances of one resource have nothing to do with each other.
const certain = (key: string) => `=${key}`;
const instance = (form: string) => `<${form}`;
const perhaps = (form: string) => `?${form}`;

/** Where a binding with this meaning is found. */
function placesOf(setUp: SetUp, meaning: Meaning): string[] {
  const { addresses, forms } = resolved(setUp, meaning);
  return [
    ...addresses.flatMap((address) => [certain(address), ...formsOf(address).map(instance)]),
    ...forms.map(perhaps),
  ];
}

/** Where the bindings are found that guard, or may guard, what has this meaning. */
function neighboursOf(setUp: SetUp, meaning: Meaning): string[] {
  const { addresses, forms } = resolved(setUp, meaning);
  return [
    ...addresses.flatMap((address) => [certain(address), ...formsOf(address).map(perhaps)]),
    ...forms.flatMap((form) => [perhaps(form), instance(form)]),
  ];
}

/** The addresses that are meant, ids of what the set-up does not have among them, and those whose index is not told. */
function resolved(setUp: SetUp, { keys }: Meaning): { addresses: string[]; forms: string[] } {
  const addresses: string[] = [];
  const forms: string[] = [];
  for (const key of keys) {
    const objects = setUp.byKey.get(key);
    if (!objects || setUp.byAddress.has(key)) addresses.push(key);
    else if (key.startsWith("#")) addresses.push(key, ...objects.map(({ address }) => address));
    else forms.push(key);
  }
  return { addresses, forms };
}

function targetOf(plan: PlanJson, { address, before, after, unknown }: Bound): Meaning {
  const planned = after && withoutUnknown(after, unknown);
  const seen = [before, after].filter((values) => values !== null);
  return meaningOf(setUpInPlan(plan), { address, seen, planned }, "target");
}

/** Whether another enabled binding guards what this one guards: as planned, or as it is now. */
export function hasCompanion(binding: Bound, plan: PlanJson, when: "planned" | "prior"): boolean {
  return !companions(binding, plan, when).next().done;
}

/** Whether another enabled binding says the same of the same people: as planned, or as it is now. */
export function isRepeated(binding: Bound, plan: PlanJson, when: "planned" | "prior"): boolean {
  const { address, before, after, unknown } = binding;
  const setUp = setUpInPlan(plan);
  const values = after ? withoutUnknown(after, unknown) : before;
  const said = values && sayingOf(setUp, address, values);
  if (!said) return false;
  for (const saying of companions(binding, plan, when)) if (saying === said) return true;
  return false;
}

/** What each other enabled binding says that guards, or may guard, what this one guards. */
function* companions(
  binding: Bound,
  plan: PlanJson,
  when: "planned" | "prior",
): Generator<string | undefined> {
  const guards = bindingsIn(plan)[when];
  for (const place of neighboursOf(setUpInPlan(plan), targetOf(plan, binding))) {
    for (const [address, saying] of guards.get(place) ?? []) if (address !== binding.address) yield saying;
  }
}

function sayingOf(setUp: SetUp, address: string, values: Attributes): string | undefined {
  const subject = subjectOf(setUp, { address, values });
  const whom = subject?.object?.address ?? subject?.id;
  return whom === undefined ? undefined : `${subject?.kind} ${whom} ${values.negate === true}`;
}

/** How the bindings of what this binding guards are joined; undefined where the plan does not tell. */
export function engineMode(
  binding: Bound,
  plan: PlanJson,
  when: "planned" | "prior",
): "any" | "all" | undefined {
  const setUp = setUpInPlan(plan);
  const [mode, ...others] = new Set(
    meantBy(setUp, targetOf(plan, binding)).map(({ type, planned, deployed }) => {
      // The provider has no such attribute, and authentik's default is this one.
      if (type === deviceAccessGroup.type) return "any";
      const target = { planned: planned ?? deployed, prior: deployed ?? planned }[when];
      return target?.policy_engine_mode;
    }),
  );
  return others.length === 0 && (mode === "any" || mode === "all") ? mode : undefined;
}

/** Whether an enabled binding will, or for all the plan tells may, guard this object. */
export function isGuarded(object: ResourceChange, plan: PlanJson): boolean {
  return bindingsIn(plan).planned.has(UNTOLD) || guardsOf(object, plan).length > 0;
}

/** Addresses of the enabled bindings that will, or for all the plan tells may, guard this object. */
export function guardsOf({ address }: ResourceChange, plan: PlanJson): readonly string[] {
  const { planned } = bindingsIn(plan);
  const setUp = setUpInPlan(plan);
  const keys = new Set([
    address,
    ...(setUp.byAddress.get(address)?.keys ?? []).filter((key) => key.startsWith("#")),
  ]);
  const places = neighboursOf(setUp, { keys, isTold: true });
  return [...new Set(places.flatMap((place) => [...(planned.get(place)?.keys() ?? [])]))];
}

/** Whether what this binding guards is not deleted with it. */
export function targetStays(binding: Bound, plan: PlanJson): boolean {
  const { addresses, forms } = resolved(setUpInPlan(plan), targetOf(plan, binding));
  const { deleted } = bindingsIn(plan);
  return ![...addresses, ...forms].some((address) => deleted.has(address));
}

/** What kind of object the binding guards, undefined when the plan does not tell. */
export function targetKind(binding: Bound, plan: PlanJson): BindingTarget | undefined {
  const types = [...typesOf(setUpInPlan(plan), targetOf(plan, binding))];
  const [known] = types.flatMap((type) => TARGETS[type] ?? []);
  return known ?? (types.length > 0 ? "another object" : undefined);
}

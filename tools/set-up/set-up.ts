import { evaluated, isTemplate } from "../../lib/literal";
import { formsOf, partsOf, withoutIndexes } from "./address";
import type { Configured } from "./configured";
import { handlesOf } from "./handles";
import { hasTrue, type PlanJson } from "./plan-json";
import type { Attributes } from "./reading";

/** One resource or data source as the configuration wants it and as Terraform knows it. */
export interface SetUpObject {
  readonly address: string;
  readonly mode: string;
  readonly type: string;
  readonly name: string;
  /** What is written out, references as `${...}`; undefined where only a state or a plan has the object. */
  readonly configured?: Attributes;
  /** Undefined where it is not deployed. */
  readonly deployed?: Attributes;
  /** As it will be, without what is known only after apply; null where it will be gone, undefined without a plan. */
  readonly planned?: Attributes | null;
  /** Id, or the expression for it, by which the configuration imports the object where it is not deployed. */
  readonly importId?: string;
  /** All that is known of its values: before what was changed outside, now, and as planned. */
  readonly seen: readonly Attributes[];
  /** By what others can mean it: the forms of its address, and the ids under which authentik knows it. */
  readonly keys: readonly string[];
}

/** A set-up: what is configured, planned and deployed of it, joined by address. */
export interface SetUp {
  readonly objects: readonly SetUpObject[];
  readonly configured: Configured;
  readonly byAddress: ReadonlyMap<string, SetUpObject>;
  readonly byKey: ReadonlyMap<string, readonly SetUpObject[]>;
}

type Draft = Omit<SetUpObject, "keys">;

/** Puts together what is known of each object. */
export function setUpOf(drafts: readonly Draft[], configured: Configured): SetUp {
  const objects = drafts.map((draft) => ({
    ...draft,
    keys: [...formsOf(draft.address), ...handlesOf(draft)],
  }));
  const byKey = new Map<string, SetUpObject[]>();
  for (const object of objects) {
    for (const key of object.keys) {
      const known = byKey.get(key);
      if (known) known.push(object);
      else byKey.set(key, [object]);
    }
  }
  return { objects, configured, byAddress: new Map(objects.map((each) => [each.address, each])), byKey };
}

const ofPlans = new WeakMap<PlanJson, SetUp>();

/** The set-up that a plan shows; of one plan always the same. */
export function setUpInPlan(plan: PlanJson): SetUp {
  const known = ofPlans.get(plan) ?? joined(plan);
  ofPlans.set(plan, known);
  return known;
}

function joined({ prior, planned, resourceChanges, resourceDrift, configured }: PlanJson): SetUp {
  const drafts = new Map<
    string,
    Draft & { seen: Attributes[]; deployed?: Attributes; planned?: Attributes | null }
  >();
  const draft = ({ address, mode, type, name }: Pick<Draft, "address" | "mode" | "type" | "name">) => {
    const known = drafts.get(address) ?? { address, mode, type, name, seen: [], planned: null };
    drafts.set(address, known);
    return known;
  };
  for (const resource of prior) {
    const known = draft(resource);
    known.deployed = resource.values;
    known.seen.push(resource.values);
    // Plans have the data sources that were read in the state before only.
    if (resource.mode === "data") known.planned = resource.values;
  }
  for (const resource of planned) {
    const known = draft(resource);
    known.planned = resource.values;
    known.seen.push(resource.values);
  }
  for (const change of resourceChanges) {
    // What an earlier replacement left over is another object.
    if (change.deposed !== undefined) continue;
    const known = draft(change);
    known.seen.push(...[change.before, change.after].filter((values) => values !== null));
    const next = known.planned ?? change.after;
    known.planned = next && withoutUnknown(next, change.unknown);
  }
  for (const change of resourceDrift) {
    if (change.deposed !== undefined) continue;
    draft(change).seen.push(...[change.before, change.after].filter((values) => values !== null));
  }
  return setUpOf([...drafts.values()], configured);
}

/** The values that are known before apply. */
export function withoutUnknown(values: Attributes, unknown: Attributes): Attributes {
  const names = Object.keys(values).filter((name) => !hasTrue(unknown[name]));
  return names.length === Object.keys(values).length
    ? values
    : Object.fromEntries(names.map((name) => [name, values[name]]));
}

/** The resources of a type, without data sources. */
export function resourcesOf<T extends SetUp>({ objects }: T, type: string): readonly SetUpObject[] {
  return objects.filter((each) => each.mode === "managed" && each.type === type);
}

/** The data source of a type that read the object of this id. */
export function lookedUp({ objects }: SetUp, type: string, id: string): SetUpObject | undefined {
  return objects.find((each) => each.mode === "data" && each.type === type && each.deployed?.id === id);
}

/** The ids under which authentik knows the deployed resources of a type. */
export function deployedIds(setUp: SetUp, type: string): readonly string[] {
  return resourcesOf(setUp, type).flatMap((each) => (each.deployed ? [String(each.deployed.id)] : []));
}

/** An attribute as deployed or, where it is written out, as configured. */
export function attribute(object: SetUpObject | undefined, name: string): string | undefined {
  const deployed = object?.deployed?.[name];
  if (deployed !== undefined && deployed !== null) return String(deployed);
  const configured = object?.configured?.[name];
  if (configured === undefined || configured === null || isReference(configured)) return undefined;
  return evaluated(String(configured));
}

/** Whether the configuration has the object; of what is in a module that is called it shows no more. */
export function isConfigured(setUp: SetUp, { address, configured }: SetUpObject): boolean {
  const [module] = partsOf(address).modules;
  return (
    configured !== undefined ||
    (module !== undefined && setUp.configured.has(`module.${withoutIndexes(module)}`))
  );
}

/** The value that is configured or, where that is in a module and not to be seen, was deployed. */
export function wantedValue(setUp: SetUp, object: SetUpObject, name: string): unknown {
  return isConfigured(setUp, object) ? (object.configured ?? object.deployed)?.[name] : undefined;
}

/** Whether a configured value is an expression that only Terraform can resolve. */
export function isReference(value: unknown): boolean {
  return isTemplate(value);
}

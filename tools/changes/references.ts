import { handlesOf, OBJECTS, objectType, typeOfKind, typesOf } from "../objects";
import { member } from "../secrets";
import type { PlanJson } from "../set-up/plan-json";
import type { Resource } from "../set-up/values";

/** Attributes by which other objects refer to one, whatever its type. */
const HANDLES: ReadonlySet<string> = new Set(OBJECTS.flatMap(({ type }) => handlesOf(type)));

/** Types by the attributes that refer to their objects by a number, of which other types have the same ones. */
const NUMBERED = new Map<string, string[]>();
for (const { attributes } of OBJECTS) {
  for (const [name, { refers }] of Object.entries(attributes)) {
    const numbered = (refers?.to ?? []).map(typeOfKind).filter(({ numbers }) => numbers);
    NUMBERED.set(name, [...(NUMBERED.get(name) ?? []), ...numbered.flatMap(typesOf)]);
  }
}

/** Ids in a plan and the names people know the objects by. */
export type References = ReadonlyMap<string, string>;

/** Collects the ids of everything the plan knows, what is gone from authentik included. */
export function referencesOf(plan: PlanJson): References {
  const names = new Map<string, string>();
  for (const resource of [...beforeDrift(plan), ...plan.planned, ...plan.prior]) {
    for (const handle of handlesOf(resource.type)) {
      const id = resource.values[handle];
      if (typeof id === "string" || typeof id === "number") {
        // A short number is an id only where a number is expected, see nameOf.
        names.set(referenceKey(resource.type, id), label(resource));
      }
    }
  }
  return names;
}

/** What was changed outside terraform, as it was before. */
export function beforeDrift({ resourceDrift }: PlanJson): readonly Resource[] {
  return resourceDrift.map((change) => ({
    ...change,
    values: change.before ?? {},
    sensitive: change.beforeSensitive,
  }));
}

/** The name for an id found in a reference attribute, undefined for anything else. */
export function nameOf(references: References, attribute: string, id: unknown): string | undefined {
  if (HANDLES.has(attribute)) {
    return undefined;
  }
  if (typeof id === "string" && /^[0-9a-f]{8}-[0-9a-f-]{27}$/i.test(id)) {
    return references.get(id);
  }
  const types = typeof id === "number" || typeof id === "string" ? (NUMBERED.get(attribute) ?? []) : [];
  return types.map((type) => references.get(`${type}#${id}`)).find((name) => name !== undefined);
}

function referenceKey(type: string, id: string | number): string {
  return /^\d+$/.test(String(id)) ? `${type}#${id}` : String(id);
}

const ofPlans = new WeakMap<PlanJson, ReadonlyMap<string, string>>();

/** What people call the objects of a plan, by address. */
export function labelsIn(plan: PlanJson): ReadonlyMap<string, string> {
  const known =
    ofPlans.get(plan) ??
    new Map([...plan.planned, ...plan.prior].map((each) => [each.address, label(each)] as const));
  ofPlans.set(plan, known);
  return known;
}

const USUAL_LABELS = ["name", "domain", "username", "slug"];

/** What people call the object: its name, domain or username, a flow's slug. */
export function label(resource: Pick<Resource, "address" | "type" | "values" | "sensitive">): string {
  const shown = (name: string) =>
    member(resource.sensitive, name) === true ? undefined : resource.values[name];
  const names = (objectType(resource.type)?.labels ?? USUAL_LABELS).map(shown);
  const known = names.find((value) => typeof value === "string" && value !== "");
  return known === undefined ? resource.address : String(known);
}

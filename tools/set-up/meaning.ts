import { isTemplate } from "../../lib/literal";
import { partsOf, prefixOf, segmentsOf, typeIn, withoutIndexes } from "./address";
import { type Configured, configurationOf } from "./configured";
import { handlesIn } from "./handles";
import type { Attributes } from "./reading";
import type { SetUp, SetUpObject } from "./set-up";

/** What an attribute refers to. */
export interface Meaning {
  /** Keys of the objects: an address, one without the indexes that are not told, or an id in authentik. */
  readonly keys: ReadonlySet<string>;
  /** False where it is set to something that the set-up does not tell, such as a local value. */
  readonly isTold: boolean;
}

interface Referring {
  readonly address: string;
  readonly configured?: Attributes;
  readonly planned?: Attributes | null;
  readonly seen: readonly Attributes[];
}

/**
 * What an attribute of an object refers to: by its values and, where the value to come is not known, by the expression
 * that it is configured with.
 */
export function meaningOf(setUp: SetUp, object: Referring, attribute: string): Meaning {
  const { address, configured, planned, seen } = object;
  const written = isExpression(configured?.[attribute]) ? undefined : configured?.[attribute];
  const values = [...seen.map((each) => each[attribute]), written];
  const ids = values.flatMap((value) => handlesIn(attribute, value));
  if (planned === null || (planned && isKnown(planned, attribute))) {
    return { keys: new Set(ids), isTold: true };
  }
  const wanted = wantedBy(setUp, { address }, attribute);
  return { keys: new Set([...ids, ...wanted.keys]), isTold: wanted.isTold };
}

/** What the expression that an attribute is configured with refers to. */
export function wantedBy(
  { configured }: SetUp,
  { address }: Pick<SetUpObject, "address">,
  attribute: string,
): Meaning {
  const attributes = configurationOf(configured, address);
  const { modules } = partsOf(address);
  const found = { keys: new Set<string>(), isTold: true };
  follow(
    attributes?.get(attribute) ?? [],
    { modules, each: attributes?.get("each.value") },
    configured,
    found,
  );
  return found;
}

export function means({ keys }: Meaning, object: Pick<SetUpObject, "keys">): boolean {
  return object.keys.some((key) => keys.has(key));
}

/** The objects that are meant, or for all that is told may be. */
export function meantBy({ byKey }: SetUp, { keys }: Meaning): readonly SetUpObject[] {
  return [...new Set([...keys].flatMap((key) => byKey.get(key) ?? []))];
}

/** The one object that an attribute refers to, as it is configured or else deployed; undefined where it may be several. */
export function referredTo(setUp: SetUp, object: SetUpObject, attribute: string): SetUpObject | undefined {
  const wanted = meantBy(setUp, wantedBy(setUp, object, attribute));
  const meant = wanted.length > 0 ? wanted : meantBy(setUp, meaningOf(setUp, object, attribute));
  return meant.length === 1 ? meant[0] : undefined;
}

/** Types of what is meant, told by its address where the set-up does not have the object. */
export function typesOf(setUp: SetUp, { keys }: Meaning): ReadonlySet<string> {
  return new Set(
    [...keys].flatMap(
      (key) => setUp.byKey.get(key)?.[0]?.type ?? (key.startsWith("#") ? [] : (typeIn(key) ?? [])),
    ),
  );
}

/** Whether any part of a configured value is an expression. */
function isExpression(value: unknown): boolean {
  if (typeof value === "object" && value !== null) return Object.values(value).some(isExpression);
  return isTemplate(value);
}

function isKnown(planned: Attributes, attribute: string): boolean {
  const value = planned[attribute];
  // Terraform leaves out what it does not know yet, and puts null into lists for it.
  return value !== undefined && !(Array.isArray(value) && value.includes(null));
}

interface Scope {
  /** The module instances around the expression. */
  readonly modules: readonly string[];
  /** What the resource or module around it is repeated over. */
  readonly each?: readonly string[];
}

interface Found {
  readonly keys: Set<string>;
  isTold: boolean;
}

/** Follows references through the inputs and outputs of modules to the resources at their ends. */
function follow(
  references: readonly string[],
  scope: Scope,
  configured: Configured,
  found: Found,
  followed: ReadonlySet<string> = new Set(),
): void {
  const prefix = withoutIndexes(prefixOf(scope.modules));
  const inScope = references.map((reference) => reference.slice(prefix.length));
  // Terraform gives a reference together with each of its shorter forms; the longest tells most.
  const shorter = new Set(inScope.flatMap(shorterForms));
  for (const reference of inScope) {
    const id = `${prefixOf(scope.modules)}|${reference}`;
    if (!shorter.has(reference) && !followed.has(id)) {
      step(reference, scope, configured, found, new Set([...followed, id]));
    }
  }
}

function shorterForms(reference: string): readonly string[] {
  const segments = segmentsOf(reference);
  return segments.flatMap((segment, index) => {
    const start = [...segments.slice(0, index), ""].join(".");
    const forms = [start + segment, start + withoutIndexes(segment)];
    return forms.filter((form) => form !== reference);
  });
}

function step(
  reference: string,
  scope: Scope,
  configured: Configured,
  found: Found,
  followed: ReadonlySet<string>,
): void {
  const [first = "", second = "", third] = segmentsOf(reference);
  const on = (references: readonly string[], to: Scope) =>
    follow(references, to, configured, found, followed);
  const around = withoutIndexes(prefixOf(scope.modules)).slice(0, -1);
  switch (withoutIndexes(first)) {
    case "var": {
      const call = configured.get(around);
      const given = call?.get(`var.${withoutIndexes(second)}`) ?? [];
      if (scope.modules.length === 0) found.isTold = false;
      else on(given, { modules: scope.modules.slice(0, -1), each: call?.get("each.value") });
      return;
    }
    case "each":
      if (withoutIndexes(second) === "value") on(scope.each ?? [], { modules: scope.modules });
      return;
    case "local": {
      const local = around === "" ? configured.get("local")?.get(withoutIndexes(second)) : undefined;
      if (local) on(local, { modules: scope.modules });
      else found.isTold = false;
      return;
    }
    case "module": {
      const modules = [...scope.modules, second];
      const outputs = configured.get(withoutIndexes(prefixOf(modules)).slice(0, -1));
      const all = [...(outputs ?? [])].filter(([name]) => !name.includes("."));
      const named = third === undefined ? all : all.filter(([name]) => name === withoutIndexes(third));
      if (named.length === 0) found.isTold = false;
      for (const [, references] of named) on(references, { modules });
      return;
    }
    case "count":
    case "path":
    case "self":
    case "terraform":
      return;
    default: {
      const [mode, type, name] = first === "data" ? ["data.", second, third] : ["", first, second];
      // What is passed on by another provider's object is known once it is applied.
      if (!type.startsWith("authentik_") || !name) found.isTold = false;
      else found.keys.add(`${prefixOf(scope.modules)}${mode}${type}.${name}`);
    }
  }
}

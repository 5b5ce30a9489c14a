import { isOwnProvider, scopesAfter, whoseChange } from "../set-up/around";
import { type BindingTarget, hasCompanion, isGuarded, targetKind, targetStays } from "../set-up/bindings";
import { hasTrue, type PlanJson, type ResourceChange } from "../set-up/plan-json";
import type { Action } from "./changes";
import { durationSeconds } from "./durations";
import { same } from "./json";

/** A change together with the plan it is part of. */
export interface Seen {
  readonly change: ResourceChange;
  readonly action: Action;
  readonly plan: PlanJson;
}

export type Predicate = (seen: Seen) => boolean;

export const before = (seen: Seen, name: string): unknown => seen.change.before?.[name] ?? null;
export const after = (seen: Seen, name: string): unknown => seen.change.after?.[name] ?? null;

const isUnknown = (seen: Seen, name: string) => hasTrue(seen.change.unknown[name]);
const isSet = (value: unknown) =>
  value !== null && value !== "" && value !== false && !(Array.isArray(value) && value.length === 0);
const willBeSet = (seen: Seen, name: string) => isUnknown(seen, name) || isSet(after(seen, name));
const isEmpty = (value: unknown) => value !== false && !isSet(value);
const differs = (seen: Seen, name: string) =>
  isUnknown(seen, name) ||
  (!same(before(seen, name), after(seen, name)) &&
    !(isEmpty(before(seen, name)) && isEmpty(after(seen, name))));
const items = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

export const every =
  (...predicates: Predicate[]): Predicate =>
  (seen) =>
    predicates.every((predicate) => predicate(seen));
export const either =
  (...predicates: Predicate[]): Predicate =>
  (seen) =>
    predicates.some((predicate) => predicate(seen));
export const not =
  (predicate: Predicate): Predicate =>
  (seen) =>
    !predicate(seen);

/** The agent depends on the object, for all that the plan shows. */
export const isAgents: Predicate = ({ change, plan }) => whoseChange(change, plan) !== "another's";

/** The object is new; a replacement is no creation. */
export const created: Predicate = (seen) => seen.action === "create";
export const deleted: Predicate = (seen) => seen.action === "delete";
export const replaced: Predicate = (seen) => seen.action === "replace";
/** The object that people use today goes away, even if another takes its place. */
export const gone: Predicate = either(deleted, replaced);
/** It is not about the object in use, but about what an earlier replacement of it left over. */
export const leftOver: Predicate = ({ change }) => change.deposed !== undefined;
export const forgotten: Predicate = (seen) => seen.action === "forget";

/** An existing object stays, and the attribute gets another value. */
export const changed =
  (...names: string[]): Predicate =>
  ({ change, ...rest }) =>
    change.before !== null &&
    change.after !== null &&
    names.some((name) => differs({ change, ...rest }, name));
export const lost =
  (name: string): Predicate =>
  (seen) =>
    changed(name)(seen) && isSet(before(seen, name)) && !willBeSet(seen, name);
export const gained =
  (name: string): Predicate =>
  (seen) =>
    seen.change.after !== null && !isSet(before(seen, name)) && willBeSet(seen, name);
export const swapped =
  (name: string): Predicate =>
  (seen) =>
    changed(name)(seen) && isSet(before(seen, name)) && willBeSet(seen, name);

/** The attribute has this value afterwards and had not before, also on a new object. */
export const becomes =
  (name: string, ...values: unknown[]): Predicate =>
  (seen) =>
    seen.change.after !== null &&
    !isUnknown(seen, name) &&
    differs(seen, name) &&
    values.includes(after(seen, name));
const was =
  (name: string, value: boolean): Predicate =>
  (seen) =>
    before(seen, name) === value;
export const turnsOn = (name: string): Predicate => every(was(name, false), becomes(name, true));
export const turnsOff = (name: string): Predicate => every(was(name, true), becomes(name, false));

const membersGone = (seen: Seen, name: string) =>
  isUnknown(seen, name) || seen.change.after === null
    ? []
    : items(before(seen, name)).filter((item) => !holds(after(seen, name), item));
const membersNew = (seen: Seen, name: string) =>
  isUnknown(seen, name) ? [] : items(after(seen, name)).filter((item) => !holds(before(seen, name), item));
const holds = (list: unknown, item: unknown) => items(list).some((other) => same(other, item));

/** The list loses a member: any, or the one given. */
export const loses =
  (name: string, member?: unknown): Predicate =>
  (seen) =>
    membersGone(seen, name).some((item) => member === undefined || item === member);
/** The list loses a member that is none of these. */
export const losesOther =
  (name: string, members: readonly unknown[]): Predicate =>
  (seen) =>
    membersGone(seen, name).some((item) => !members.includes(item));
/** The list gains a member: any, or one for which the test holds. */
export const gains =
  (name: string, test: (member: unknown) => boolean = () => true): Predicate =>
  (seen) =>
    membersNew(seen, name).some(test);
/** The list gains a provider of this set-up, as when a drift is repaired. */
export const gainsOwnProvider =
  (name: string): Predicate =>
  (seen) =>
    membersNew(seen, name).some((member) => isOwnProvider(member, seen.plan));
export const gainsForeignProvider =
  (name: string): Predicate =>
  (seen) =>
    membersNew(seen, name).some((member) => !isOwnProvider(member, seen.plan));
/** The list is known and lacks the member on a new object. */
export const createdWithout =
  (name: string, member: unknown): Predicate =>
  (seen) =>
    created(seen) && isSet(after(seen, name)) && !holds(after(seen, name), member) && !isUnknown(seen, name);
export const createdEmpty =
  (name: string): Predicate =>
  (seen) =>
    created(seen) && !willBeSet(seen, name);

export const longer = (name: string): Predicate => compare(name, durationSeconds, (was, is) => is > was);
export const shorter = (name: string): Predicate => compare(name, durationSeconds, (was, is) => is < was);
export const later = (name: string): Predicate => compare(name, time, (was, is) => is > was);
export const earlier = (name: string): Predicate => compare(name, time, (was, is) => is < was);

const time = (value: unknown) => {
  const at = typeof value === "string" ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? undefined : at;
};

function compare(
  name: string,
  measure: (value: unknown) => number | undefined,
  test: (was: number, is: number) => boolean,
): Predicate {
  return (seen) => {
    const was = measure(before(seen, name));
    const is = measure(after(seen, name));
    return was !== undefined && is !== undefined && test(was, is);
  };
}

/** The scope is not among the CLI's scope mappings once the change is made; false when the plan cannot tell. */
export const withoutScope =
  (scope: string): Predicate =>
  (seen) => {
    if (!created(seen) && !changed("property_mappings")(seen)) return false;
    const scopes = scopesAfter(seen.change, seen.plan);
    return scopes.length > 0 && !scopes.includes(`/scope-${scope}`);
  };
/** The API scope is among the CLI's scope mappings, and the mappings change. */
export const withApiScope: Predicate = (seen) =>
  (created(seen) || gains("property_mappings")(seen) || isUnknown(seen, "property_mappings")) &&
  scopesAfter(seen.change, seen.plan).includes("/scope-authentik_api");

/** The binding guards an object of this kind. */
export const guards =
  (target: BindingTarget): Predicate =>
  ({ change, plan }) =>
    targetKind(change, plan) === target;

/** The object that the binding guards is not deleted with it. */
export const guardedStays: Predicate = ({ change, plan }) => targetStays(change, plan);
/** The object that the binding guards stays, and no enabled binding is left on it. */
export const lastOfItsTarget: Predicate = ({ change, plan }) =>
  targetStays(change, plan) && !hasCompanion(change, plan, "planned");
/** The object that the binding guards had no enabled binding until now. */
export const firstOfItsTarget: Predicate = ({ change, plan }) => !hasCompanion(change, plan, "prior");
/** The application or device access group will have no enabled binding. */
export const withoutBindings: Predicate = ({ change, plan }) => !isGuarded(change, plan);
/** The binding keeps people out instead of letting them in. */
export const wasNegated: Predicate = (seen) => before(seen, "negate") === true;

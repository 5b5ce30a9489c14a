import { same } from "../json";
import { durationSeconds } from "./durations";

/**
 * What happens to one object; a replacement is one action, be it that the old object is deleted or that it is left in
 * authentik and forgotten, and an update on import is an update.
 */
export type Action =
  | "create"
  | "update"
  | "replace"
  | "create and forget"
  | "delete"
  | "forget"
  | "import"
  | "move";

type Attributes = Readonly<Record<string, unknown>>;

/** A change together with what is known of the set-up that it is part of. */
export interface Seen {
  readonly action: Action;
  readonly before: Attributes | null;
  readonly after: Attributes | null;
  /** Whether it is not about the object in use, but about what an earlier replacement of it left over. */
  readonly isLeftOver: boolean;
  readonly around: Surroundings;
  /** Whether an attribute is known only after the change. */
  isUnknown(attribute: string): boolean;
}

/** What a set-up answers about the object of a change. */
export interface Surroundings {
  /** Whether the agent depends on the object, for all that is known. */
  isAgents(): boolean;
  /** Whether the binding guards an object of this kind. */
  guards(kind: "application" | "device access group"): boolean;
  /** Whether what the binding guards is not deleted with it. */
  guardedStays(): boolean;
  /** Whether another enabled binding guards the same: after the change, or until now. */
  hasCompanion(when: "planned" | "prior"): boolean;
  /** Whether another enabled binding there says the same of the same people. */
  isRepeated(when: "planned" | "prior"): boolean;
  /** How the bindings of what the binding guards are joined; undefined where nothing tells. */
  engineMode(when: "planned" | "prior"): "any" | "all" | undefined;
  /** Whether an enabled binding will guard the object. */
  isGuarded(): boolean;
  /** The `managed` values of the scope mappings that are read. */
  scopes(): readonly string[];
  /** Whether the endpoint stage that the binding puts into a flow will let only known devices pass. */
  bindsRequiredStage(): boolean;
  /** Whether the number is that of a provider of this set-up, of those that log people in. */
  isOwnProvider(id: unknown): boolean;
}

export type Predicate = (seen: Seen) => boolean;

const before = (seen: Seen, name: string): unknown => seen.before?.[name] ?? null;
const after = (seen: Seen, name: string): unknown => seen.after?.[name] ?? null;

// The provider's SDK records a number that is not set as 0.
const isSet = (value: unknown) =>
  value !== null &&
  value !== "" &&
  value !== false &&
  value !== 0 &&
  !(Array.isArray(value) && value.length === 0);
const willBeSet = (seen: Seen, name: string) => seen.isUnknown(name) || isSet(after(seen, name));
const isEmpty = (value: unknown) => value !== false && !isSet(value);
const differs = (seen: Seen, name: string) =>
  seen.isUnknown(name) ||
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

/** The object is new; a replacement is no creation. */
export const created: Predicate = ({ action }) => action === "create";
/** The object is new, and the one whose place it takes stays in authentik. */
export const createdBeside: Predicate = ({ action }) => action === "create and forget";
export const deleted: Predicate = ({ action }) => action === "delete";
const replaced: Predicate = ({ action }) => action === "replace";
/** The object that people use today goes away, even if another takes its place. */
export const gone: Predicate = either(deleted, replaced);
export const leftOver: Predicate = ({ isLeftOver }) => isLeftOver;
export const forgotten: Predicate = either(({ action }) => action === "forget", createdBeside);

/** An existing object stays, and the attribute gets another value. */
export const changed =
  (name: string): Predicate =>
  (seen) =>
    seen.before !== null && seen.after !== null && differs(seen, name);
export const lost =
  (name: string): Predicate =>
  (seen) =>
    changed(name)(seen) && isSet(before(seen, name)) && !willBeSet(seen, name);
export const gained =
  (name: string): Predicate =>
  (seen) =>
    seen.after !== null && !isSet(before(seen, name)) && willBeSet(seen, name);
export const swapped =
  (name: string): Predicate =>
  (seen) =>
    changed(name)(seen) && isSet(before(seen, name)) && willBeSet(seen, name);

/** The attribute has this value afterwards and had not before, also on a new object. */
export const becomes =
  (...values: unknown[]) =>
  (name: string): Predicate =>
  (seen) =>
    seen.after !== null && !seen.isUnknown(name) && differs(seen, name) && values.includes(after(seen, name));
/** An existing object stays, and the attribute comes to have this value. */
export const changesTo =
  (value: unknown) =>
  (name: string): Predicate =>
    every(changed(name), becomes(value)(name));
const was =
  (name: string, value: boolean): Predicate =>
  (seen) =>
    before(seen, name) === value;
export const turnsOn = (name: string): Predicate => every(was(name, false), becomes(true)(name));
export const turnsOff = (name: string): Predicate => every(was(name, true), becomes(false)(name));

const membersGone = (seen: Seen, name: string) =>
  seen.isUnknown(name) || seen.after === null
    ? []
    : items(before(seen, name)).filter((item) => !holds(after(seen, name), item));
const membersNew = (seen: Seen, name: string) =>
  seen.isUnknown(name) ? [] : items(after(seen, name)).filter((item) => !holds(before(seen, name), item));
const holds = (list: unknown, item: unknown) => items(list).some((other) => same(other, item));

/** The list loses a member for which the test holds. */
export const losesOne =
  (test: (member: unknown) => boolean) =>
  (name: string): Predicate =>
  (seen) =>
    membersGone(seen, name).some(test);
export const loses = losesOne(() => true);
/** The list gains a member for which the test holds. */
export const gainsOne =
  (test: (member: unknown) => boolean) =>
  (name: string): Predicate =>
  (seen) =>
    membersNew(seen, name).some(test);
export const gains = gainsOne(() => true);
/** The list of an existing object gains a member for which the test holds. */
export const isJoinedBy =
  (test: (member: unknown) => boolean) =>
  (name: string): Predicate =>
    every(changed(name), gainsOne(test)(name));
/** The list gains a provider of this set-up, as when a drift is repaired. */
export const gainsOwnProvider =
  (name: string): Predicate =>
  (seen) =>
    changed(name)(seen) && membersNew(seen, name).some((member) => seen.around.isOwnProvider(member));
export const gainsForeignProvider =
  (name: string): Predicate =>
  (seen) =>
    changed(name)(seen) && membersNew(seen, name).some((member) => !seen.around.isOwnProvider(member));
/** As `gainsForeignProvider`, also of a new object. */
export const trustsForeignProvider =
  (name: string): Predicate =>
  (seen) =>
    membersNew(seen, name).some((member) => !seen.around.isOwnProvider(member));
export const losesOwnProvider =
  (name: string): Predicate =>
  (seen) =>
    membersGone(seen, name).some((member) => seen.around.isOwnProvider(member));
export const losesForeignProvider =
  (name: string): Predicate =>
  (seen) =>
    membersGone(seen, name).some((member) => !seen.around.isOwnProvider(member));
/** The list loses the member, or a new object's list is known and lacks it. */
export const lacks =
  (member: unknown) =>
  (name: string): Predicate =>
    either(
      losesOne((item) => item === member)(name),
      (seen) =>
        created(seen) &&
        isSet(after(seen, name)) &&
        !holds(after(seen, name), member) &&
        !seen.isUnknown(name),
    );
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

const isAmong = (scope: string, { around }: Seen) =>
  around.scopes().some((managed) => managed.endsWith(`/scope-${scope}`));
/** The managed scope is not among the scope mappings once they are others; false when nothing tells, or only their order changes. */
export const withoutScope =
  (scope: string) =>
  (name: string): Predicate =>
  (seen) =>
    (created(seen) || seen.isUnknown(name) || gains(name)(seen) || loses(name)(seen)) &&
    seen.around.scopes().length > 0 &&
    !isAmong(scope, seen);
/** The managed scope is among the scope mappings, and the mappings change. */
export const withScope =
  (scope: string) =>
  (name: string): Predicate =>
  (seen) =>
    (created(seen) || gains(name)(seen) || seen.isUnknown(name)) && isAmong(scope, seen);

/** The agent depends on the object, for all that is known. */
export const isAgents: Predicate = ({ around }) => around.isAgents();
/** The binding guards an object of this kind. */
export const guards =
  (kind: Parameters<Surroundings["guards"]>[0]): Predicate =>
  ({ around }) =>
    around.guards(kind);
/** The object that the binding guards is not deleted with it. */
export const guardedStays: Predicate = ({ around }) => around.guardedStays();
/** No other enabled binding guards the object once the change is made. */
export const alone: Predicate = ({ around }) => !around.hasCompanion("planned");
/** The object that the binding guards stays, and no enabled binding is left on it. */
export const lastOfItsTarget: Predicate = every(guardedStays, alone);
/** The policy engine mode of what the binding guards. */
export const engineMode =
  (mode: "any" | "all", when: "planned" | "prior"): Predicate =>
  ({ around }) =>
    around.engineMode(when) === mode;
/** The object that the binding guards had no enabled binding until now. */
export const firstOfItsTarget: Predicate = ({ around }) => !around.hasCompanion("prior");
/** The endpoint stage that the binding puts into a flow lets only known devices pass. */
export const bindsRequiredStage: Predicate = ({ around }) => around.bindsRequiredStage();
/** The application or device access group will have no enabled binding. */
export const withoutBindings: Predicate = ({ around }) => !around.isGuarded();
/** The binding keeps people out instead of letting them in, or did. */
export const isNegated: Predicate = (seen) => (seen.after ?? seen.before)?.negate === true;
/** The binding has no effect, or had none. */
export const isDisabled: Predicate = (seen) => (seen.after ?? seen.before)?.enabled === false;
/** Another enabled binding of the same target says the same of the same people. */
export const isRepeated =
  (when: "planned" | "prior"): Predicate =>
  ({ around }) =>
    around.isRepeated(when);

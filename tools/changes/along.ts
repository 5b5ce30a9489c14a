import { objectType } from "../objects";
import type { Reference } from "../objects/object-type";
import { handlesIn, handlesOf } from "../set-up/handles";
import { hasTrue, type PlanJson, type ResourceChange } from "../set-up/plan-json";

/** What authentik does with an object because another, to which it refers, is deleted. */
export interface Along {
  /** What is deleted: by terraform, or itself along with something else. */
  readonly with: Deletion;
  readonly referring: ResourceChange;
  readonly attribute: string;
  /** The handle by which it refers. */
  readonly key: string;
  readonly isDeleted: boolean;
  /** Whether the plan gives the attribute another value, which comes too late for an object that is deleted along. */
  readonly isRepointed: boolean;
}

export interface Deletion {
  readonly change: ResourceChange;
  /** Whether terraform first updates what refers to it. */
  readonly isLast: boolean;
  /** The deletion that it goes along with, undefined where terraform or somebody else deletes it. */
  readonly through?: Deletion;
  /** What goes along with it. */
  readonly takes: readonly Along[];
}

interface Pointer {
  readonly referring: ResourceChange;
  readonly attribute: string;
  /** The handle by which it refers. */
  readonly key: string;
  readonly refers: Reference;
}

/** The deletions of a plan that do something to other objects, each chain of them in its order. */
export function deletionsIn(plan: PlanJson): readonly Deletion[] {
  const stay = referringIn(plan).filter(({ actions }) => !actions.includes("delete"));
  return deletionsAmong(
    plan.resourceChanges,
    stay,
    (deletion, along) => !(deletion.isLast && along.isRepointed),
  );
}

/** The deletions outside terraform that, for all that terraform found, did something to other objects. */
export function deletionsOutside(plan: PlanJson): readonly Deletion[] {
  const changed = plan.resourceDrift.filter(({ deposed }) => deposed === undefined);
  return deletionsAmong(plan.resourceDrift, changed, (_, { referring, isDeleted, isRepointed }) =>
    isDeleted ? referring.after === null : referring.after !== null && isRepointed,
  );
}

function deletionsAmong(
  changes: readonly ResourceChange[],
  referring: readonly ResourceChange[],
  happens: (deletion: Deletion, along: Along) => boolean,
): readonly Deletion[] {
  const pointers = pointersOf(referring);
  const roots: (Deletion & { takes: Along[] })[] = changes
    .filter(
      ({ mode, actions, before }) => mode === "managed" && before !== null && actions.includes("delete"),
    )
    .map((change) => ({ change, isLast: isLast(change), takes: [] }))
    // What is deleted at once takes along more than what is deleted last.
    .sort((a, b) => Number(a.isLast) - Number(b.isLast));
  const known = new Map(roots.map((root) => [root.change, root]));
  const queue = [...roots];
  for (const deletion of queue) {
    for (const { referring: each, attribute, refers, key } of pointersAt(deletion.change, pointers)) {
      const along = {
        with: deletion,
        referring: each,
        attribute,
        key,
        isDeleted: refers.whenDeleted === "deleted along",
        isRepointed: isRepointed(each, attribute, key),
      };
      if (each === deletion.change || !happens(deletion, along)) continue;
      deletion.takes.push(along);
      if (along.isDeleted && !known.has(each)) {
        const next = { change: each, isLast: deletion.isLast, through: deletion, takes: [] };
        known.set(each, next);
        queue.push(next);
      }
    }
  }
  return queue.filter(({ takes }) => takes.length > 0);
}

/** Terraform updates what refers to an object first where its replacement is created first; so it does with leftovers. */
function isLast({ actions, deposed }: ResourceChange): boolean {
  return actions[0] === "create" || deposed !== undefined;
}

/** Everything that may refer to something as it is now: resources, and what data sources read that no resource has. */
function referringIn({ resourceChanges, prior }: PlanJson): readonly ResourceChange[] {
  const changes = resourceChanges.filter(
    ({ mode, deposed, before }) => mode === "managed" && deposed === undefined && before !== null,
  );
  const known = new Set(resourceChanges.map(({ address }) => address));
  const rest = prior
    .filter(({ address }) => !known.has(address))
    .map(({ address, mode, type, name, values, sensitive }) => ({
      address,
      mode,
      type,
      name,
      actions: ["no-op"],
      before: values,
      after: values,
      unknown: {},
      beforeSensitive: sensitive,
      afterSensitive: sensitive,
      replacePaths: [],
    }));
  const managed = [...changes, ...rest.filter(({ mode }) => mode === "managed")];
  const ids = new Set(managed.map(identity));
  return [...managed, ...rest.filter((each) => each.mode === "data" && !ids.has(identity(each)))];
}

const identity = ({ type, before }: ResourceChange) => `${type} ${before?.uuid ?? before?.id}`;

function pointersOf(referring: readonly ResourceChange[]): ReadonlyMap<string, readonly Pointer[]> {
  const pointers = new Map<string, Pointer[]>();
  for (const each of referring) {
    for (const [attribute, { refers }] of Object.entries(objectType(each.type)?.attributes ?? {})) {
      if (!refers || !HAPPENS.has(refers.whenDeleted)) continue;
      for (const key of handlesIn(attribute, each.before?.[attribute])) {
        const known = pointers.get(key) ?? [];
        known.push({ referring: each, attribute, refers, key });
        pointers.set(key, known);
      }
    }
  }
  return pointers;
}

const HAPPENS: ReadonlySet<Reference["whenDeleted"]> = new Set<Reference["whenDeleted"]>([
  "deleted along",
  "cleared",
  "taken out of the list",
]);

function pointersAt(
  { type, before }: ResourceChange,
  pointers: ReadonlyMap<string, readonly Pointer[]>,
): readonly Pointer[] {
  const kind = objectType(type)?.kind;
  const keys = handlesOf({ type, seen: before ? [before] : [] });
  return keys
    .flatMap((key) => pointers.get(key) ?? [])
    .filter(({ refers }) => kind === undefined || refers.to.includes(kind));
}

/** Whether the attribute no longer refers so afterwards. */
function isRepointed({ actions, after, unknown }: ResourceChange, attribute: string, key: string): boolean {
  // What is forgotten stays as it is, also where a new object takes its place.
  if (actions.includes("forget")) return false;
  const keeps = handlesIn(attribute, after?.[attribute]).includes(key);
  return !keeps && (after !== null || hasTrue(unknown[attribute]));
}

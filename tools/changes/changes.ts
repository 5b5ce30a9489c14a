import { same } from "../json";
import { managedType } from "../objects";
import type { Consequence } from "../objects/consequences";
import { policyBinding } from "../objects/policy-binding";
import type { Action } from "../objects/predicates";
import { isSecret, maskText, maskValue, member } from "../secrets";
import { isCliApplications, whoseChange } from "../set-up/around";
import { type BindingTarget, targetKind } from "../set-up/bindings";
import { configurationOf } from "../set-up/configured";
import { hasTrue, type OutputChange, type PlanJson, type ResourceChange } from "../set-up/plan-json";
import type { Attributes } from "../set-up/reading";
import type { Resource } from "../set-up/values";
import type { Whose } from "../set-up/whose";
import { bySeverity } from "../severity";
import { consequencesOf } from "./consequences";
import { lossesOutside, plannedLosses } from "./losses";
import { label, nameOf, type References, referencesOf } from "./references";

/** One side of a changed attribute; `text` is for people, with names before the ids of what is known. */
export type Value =
  | { readonly kind: "absent" | "unknown" | "sensitive" }
  | {
      readonly kind: "value";
      readonly json: unknown;
      readonly text: string;
      /** What the attribute refers to, where a name of it is known. */
      readonly refersTo?: readonly Referred[];
    };

/** An object that an attribute refers to. */
export interface Referred {
  readonly id: string;
  /** @default - not known */
  readonly name?: string;
}

export interface AttributeChange {
  readonly name: string;
  readonly before: Value;
  readonly after: Value;
  /** Whether this attribute forces the replacement. */
  readonly replaces: boolean;
}

export interface Change {
  readonly address: string;
  readonly type: string;
  /** What people call the object. */
  readonly label: string;
  readonly action: Action;
  readonly importId?: string;
  readonly movedFrom?: string;
  readonly attributes: AttributeChange[];
  readonly consequences: Consequence[];
  /** Whether the object is the agent's. */
  readonly whose: Whose;
  /** Whether it is one of an application of the command line. */
  readonly isCliApplications?: boolean;
  /** What a binding guards, undefined where that is not known or it is none. */
  readonly guarded?: BindingTarget;
  /** Whether it only sets back what was changed outside terraform. */
  readonly setsBack?: true;
}

/** What somebody did that changed an object outside terraform. */
export interface Deed {
  readonly who: string;
  readonly when: string;
  /** In words that follow the name: "changed this object". */
  readonly what: string;
}

/** Who changed an object outside terraform, or why that is not known. */
export type Attribution =
  | { readonly kind: "known"; readonly people: readonly Deed[] }
  | { readonly kind: "unknown"; readonly reason: string };

export interface Drift extends Change {
  /** Identifies the object in authentik's event log. */
  readonly objectId?: string;
  readonly attribution?: Attribution;
  /** Whether applying the plan that it stands in sets it back. */
  readonly fixedByPlan?: true;
  /** Codes of the findings that say the same. */
  readonly found?: readonly string[];
}

export interface ChangedOutput {
  readonly name: string;
  readonly action: "create" | "update" | "delete";
  readonly before: Value;
  readonly after: Value;
}

export interface PlannedChanges {
  readonly changes: Change[];
  readonly outputs: ChangedOutput[];
  readonly unchanged: number;
}

/** What applying the plan would do. */
export function plannedChanges(plan: PlanJson): PlannedChanges {
  const references = referencesOf(plan);
  const losses = plannedLosses(plan);
  const managed = plan.resourceChanges.filter((change) => change.mode === "managed");
  const changes = managed.flatMap((change) => {
    const action = actionOf(change);
    return action ? [describe(change, action, plan, references, losses.get(change))] : [];
  });
  const outputs = plan.outputChanges.flatMap((change) => changedOutput(change, references));
  return { changes, outputs, unchanged: managed.length - changes.length };
}

/**
 * What was changed outside terraform since it last wrote its state. Where the plan tells what is configured, as a
 * refresh-only one does not, without what is as configured now: `agent-stack repair` leaves such changes, and so does
 * whoever writes into the configuration what was done by hand.
 */
export function driftOf(plan: PlanJson): Drift[] {
  const references = referencesOf(plan);
  // What is there after the drift is what terraform found, not what it would make of it.
  const found = { ...plan, planned: plan.prior, resourceChanges: plan.resourceDrift };
  const losses = lossesOutside(found);
  const planned = new Map(
    plan.resourceChanges
      .filter(({ deposed }) => deposed === undefined)
      .map((change) => [change.address, change]),
  );
  return plan.resourceDrift
    .filter((change) => change.mode === "managed")
    .flatMap((change) => {
      const action = change.actions.includes("delete") ? "delete" : "update";
      const seen = {
        ...change,
        after:
          change.after &&
          driftedAttributes(
            change,
            change.deposed === undefined ? planned.get(change.address) : undefined,
            plan,
          ),
      };
      const drift = describe(seen, action, found, references, losses.get(change));
      const id = change.before?.uuid ?? change.before?.id;
      return action === "update" && drift.attributes.length === 0
        ? []
        : [{ ...drift, objectId: id == null ? undefined : String(id) }];
    });
}

// The provider's SDK records an empty list as null on apply and as [] on the next read.
const isEmpty = (value: unknown) =>
  value == null || value === "" || (typeof value === "object" && Object.keys(value).length === 0);

/** What is there now, with the value from before where nobody manages the attribute or it is as configured. */
function driftedAttributes(
  change: ResourceChange,
  planned: ResourceChange | undefined,
  plan: PlanJson,
): Attributes {
  const configured = configurationOf(plan.configured, change.address);
  const type = managedType(change.type);
  const isManaged = (name: string) =>
    !type?.attributes[name]?.isVolatile && (!type?.isPartlyManaged || configured?.has(name) !== false);
  const isAsConfigured = (name: string, value: unknown) =>
    configured?.has(name) && !hasTrue(planned?.unknown[name]) && same(planned?.after?.[name], value);
  return Object.fromEntries(
    Object.entries(change.after ?? {}).map(([name, value]) => {
      const before = change.before?.[name] ?? null;
      const isDrift = isManaged(name) && !(isEmpty(before) && isEmpty(value)) && !isAsConfigured(name, value);
      return [name, isDrift ? value : before];
    }),
  );
}

function actionOf(change: ResourceChange): Action | undefined {
  const actions = new Set(change.actions);
  if (actions.has("create")) {
    return actions.has("forget") ? "create and forget" : actions.has("delete") ? "replace" : "create";
  }
  const single = (["delete", "forget", "update"] as const).find((action) => actions.has(action));
  return single ?? (change.importId ? "import" : change.previousAddress ? "move" : undefined);
}

/** A change as a report shows it. */
export function describe(
  change: ResourceChange,
  action: Action,
  plan: PlanJson,
  references: References,
  along: readonly Consequence[] = [],
): Change {
  const names = new Set([
    ...Object.keys(change.before ?? {}),
    ...Object.keys(change.after ?? {}),
    ...Object.keys(change.unknown),
  ]);
  const attributes = [...names].flatMap((name) => attributeChange(name, change, references));
  return {
    address: change.deposed === undefined ? change.address : `${change.address} (left over)`,
    type: change.type,
    label: maskText(label({ ...change, ...lastSeen(change) })),
    action,
    importId: change.importId,
    movedFrom: change.previousAddress,
    attributes: attributes.sort((a, b) => a.name.localeCompare(b.name, "en")),
    consequences: [...consequencesOf(change, action, plan), ...along].sort(bySeverity),
    whose: whoseChange(change, plan),
    isCliApplications: isCliApplications(change, plan),
    guarded: change.type === policyBinding.type ? targetKind(change, plan) : undefined,
  };
}

/** An object as it will be, or as it was before it goes. */
function lastSeen({
  before,
  after,
  beforeSensitive,
  afterSensitive,
}: ResourceChange): Pick<Resource, "values" | "sensitive"> {
  return after
    ? { values: after, sensitive: afterSensitive }
    : { values: before ?? {}, sensitive: beforeSensitive };
}

function attributeChange(name: string, change: ResourceChange, references: References): AttributeChange[] {
  const before = change.before?.[name] ?? null;
  const after = change.after?.[name] ?? null;
  const unknown = hasTrue(change.unknown[name]);
  if (!unknown && same(before, after)) {
    return [];
  }
  return [
    {
      name,
      before: shown(name, before, member(change.beforeSensitive, name), references),
      after: unknown
        ? { kind: "unknown" }
        : shown(name, after, member(change.afterSensitive, name), references),
      replaces: change.replacePaths.some((path) => path.split(".")[0] === name),
    },
  ];
}

function shown(name: string, value: unknown, sensitive: unknown, references: References): Value {
  if (value === null) {
    return { kind: "absent" };
  }
  if (sensitive === true || isSecret(name, value)) {
    return { kind: "sensitive" };
  }
  const json = maskValue(value, sensitive);
  const referred = [json].flat().map((id): Referred => {
    const known = nameOf(references, name, id);
    return { id: readable(id), ...(known !== undefined && known !== id && { name: maskText(known) }) };
  });
  if (referred.every((each) => each.name === undefined)) {
    return { kind: "value", json, text: readable(json) };
  }
  const texts = referred.map((each) => (each.name === undefined ? each.id : `"${each.name}" (${each.id})`));
  const text = Array.isArray(json) ? `[${texts.join(", ")}]` : texts.join();
  return { kind: "value", json, text, refersTo: referred };
}

function readable(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map(readable).join(", ")}]`;
  }
  return typeof value === "string" && value !== "" ? value : JSON.stringify(value);
}

function changedOutput(change: OutputChange, references: References): ChangedOutput[] {
  const action = (["create", "update", "delete"] as const).find((name) => change.actions.includes(name));
  if (!action) {
    return [];
  }
  return [
    {
      name: change.name,
      action,
      before: shown(change.name, change.before, change.sensitive, references),
      after: change.unknown
        ? { kind: "unknown" }
        : shown(change.name, change.after, change.sensitive, references),
    },
  ];
}

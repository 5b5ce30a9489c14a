import type { Attribution, Deed, Drift } from "../changes/changes";
import { managedType, typeOfKind } from "../objects";

/** What we read of an event of authentik's event log. */
export interface AuditEvent {
  readonly action: string;
  readonly created: string;
  readonly user?: { readonly pk?: number; readonly username?: string };
  readonly context?: {
    readonly model?: {
      readonly pk?: string | number;
      readonly model_name?: string;
      readonly name?: string;
    };
    readonly http_request?: { readonly user_agent?: string };
  };
}

type DriftedObject = Pick<Drift, "type" | "objectId">;

/** Another object whose deletion clears a reference to it, or deletes what refers to it along. */
export interface Deleted {
  /** The attribute that referred to it. */
  readonly attribute: string;
  readonly kind: string;
  readonly id: string;
  /** How the event log names its model; undefined where we do not know. */
  readonly model?: string;
  /** Whether the referring object goes along with it. */
  readonly isAlong: boolean;
}

const ACTIONS: Readonly<Record<string, string>> = {
  model_created: "created",
  model_updated: "changed",
  model_deleted: "deleted",
};

const isByTerraform = ({ context }: AuditEvent) =>
  /^authentik-terraform@/.test(context?.http_request?.user_agent ?? "");

/** The events of the object that tell of changes, newest first. */
export function changesOf(drift: DriftedObject, events: readonly AuditEvent[]): readonly AuditEvent[] {
  return events
    .filter((event) => event.action in ACTIONS && isAbout(event, drift))
    .sort((a, b) => Date.parse(b.created) - Date.parse(a.created));
}

/**
 * When terraform last wrote the object with our token, or where that never did, with any; undefined where the events do
 * not reach back to it.
 */
export function lastWrite(changes: readonly AuditEvent[], self: number | undefined): AuditEvent | undefined {
  const writes = changes.filter(isByTerraform);
  return writes.find(({ user }) => user?.pk === self) ?? writes[0];
}

/**
 * Who changed the object since terraform last wrote it, each person once; all that the log has of it where it does not
 * reach back so far. Somebody else's terraform is somebody else.
 */
export function deedsSince(changes: readonly AuditEvent[], self: number | undefined): readonly Deed[] {
  const last = lastWrite(changes, self);
  const isOurs = (event: AuditEvent) => isByTerraform(event) && event.user?.pk === self;
  const since = last ? changes.slice(0, changes.indexOf(last) + 1) : changes;
  const deeds = new Map<string, Deed>();
  for (const event of since.filter((each) => !isOurs(each))) {
    const deed = deedOf(event);
    const key = JSON.stringify([deed.who, deed.what]);
    if (!deeds.has(key)) deeds.set(key, deed);
  }
  return [...deeds.values()];
}

function deedOf(event: AuditEvent): Deed {
  const what = `${ACTIONS[event.action] ?? event.action} this object`;
  return {
    who: nameIn(event),
    when: event.created,
    what: isByTerraform(event) ? `${what} with Terraform` : what,
  };
}

const nameIn = ({ user }: AuditEvent) => user?.username || "somebody without a name";

/** What the deletion of another object did to this one. */
export function deletionDeed(deleted: Deleted, events: readonly AuditEvent[]): Deed | undefined {
  const { attribute, kind, id, model, isAlong } = deleted;
  const event = events.find(({ action, context }) => {
    const { pk, model_name: name } = context?.model ?? {};
    const isOfModel = model === undefined ? !/^\d+$/.test(id) : name === model;
    return action === "model_deleted" && isOfModel && keyOf(String(pk)) === keyOf(id);
  });
  if (!event) return undefined;
  const which = `deleted the ${kind} "${event.context?.model?.name ?? id}"`;
  const what = isAlong ? `${which} and this object with it` : `${which}, which cleared ${attribute}`;
  return { who: nameIn(event), when: event.created, what };
}

/** The objects that a drifted one referred to, where their deletion would explain what became of it. */
export function mayBeDeleted({ type, action, attributes }: Drift): Deleted[] {
  return attributes.flatMap(({ name, before, after }) => {
    const { whenDeleted, to: [kind] = [] } = managedType(type)?.attributes[name]?.refers ?? {};
    const isAlong = action === "delete";
    const explains = isAlong
      ? whenDeleted === "deleted along"
      : whenDeleted === "cleared" || whenDeleted === "taken out of the list";
    if (!explains || kind === undefined || before.kind !== "value") return [];
    const left = after.kind === "value" ? [after.json].flat().map(String) : [];
    // A reference to something else was changed, not cleared.
    if (whenDeleted === "cleared" && left.some((id) => id !== "" && id !== "0")) return [];
    return [before.json]
      .flat()
      .map(String)
      .filter((id) => id !== "" && id !== "0" && !left.includes(id))
      .map((id) => ({ attribute: name, kind, id, model: typeOfKind(kind).api?.model, isAlong }));
  });
}

/** Why nobody is named, as far as the log shows it. */
export function whyUnknown(last: AuditEvent | undefined, oldest: AuditEvent | undefined): Attribution {
  if (last) {
    return {
      kind: "unknown",
      reason: `authentik's event log has no change of it since terraform wrote it at ${last.created}: authentik did it itself, as with tokens that expire`,
    };
  }
  return {
    kind: "unknown",
    reason: oldest
      ? `authentik's event log begins at ${oldest.created} and has no change of it, not even terraform's: it was kept too short`
      : "authentik's event log is empty",
  };
}

/** The query that finds the events of an object; the log writes uuids without dashes. */
export function eventsOf({ type, objectId }: DriftedObject): Record<string, string> {
  return eventsAbout(objectId ?? "", managedType(type)?.api.model);
}

/** The query that finds the events of an object by its id and how the log names its model. */
export function eventsAbout(id: string, model: string | undefined): Record<string, string> {
  return {
    context_model_pk: keyOf(id),
    ...(model === undefined ? {} : { context_model_name: model }),
  };
}

function isAbout({ context }: AuditEvent, { type, objectId }: DriftedObject): boolean {
  const { pk, model_name: model } = context?.model ?? {};
  const ours = managedType(type)?.api.model;
  if (pk === undefined || objectId === undefined || keyOf(String(pk)) !== keyOf(objectId)) {
    return false;
  }
  // The numbers of one model are also numbers of others.
  return ours === undefined ? !/^\d+$/.test(objectId) : model === ours;
}

function keyOf(objectId: string): string {
  return objectId.replaceAll("-", "").toLowerCase();
}

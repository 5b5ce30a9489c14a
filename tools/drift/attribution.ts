import type { Attribution, Drift } from "../changes/changes";
import { managedType } from "../objects";

/** What we read of an event of authentik's event log. */
export interface AuditEvent {
  readonly action: string;
  readonly created: string;
  readonly user?: { readonly username?: string };
  readonly context?: {
    readonly model?: { readonly pk?: string | number; readonly model_name?: string };
    readonly http_request?: { readonly user_agent?: string };
  };
}

type DriftedObject = Pick<Drift, "type" | "objectId">;

const ACTIONS: Readonly<Record<string, string>> = {
  model_created: "created",
  model_updated: "changed",
  model_deleted: "deleted",
};

// What the provider changes is no drift, whoever's token it uses.
const TERRAFORM = /^authentik-terraform@/;

/** Who last changed the object outside terraform, by events in any order. */
export function attribute(drift: DriftedObject, events: readonly AuditEvent[]): Attribution {
  const [last] = events
    .filter(({ action }) => action in ACTIONS)
    .filter((event) => isAbout(event, drift))
    .filter(({ context }) => !TERRAFORM.test(context?.http_request?.user_agent ?? ""))
    .sort((a, b) => Date.parse(b.created) - Date.parse(a.created));
  if (!last) {
    return {
      kind: "unknown",
      reason:
        "authentik's event log has no such change: it was kept too short, or authentik did it itself, as with tokens that expire",
    };
  }
  return {
    kind: "known",
    who: last.user?.username || "somebody without a name",
    when: last.created,
    what: ACTIONS[last.action] ?? last.action,
  };
}

/** The query that finds the events of an object; the log writes uuids without dashes. */
export function eventsOf({ type, objectId }: DriftedObject): Record<string, string> {
  const model = managedType(type)?.api.model;
  return {
    context_model_pk: keyOf(objectId ?? ""),
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

import type { Attribution, Drift } from "../plan/changes";

/** What we read of an event of authentik's event log. */
export interface AuditEvent {
  readonly action: string;
  readonly created: string;
  readonly user?: { readonly username?: string };
  readonly context?: {
    readonly model?: { readonly pk?: string | number };
    readonly http_request?: { readonly user_agent?: string };
  };
}

const ACTIONS: Readonly<Record<string, string>> = {
  model_created: "created",
  model_updated: "changed",
  model_deleted: "deleted",
};

// What the provider changes is no drift, whoever's token it uses.
const TERRAFORM = /^authentik-terraform@/;

/** Who last changed the object outside terraform, by events in any order. */
export function attribute(drift: Pick<Drift, "objectId">, events: readonly AuditEvent[]): Attribution {
  const [last] = events
    .filter(({ action }) => action in ACTIONS)
    .filter(({ context }) => isAbout(context?.model?.pk, drift.objectId))
    .filter(({ context }) => !TERRAFORM.test(context?.http_request?.user_agent ?? ""))
    .sort((a, b) => Date.parse(b.created) - Date.parse(a.created));
  if (!last) {
    return {
      kind: "unknown",
      reason: "authentik's event log has no such change, it may have been kept too short",
    };
  }
  return {
    kind: "known",
    who: last.user?.username || "somebody without a name",
    when: last.created,
    what: ACTIONS[last.action] ?? last.action,
  };
}

/** The event log writes uuids without dashes. */
export function eventLogKey(objectId: string): string {
  return objectId.replaceAll("-", "").toLowerCase();
}

function isAbout(pk: string | number | undefined, objectId: string | undefined): boolean {
  return pk !== undefined && objectId !== undefined && eventLogKey(String(pk)) === eventLogKey(objectId);
}

import { AuthentikClient } from "../authentik/client";
import { connectionOf, type Environment } from "../authentik/connection";
import type { Drift } from "../changes/changes";
import { event } from "../objects/event";
import { type AuditEvent, attribute, eventsOf } from "./attribution";

/** The one request that attribution needs; AuthentikClient is one. */
export interface EventLog {
  get<T>(path: string, query: Readonly<Record<string, string | number>>): Promise<T>;
}

const EVENTS_PER_OBJECT = 20;

/** Says of each drifted object who changed it, or why that is not known; never fails. */
export function attributeDrift(drift: readonly Drift[], open: () => EventLog): Promise<Drift[]> {
  let log: EventLog | undefined;
  return Promise.all(
    drift.map(async (drifted): Promise<Drift> => {
      try {
        log ??= open();
        const { results } = await log.get<{ results: AuditEvent[] }>(event.path, {
          ...eventsOf(drifted),
          ordering: "-created",
          page_size: EVENTS_PER_OBJECT,
        });
        return { ...drifted, attribution: attribute(drifted, results) };
      } catch (error) {
        return { ...drifted, attribution: { kind: "unknown", reason: (error as Error).message } };
      }
    }),
  );
}

/** The event log of an environment's authentik. @throws RequestError */
export function openEventLog(environment: Environment, env: NodeJS.ProcessEnv): EventLog {
  return new AuthentikClient(connectionOf(environment, env));
}

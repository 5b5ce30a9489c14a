import { AuthentikClient } from "../authentik/client";
import { connectionOf, type Environment } from "../authentik/connection";
import type { Attribution, Deed, Drift } from "../changes/changes";
import { event } from "../objects/event";
import { user } from "../objects/user";
import {
  type AuditEvent,
  changesOf,
  type Deleted,
  deedsSince,
  deletionDeed,
  eventsAbout,
  eventsOf,
  lastWrite,
  mayBeDeleted,
  whyUnknown,
} from "./attribution";

/** The requests that attribution needs; AuthentikClient is one. */
export interface EventLog {
  get<T>(path: string): Promise<T>;
  page<T>(path: string, query: Readonly<Record<string, string | number>>): Promise<EventPage<T>>;
}

interface EventPage<T> {
  readonly results: readonly T[];
  readonly pagination: { readonly next?: number };
}

const EVENTS_PER_PAGE = 100;
const MOST_PAGES = 50;

/** Says of each drifted object who changed it, or why that is not known; never fails. */
export function attributeDrift(drift: readonly Drift[], open: () => EventLog): Promise<Drift[]> {
  let reader: EventReader | undefined;
  return Promise.all(
    drift.map(async (drifted): Promise<Drift> => {
      try {
        reader ??= new EventReader(open());
        return { ...drifted, attribution: await attribute(drifted, reader) };
      } catch (error) {
        return { ...drifted, attribution: { kind: "unknown", reason: (error as Error).message } };
      }
    }),
  );
}

async function attribute(drift: Drift, reader: EventReader): Promise<Attribution> {
  const [self, changes, deletions] = await Promise.all([
    reader.self(),
    reader.changes(drift),
    reader.deletions(mayBeDeleted(drift)),
  ]);
  // Whoever changed the object before or after has nothing to do with what a deletion elsewhere cleared.
  const explained = new Set(deletions.map(({ attribute: name }) => name));
  const isExplained =
    explained.size > 0 &&
    (drift.action === "delete" || drift.attributes.every(({ name }) => explained.has(name)));
  const people = [...deletions.map(({ deed }) => deed), ...(isExplained ? [] : deedsSince(changes, self))];
  if (people.length > 0) return { kind: "known", people };
  return whyUnknown(lastWrite(changes, self), await reader.oldest());
}

class EventReader {
  private user?: Promise<number | undefined>;
  private first?: Promise<AuditEvent | undefined>;

  constructor(private readonly log: EventLog) {}

  /** The number of the token's user. */
  self(): Promise<number | undefined> {
    this.user ??= this.log.get<{ user?: { pk?: number } }>(`${user.api.path}me/`).then((me) => me.user?.pk);
    return this.user;
  }

  /** The oldest event that the log has. */
  oldest(): Promise<AuditEvent | undefined> {
    this.first ??= this.page({ ordering: "created", page_size: 1 }).then(({ results }) => results[0]);
    return this.first;
  }

  /** The changes of an object, newest first, back to the last time that terraform wrote it with our token. */
  async changes(drift: Drift): Promise<readonly AuditEvent[]> {
    const self = await this.self();
    const query = { ...eventsOf(drift), ordering: "-created", page_size: EVENTS_PER_PAGE };
    const events: AuditEvent[] = [];
    for (let number = 1; number <= MOST_PAGES; number += 1) {
      const { results, pagination } = await this.page(number === 1 ? query : { ...query, page: number });
      events.push(...results);
      const changes = changesOf(drift, events);
      if (!pagination.next || lastWrite(changes, self)?.user?.pk === self) return changes;
    }
    throw new Error(
      `authentik's event log has more than ${MOST_PAGES * EVENTS_PER_PAGE} entries of it since terraform wrote it: look there`,
    );
  }

  async deletions(deleted: readonly Deleted[]): Promise<{ attribute: string; deed: Deed }[]> {
    const found = await Promise.all(
      deleted.map(async (each) => {
        const { results } = await this.page({
          ...eventsAbout(each.id, each.model),
          action: "model_deleted",
          page_size: 1,
        });
        const deed = deletionDeed(each, results);
        return deed ? [{ attribute: each.attribute, deed }] : [];
      }),
    );
    return found.flat();
  }

  private page(query: Readonly<Record<string, string | number>>): Promise<EventPage<AuditEvent>> {
    return this.log.page(event.path, query);
  }
}

/** The event log of an environment's authentik. @throws RequestError */
export function openEventLog(environment: Environment, env: NodeJS.ProcessEnv): EventLog {
  return new AuthentikClient(connectionOf(environment, env));
}

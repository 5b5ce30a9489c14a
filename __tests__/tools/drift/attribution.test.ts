import type { Drift } from "../../../tools/changes/changes";
import { type AuditEvent, changesOf, deedsSince, whyUnknown } from "../../../tools/drift/attribution";
import { attributeDrift, type EventLog } from "../../../tools/drift/event-log";

const ID = "2726d0f8-870b-4c42-966f-6859c628334a";
const drift: Drift = {
  address: "authentik_endpoints_connector_agent.connector",
  type: "authentik_endpoints_connector_agent",
  label: "authentik Agent",
  action: "update",
  attributes: [],
  consequences: [],
  whose: "the agent's",
  objectId: ID,
};

function event(created: string, fields: Partial<AuditEvent> = {}, userAgent = "Mozilla/5.0"): AuditEvent {
  return {
    action: "model_updated",
    created,
    user: { username: "ann" },
    context: {
      model: { pk: ID.replaceAll("-", ""), model_name: "agentconnector" },
      http_request: { user_agent: userAgent },
    },
    ...fields,
  };
}

const ME = 3;
const APPLY = { user: { pk: ME, username: "terraform" } };
const TERRAFORM = "authentik-terraform@2026.5.0";
const by = (username: string) => ({ user: { pk: 9, username } });
const at = (hour: number) => `2026-11-24T0${hour}:00:00Z`;
const told = (...events: AuditEvent[]) => deedsSince(changesOf(drift, events), ME);

test("everybody who changed the object since we wrote it is named, newest first, each once", () => {
  const deeds = told(
    event(at(3), by("bob")),
    event(at(1), by("innocent")),
    event(at(2), APPLY, TERRAFORM),
    event(at(5), by("ann")),
    event(at(4), by("ann")),
  );

  expect(deeds).toEqual([
    { who: "ann", when: at(5), what: "changed this object" },
    { who: "bob", when: at(3), what: "changed this object" },
  ]);
});

test("somebody else's terraform is named, ours is not", () => {
  const deeds = told(
    event(at(4), APPLY, TERRAFORM),
    event(at(5), by("carol"), TERRAFORM),
    event(at(3), by("dave"), TERRAFORM),
  );

  expect(deeds).toEqual([{ who: "carol", when: at(5), what: "changed this object with Terraform" }]);
});

test("what our token's user did by hand is told", () => {
  expect(told(event(at(2), APPLY, TERRAFORM), event(at(3), APPLY))).toEqual([
    { who: "terraform", when: at(3), what: "changed this object" },
  ]);
});

test("where another token applies, what came before the last apply is left out and the apply told as what it is", () => {
  const deeds = told(
    event(at(1), by("innocent")),
    event(at(2), by("pipeline"), TERRAFORM),
    event(at(3), by("eve")),
  );

  expect(deeds).toEqual([
    { who: "eve", when: at(3), what: "changed this object" },
    { who: "pipeline", when: at(2), what: "changed this object with Terraform" },
  ]);
});

test("a log that does not reach back to terraform has later events only, which all count", () => {
  expect(told(event(at(1), by("ann")), event(at(2), by("bob"))).map(({ who }) => who)).toEqual([
    "bob",
    "ann",
  ]);
});

const provider = { type: "authentik_provider_oauth2", objectId: "7" };
const about = (pk: string | number, model: string) =>
  event("2026-11-24T03:00:00Z", { action: "model_deleted", context: { model: { pk, model_name: model } } });

test.each([7, "7"])("a provider is known by its number, which the log has as %p", (pk) => {
  expect(changesOf(provider, [about(pk, "oauth2provider")])).toHaveLength(1);
});

test("a user of the same number is not the provider", () => {
  expect(changesOf(provider, [about(7, "user")])).toEqual([]);
});

test("an object of a type we do not know is known by its uuid, not by a number", () => {
  const group = { type: "authentik_group", objectId: ID };

  expect(changesOf(group, [about(ID.replaceAll("-", ""), "group")])).toHaveLength(1);
  expect(changesOf({ ...group, objectId: "7" }, [about(7, "group")])).toEqual([]);
});

test.each([
  ["our own applies", [event(at(3), APPLY, TERRAFORM)]],
  [
    "changes of other objects",
    [event(at(3), { context: { model: { pk: "ffff", model_name: "agentconnector" } } })],
  ],
  ["logins and the like", [event(at(3), { action: "login" })]],
  ["an empty log", []],
])("%s attribute nothing", (_, events) => {
  expect(told(...events)).toEqual([]);
});

test("who is unknown is told by what the log shows", () => {
  const write = event(at(2), APPLY, TERRAFORM);

  expect([
    whyUnknown(write, undefined),
    whyUnknown(undefined, event(at(1))),
    whyUnknown(undefined, undefined),
  ]).toEqual(
    [
      `authentik's event log has no change of it since terraform wrote it at ${at(2)}: authentik did it itself, as with tokens that expire`,
      `authentik's event log begins at ${at(1)} and has no change of it, not even terraform's: it was kept too short`,
      "authentik's event log is empty",
    ].map((reason) => ({ kind: "unknown", reason })),
  );
});

test("asks the event log for each object, by its id as the log writes it, and once for the token's user", async () => {
  const asked: unknown[] = [];
  const log: EventLog = {
    get: async <T>(path: string) => {
      asked.push([path]);
      return { user: { pk: ME } } as T;
    },
    page: async <T>(path: string, query: unknown) => {
      asked.push([path, query]);
      return { results: [event(at(3))] as T[], pagination: {} };
    },
  };

  const [attributed] = await attributeDrift([drift, drift], () => log);

  const query = {
    context_model_pk: "2726d0f8870b4c42966f6859c628334a",
    context_model_name: "agentconnector",
    ordering: "-created",
    page_size: 100,
  };
  expect(asked).toEqual([["/core/users/me/"], ["/events/events/", query], ["/events/events/", query]]);
  expect(attributed?.attribution).toEqual({
    kind: "known",
    people: [{ who: "ann", when: at(3), what: "changed this object" }],
  });
});

test("reads on where the first page does not reach back to our own write", async () => {
  const pages = [[event(at(5), by("ann"))], [event(at(4), by("bob")), event(at(3), APPLY, TERRAFORM)], []];
  const log: EventLog = {
    get: async <T>() => ({ user: { pk: ME } }) as T,
    page: async <T>(_path: string, { page = 1 }: { page?: number }) => {
      return { results: pages[page - 1] as T[], pagination: { next: page + 1 } };
    },
  };

  const [attributed] = await attributeDrift([drift], () => log);

  expect(attributed?.attribution).toMatchObject({ people: [{ who: "ann" }, { who: "bob" }] });
});

test("a log that never ends is given up", async () => {
  let pages = 0;
  const log: EventLog = {
    get: async <T>() => ({ user: { pk: ME } }) as T,
    page: async <T>() => {
      pages += 1;
      return { results: [event(at(5), by("ann"))] as T[], pagination: { next: pages + 1 } };
    },
  };

  const [attributed] = await attributeDrift([drift], () => log);

  expect(attributed?.attribution).toEqual({
    kind: "unknown",
    reason: "authentik's event log has more than 5000 entries of it since terraform wrote it: look there",
  });
  expect(pages).toBe(50);
});

test("a log that may not be read is why it is unknown, and the drift is still told", async () => {
  const refused = () => Promise.reject(new Error("the token's user may not GET /events/events/"));
  const log: EventLog = { get: refused, page: refused };

  const attributed = await attributeDrift([drift, drift], () => log);

  expect(attributed.map(({ attribution }) => attribution)).toEqual([
    { kind: "unknown", reason: "the token's user may not GET /events/events/" },
    { kind: "unknown", reason: "the token's user may not GET /events/events/" },
  ]);
});

test("no connection is opened when there is no drift", async () => {
  const open = jest.fn();

  await attributeDrift([], open);

  expect(open).not.toHaveBeenCalled();
});

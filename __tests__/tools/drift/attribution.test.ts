import type { Drift } from "../../../tools/changes/changes";
import { type AuditEvent, attribute } from "../../../tools/drift/attribution";
import { attributeDrift, type EventLog } from "../../../tools/drift/event-log";

const ID = "2726d0f8-870b-4c42-966f-6859c628334a";
const UNKNOWN = {
  kind: "unknown",
  reason:
    "authentik's event log has no such change: it was kept too short, or authentik did it itself, as with tokens that expire",
};

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

test("is the last change of the object, whatever the order of the events", () => {
  const events = [
    event("2026-11-24T01:00:00Z", { user: { username: "bob" } }),
    event("2026-11-24T03:00:00Z"),
    event("2026-11-24T02:00:00Z", { user: { username: "eve" } }),
  ];

  expect(attribute(drift, events)).toEqual({
    kind: "known",
    who: "ann",
    when: "2026-11-24T03:00:00Z",
    what: "changed",
  });
});

const provider = { type: "authentik_provider_oauth2", objectId: "7" };
const about = (pk: string | number, model: string) =>
  event("2026-11-24T03:00:00Z", { action: "model_deleted", context: { model: { pk, model_name: model } } });

test.each([7, "7"])("a provider is known by its number, which the log has as %p", (pk) => {
  expect(attribute(provider, [about(pk, "oauth2provider")])).toMatchObject({
    kind: "known",
    what: "deleted",
  });
});

test("a user of the same number is not the provider", () => {
  expect(attribute(provider, [about(7, "user")])).toEqual(UNKNOWN);
});

test("an object of a type we do not know is known by its uuid, not by a number", () => {
  const group = { type: "authentik_group", objectId: ID };

  expect(attribute(group, [about(ID.replaceAll("-", ""), "group")])).toMatchObject({ kind: "known" });
  expect(attribute({ ...group, objectId: "7" }, [about(7, "group")])).toEqual(UNKNOWN);
});

test.each([
  ["terraform's own changes", [event("2026-11-24T03:00:00Z", {}, "authentik-terraform@2026.5.0")]],
  [
    "changes of other objects",
    [event("2026-11-24T03:00:00Z", { context: { model: { pk: "ffff", model_name: "agentconnector" } } })],
  ],
  ["logins and the like", [event("2026-11-24T03:00:00Z", { action: "login" })]],
  ["an empty log", []],
])("%s attribute nothing", (_, events) => {
  expect(attribute(drift, events)).toEqual(UNKNOWN);
});

test("asks the event log for each object, by its id as the log writes it", async () => {
  const asked: unknown[] = [];
  const log: EventLog = {
    get: async <T>(path: string, query: unknown) => {
      asked.push([path, query]);
      return { results: [event("2026-11-24T03:00:00Z")] } as T;
    },
  };

  const [attributed] = await attributeDrift([drift], () => log);

  expect(asked).toEqual([
    [
      "/events/events/",
      {
        context_model_pk: "2726d0f8870b4c42966f6859c628334a",
        context_model_name: "agentconnector",
        ordering: "-created",
        page_size: 20,
      },
    ],
  ]);
  expect(attributed?.attribution).toMatchObject({ kind: "known", who: "ann" });
});

test("a log that may not be read is why it is unknown, and the drift is still told", async () => {
  const log: EventLog = {
    get: () => Promise.reject(new Error("the token's user may not GET /events/events/")),
  };

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

import { type StandInServer, startServer } from "../../../standin/server";
import type { Drift } from "../../../tools/changes/changes";
import { attributeDrift, openEventLog } from "../../../tools/drift/event-log";

let server: StandInServer;
let brand: Drift;

beforeAll(async () => {
  server = await startServer();
  const { results } = (await call("GET", "/core/brands/")) as { results: { brand_uuid: string }[] };
  brand = {
    address: "authentik_brand.default_brand",
    type: "authentik_brand",
    label: "authentik-default",
    action: "update",
    attributes: [],
    consequences: [],
    whose: "the agent's",
    objectId: results[0]?.brand_uuid,
  };
});
afterAll(() => server.close());

async function call(method: string, path: string, body?: object): Promise<unknown> {
  const answer = await fetch(`${server.url}/api/v3${path}`, {
    method,
    headers: { authorization: `Bearer ${server.token}`, "content-type": "application/json" },
    body: body && JSON.stringify(body),
  });
  return answer.json();
}

const logOf = (token: string) => () =>
  openEventLog({ name: "production" }, { AUTHENTIK_URL: server.url, AUTHENTIK_TOKEN: token });

test("finds in authentik's event log who changed a brand", async () => {
  await call("PATCH", `/core/brands/${brand.objectId}/`, { branding_title: "Changed" });

  const [attributed] = await attributeDrift([brand], logOf(server.token));

  expect(attributed?.attribution).toEqual({
    kind: "known",
    who: "akadmin",
    when: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    what: "changed",
  });
});

test("a token that is refused leaves it unknown and says so", async () => {
  const [attributed] = await attributeDrift([brand], logOf("wrong"));

  expect(attributed?.attribution).toEqual({
    kind: "unknown",
    reason: expect.stringContaining("authentik refuses AUTHENTIK_TOKEN"),
  });
});

test("an event log that may not be read names the missing permission", async () => {
  server.fail((request) => (request.path.includes("/events/") ? 403 : undefined));

  const [attributed] = await attributeDrift([brand], logOf(server.token));

  server.fail(() => undefined);
  expect(attributed?.attribution).toEqual({
    kind: "unknown",
    reason:
      "the token's user may not GET /events/events/: give it the permission authentik_events.view_event through a role",
  });
});

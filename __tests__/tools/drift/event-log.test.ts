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

async function call(method: string, path: string, body?: object, headers = {}): Promise<unknown> {
  const answer = await fetch(`${server.url}/api/v3${path}`, {
    method,
    headers: { authorization: `Bearer ${server.token}`, "content-type": "application/json", ...headers },
    body: body && JSON.stringify(body),
  });
  return answer.status === 204 ? undefined : answer.json();
}

const logOf = (token: string) => () =>
  openEventLog({ name: "production" }, { AUTHENTIK_URL: server.url, AUTHENTIK_TOKEN: token });

test("finds in authentik's event log who changed a brand", async () => {
  await call("PATCH", `/core/brands/${brand.objectId}/`, { branding_title: "Changed" });

  const [attributed] = await attributeDrift([brand], logOf(server.token));

  expect(attributed?.attribution).toEqual({
    kind: "known",
    people: [
      {
        who: "akadmin",
        when: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
        what: "changed this object",
      },
    ],
  });
});

describe("a reference that was cleared because what it referred to was deleted", () => {
  const TERRAFORM = { "user-agent": "authentik-terraform@2026.5.0" };
  const cleared = (flow: string): Drift => ({
    ...brand,
    attributes: [
      {
        name: "flow_device_code",
        before: { kind: "value", json: flow, text: "Device code" },
        after: { kind: "value", json: "", text: '""' },
        replaces: false,
      },
    ],
  });
  async function deployFlow(): Promise<string> {
    const made = { name: "Device code", slug: "codes", title: "t", designation: "stage_configuration" };
    const { pk } = (await call("POST", "/flows/instances/", made)) as { pk: string };
    await call("PATCH", `/core/brands/${brand.objectId}/`, { flow_device_code: pk }, TERRAFORM);
    return pk;
  }
  const people = (attributed: Drift | undefined) =>
    attributed?.attribution?.kind === "known" ? attributed.attribution.people : undefined;

  test("is told as such, and nobody who changed the brand is named", async () => {
    const eve = server.seed.user("eve", ["authentik Admins"]);
    const flow = await deployFlow();
    await call("PATCH", `/core/brands/${brand.objectId}/`, { branding_title: "Ours" });
    await call("DELETE", "/flows/instances/codes/", undefined, { authorization: `Bearer ${eve.token}` });

    const [attributed] = await attributeDrift([cleared(flow)], logOf(server.token));

    expect(people(attributed)).toEqual([
      {
        who: "eve",
        when: expect.any(String),
        what: 'deleted the flow "Device code", which cleared flow_device_code',
      },
    ]);
  });

  test("is told as a change of the brand where the flow is still there", async () => {
    const flow = await deployFlow();
    await call("PATCH", `/core/brands/${brand.objectId}/`, { flow_device_code: null });

    const [attributed] = await attributeDrift([cleared(flow)], logOf(server.token));

    expect(people(attributed)).toEqual([
      { who: "akadmin", when: expect.any(String), what: "changed this object" },
    ]);
  });
});

test("a log that was kept too short is said to begin where it does", async () => {
  server.seed.forgetEvents(new Date(Date.now() + 1000));
  await call("POST", "/core/groups/", { name: "later" });

  const [attributed] = await attributeDrift([brand], logOf(server.token));

  expect(attributed?.attribution).toEqual({
    kind: "unknown",
    reason: expect.stringMatching(
      /^authentik's event log begins at \S+Z and has no change of it, not even terraform's: it was kept too short$/,
    ),
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

import { startProvider } from "../../../standin/provider";
import { recordingsOf } from "../../../standin/recordings";
import { agentConfiguration } from "./agent-configuration";
import { type StandIn, startStandIn, stop, Workspace } from "./terraform";

jest.setTimeout(60_000);

const FIRST_APPLY_AND_PLAN = 34;

const group = (name: string) => ({ resource: { authentik_endpoints_device_access_group: { g: { name } } } });

let standIn: StandIn;
let workspace: Workspace;

beforeEach(async () => {
  standIn = await startStandIn();
  workspace = new Workspace(standIn.provider);
});

afterEach(async () => {
  workspace.remove();
  await stop(standIn);
});

interface Request {
  readonly method: string;
  readonly path: string;
  readonly query: Record<string, string>;
  readonly body: unknown;
}

/** A request without what differs between installations: generated ids and the number a provider got. */
const comparable = ({ method, path, query, body }: Request) =>
  JSON.stringify([method, path, query, sorted(body)])
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "<uuid>")
    .replace(/providers\/oauth2\/\d+/g, "providers/oauth2/<pk>")
    .replace(/"(provider)":\d+|"(jwt_federation_providers)":\[\d+\]/g, '"$1$2":"<pk>"');

const sorted = (body: unknown) =>
  body && typeof body === "object" ? Object.fromEntries(Object.entries(body).sort()) : null;

function recordedRequests(): Request[] {
  const recordings = recordingsOf("authentik-recordings").slice(0, FIRST_APPLY_AND_PLAN);
  return recordings.map(({ method, path, request }) => {
    const url = new URL(path, "http://authentik");
    return { method, path: url.pathname, query: Object.fromEntries(url.searchParams), body: request };
  });
}

test("sends the requests the real provider sent", async () => {
  workspace.configure(agentConfiguration);
  await workspace.run("init");

  const applied = await workspace.apply();
  const planned = await workspace.plan();

  expect({ apply: applied.code, plan: planned.code }).toEqual({ apply: 0, plan: 0 });
  expect(standIn.server.requests.map(comparable).sort()).toEqual(recordedRequests().map(comparable).sort());
});

test("a plan without changes is 13 requests and shows no drift in the brand others designed", async () => {
  workspace.configure(agentConfiguration);
  await workspace.run("init");
  expect((await workspace.apply()).stdout).toContain("1 imported, 5 added, 1 changed, 0 destroyed");
  const before = standIn.server.requests.length;

  const { code } = await workspace.plan();

  expect(code).toBe(0);
  expect(standIn.server.requests.length - before).toBe(13);
});

test("what changed outside is drift, and put back", async () => {
  workspace.configure(group("workstations"));
  await workspace.run("init");
  await workspace.apply();
  const { path } = standIn.server.requests.at(-1) ?? { path: "" };
  await fetch(`${standIn.server.url}${path}`, {
    method: "PUT",
    headers: { authorization: `Bearer ${standIn.server.token}`, "content-type": "application/json" },
    body: '{"name":"renamed"}',
  });

  const { code } = await workspace.plan();
  const { resource_changes, resource_drift } = await workspace.planned();

  expect(code).toBe(2);
  const drift = resource_drift?.map(({ change }) => [change.before?.name, change.after?.name]);
  expect(drift).toEqual([["workstations", "renamed"]]);
  expect(resource_changes[0]?.change.actions).toEqual(["update"]);
  expect((await workspace.apply()).code).toBe(0);
  expect((await workspace.plan()).code).toBe(0);
});

test("what was deleted outside is created again", async () => {
  workspace.configure(group("workstations"));
  await workspace.run("init");
  await workspace.apply();
  const { path } = standIn.server.requests.at(-1) ?? { path: "" };
  await fetch(`${standIn.server.url}${path}`, {
    method: "DELETE",
    headers: { authorization: `Bearer ${standIn.server.token}` },
  });

  await workspace.plan();

  const { resource_changes } = await workspace.planned();
  expect(resource_changes[0]?.change.actions).toEqual(["create"]);
});

test("what was deleted between plan and apply is Terraform's inconsistent result, as with the real provider", async () => {
  workspace.configure(group("workstations"));
  await workspace.run("init");
  await workspace.apply();
  workspace.configure(group("laptops"));
  await workspace.plan();
  standIn.server.fail(({ method }) => (method === "PUT" ? 404 : undefined));

  const { code, stderr } = await workspace.run("apply", "plan");

  expect(code).toBe(1);
  expect(stderr).toContain("Root object was present, but now absent.");
});

test("the API's answer and the place of a mistake are shown", async () => {
  workspace.configure({
    resource: { authentik_endpoints_connector_agent: { c: { name: "c", refresh_interval: "bogus" } } },
  });
  await workspace.run("init");

  const invalid = await workspace.run("validate");
  workspace.configure(group(""));
  const refused = await workspace.apply();

  expect(invalid.stderr).toContain("bogus has incorrect amount of elements");
  expect(invalid.stderr).toContain("refresh_interval");
  expect(refused.stderr.replace(/\s*│?\s+/g, " ")).toContain(
    `Error: HTTP Error '400 Bad Request' during request 'POST /api/v3/endpoints/device_access_groups/': "{"name":["This field may not be blank."]}"`,
  );
});

test("a server that is down is said quickly", async () => {
  workspace.configure({ provider: { authentik: { url: "http://127.0.0.1:9" } }, ...group("workstations") });
  await workspace.run("init");

  const { code, stderr } = await workspace.apply();

  expect(code).toBe(1);
  expect(stderr.replace(/\s*│?\s+/g, " ")).toContain(
    `HTTP Error 'Post "http://127.0.0.1:9/api/v3/endpoints/device_access_groups/": dial tcp 127.0.0.1:9: connect: connection refused' without http response`,
  );
});

test("without an address in the environment Terraform asks for one", async () => {
  const provider = await startProvider({});
  const elsewhere = new Workspace(provider);
  elsewhere.configure(group("workstations"));
  await elsewhere.run("init");

  const { stderr } = await elsewhere.plan();

  expect(stderr).toContain('The argument "url" is required');
  elsewhere.remove();
  await provider.close();
});

test("many runs share one provider", async () => {
  const others = Array.from({ length: 6 }, () => new Workspace(standIn.provider));
  const runs = others.map(async (other, index) => {
    other.configure(group(`group ${index}`));
    await other.run("init");
    const applied = await other.apply();
    const planned = await other.plan();
    const destroyed = await other.run("destroy", "-auto-approve");
    other.remove();
    return [applied.code, planned.code, destroyed.code];
  });

  expect(await Promise.all(runs)).toEqual(others.map(() => [0, 0, 0]));
});

import { App, Testing } from "cdktf";
import { AgentStack, type AgentStackProps } from "../../../lib";
import { type StandInServer, startServer } from "../../../standin/server";
import { listsFor, refuseUnread, sightOf } from "../../../tools/adopt/sight";
import { AuthentikClient } from "../../../tools/authentik/client";
import { connectionFrom } from "../../../tools/authentik/connection";
import { PermittedReader } from "../../../tools/authentik/permitted-reader";
import { connector, deviceAccessGroup } from "../../../tools/objects";
import { managedSetUp } from "../../../tools/set-up/stack";

let server: StandInServer;
beforeEach(async () => {
  server = await startServer();
});
afterEach(() => server.close());

const clientWith = (token: string) =>
  new AuthentikClient(connectionFrom({ AUTHENTIK_URL: server.url, AUTHENTIK_TOKEN: token }));

const managed = (props: AgentStackProps = {}) =>
  managedSetUp("e2e", JSON.parse(Testing.synth(new AgentStack(new App(), "e2e", props))), {});

const SEEN = [
  ...["core/brands", "flows/instances", "flows/bindings", "providers/oauth2", "core/applications"],
  ...["endpoints/agents/connectors", "endpoints/agents/enrollment_tokens", "stages/endpoints"],
];
const planner = () =>
  server.seed.userWith("planner", [
    ...SEEN.map((path) => ({ may: "view" as const, path })),
    { may: "view", path: "policies/bindings", objects: ["one"] },
  ]).token;

test("a superuser and whoever may view everything see the whole", async () => {
  const { token } = server.seed.userWith("reader", [{ may: "view", path: "*" }]);

  for (const each of [server.token, token]) {
    expect(await sightOf(clientWith(each), managed())).toEqual({ isWhole: true, hidden: [] });
  }
});

test("what the configuration has nothing of may be hidden, and is not asked for", async () => {
  const client = clientWith(planner());

  const sight = await sightOf(client, managed());
  const list = listsFor(new PermittedReader(client), sight);

  expect(sight).toEqual({
    isWhole: true,
    hidden: ["authentik_policies.view_policybinding", "authentik_endpoints.view_deviceaccessgroup"],
  });
  expect(await list(deviceAccessGroup)).toEqual([]);
  expect(server.requests.map(({ path }) => path)).not.toContain("/api/v3/endpoints/device_access_groups/");
});

test("what the configuration wants may not be hidden, also some of it: it would be made a second time", async () => {
  const wanted = managed({ deviceAccessGroups: [{ name: "Laptops", access: [{ group: "staff" }] }] });

  await expect(sightOf(clientWith(planner()), wanted)).rejects.toThrow(
    "planner may not see all that is there, and what is hidden would be taken for missing and made a second time: give it the permissions authentik_endpoints.view_deviceaccessgroup, authentik_policies.view_policybinding through a role",
  );
});

test("whose permissions cannot be read nobody can tell about, and a list that is refused tells enough", async () => {
  const { token } = server.seed.userWith("reader", [{ may: "view", path: "*" }]);
  server.fail(({ path }) =>
    path.startsWith("/api/v3/rbac/permissions/") || path === "/api/v3/endpoints/agents/connectors/"
      ? 403
      : undefined,
  );
  const client = clientWith(token);
  const reader = new PermittedReader(client);

  const sight = await sightOf(client, managed());
  const connectors = await listsFor(reader, sight)(connector);

  expect({ sight, connectors }).toEqual({ sight: { isWhole: undefined, hidden: [] }, connectors: [] });
  expect(() => refuseUnread(reader, managed())).toThrow(
    "the token's user may not see all that is there, and what is hidden would be taken for missing and made a second time: give it the permission authentik_endpoints_connectors_agent.view_agentconnector through a role",
  );
});

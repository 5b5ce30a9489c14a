import { type StandInServer, startServer } from "../../../standin/server";
import { seesWhole } from "../../../tools/adopt/sight";
import { AuthentikClient } from "../../../tools/authentik/client";
import { connectionFrom } from "../../../tools/authentik/connection";

let server: StandInServer;
beforeEach(async () => {
  server = await startServer();
});
afterEach(() => server.close());

const clientWith = (token: string) =>
  new AuthentikClient(connectionFrom({ AUTHENTIK_URL: server.url, AUTHENTIK_TOKEN: token }));

test("a superuser and whoever may view everything see the whole", async () => {
  const { token } = server.seed.userWith("planner", [{ may: "view", path: "*" }]);

  expect(await seesWhole(clientWith(server.token))).toBe(true);
  expect(await seesWhole(clientWith(token))).toBe(true);
});

test("who may view some objects of a kind is told what is missing", async () => {
  const kinds = ["core/brands", "flows/instances", "flows/bindings", "providers/oauth2", "core/applications"];
  const { token } = server.seed.userWith("planner", [
    ...kinds.map((path) => ({ may: "view" as const, path })),
    { may: "view", path: "policies/bindings", objects: ["one"] },
  ]);

  await expect(seesWhole(clientWith(token))).rejects.toThrow(
    "planner may not see all that is there, and what is hidden would be taken for missing and made a second time: give it the permissions authentik_policies.view_policybinding, authentik_endpoints_connectors_agent.view_agentconnector, authentik_endpoints.view_deviceaccessgroup, authentik_endpoints_connectors_agent.view_enrollmenttoken, authentik_endpoints.view_endpointstage, authentik_core.view_group, authentik_core.view_user through a role",
  );
});

test("whose permissions cannot be read nobody can tell about", async () => {
  const { token } = server.seed.userWith("planner", [{ may: "view", path: "*" }]);
  server.fail(({ path }) => (path.startsWith("/api/v3/rbac/permissions/") ? 403 : undefined));

  expect(await seesWhole(clientWith(token))).toBeUndefined();
});

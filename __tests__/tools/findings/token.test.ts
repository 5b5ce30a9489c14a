import { type StandInServer, startServer } from "../../../standin/server";
import { AuthentikClient } from "../../../tools/authentik/client";
import { connectionFrom } from "../../../tools/authentik/connection";
import { tokenNotes } from "../../../tools/findings/rules/token";
import { type LiveToken, readToken } from "../../../tools/findings/token";
import { neededPermissions } from "../../../tools/set-up/needed-permissions";
import { evidence, found, STACK } from "./evidence";

const TOKEN: LiveToken = { username: "planner", isSuperuser: false, permissions: [], tokens: [] };
const { managed } = evidence();
const PLAN = neededPermissions(managed, "plan").permissions;
const APPLY = neededPermissions(managed, "apply").permissions;

const withToken = (token: Partial<LiveToken>, stack = STACK) => ({
  ...evidence({}, stack),
  token: { ...TOKEN, ...token },
});

describe("the rules about the token", () => {
  test.each([
    ["plan", PLAN],
    ["apply", APPLY],
    ["both", [...PLAN, ...APPLY]],
  ])("find nothing where it has just what %s needs", (_, permissions) => {
    const given = withToken({ permissions });

    expect(found(given)).toEqual([]);
    expect(tokenNotes(given)).toEqual([]);
  });

  test("find what one that only reads lacks for a plan", () => {
    const permissions = PLAN.filter((each) => each !== "authentik_flows.view_flow");

    expect(found(withToken({ permissions }))).toEqual([
      'token-permission-missing | AUTHENTIK_TOKEN | user "planner" may not authentik_flows.view_flow on all objects, which this configuration needs',
    ]);
  });

  test("find what one that changes something lacks for an apply", () => {
    const permissions = APPLY.filter((each) => each !== "authentik_flows.delete_flow");

    expect(found(withToken({ permissions }))).toEqual([
      'token-permission-missing | AUTHENTIK_TOKEN | user "planner" may not authentik_flows.delete_flow on all objects, which this configuration needs',
    ]);
  });

  test("say only once what a verification itself lacked", () => {
    const permissions = PLAN.filter((each) => each !== "authentik_flows.view_flow");
    const given = {
      ...evidence({ missingPermissions: ["authentik_flows.view_flow"] }),
      token: { ...TOKEN, permissions },
    };

    expect(found(given)).toEqual([
      "permission-missing | AUTHENTIK_TOKEN | the token's user lacks the permission authentik_flows.view_flow",
    ]);
  });

  test("find what writes or shows secrets without need, ten by name", () => {
    const further = Array.from({ length: 11 }, (_, at) => `authentik_core.view_token${at}_key`);

    expect(found(withToken({ permissions: [...PLAN, "authentik_core.add_user"] }))).toEqual([
      'token-permission-excess | AUTHENTIK_TOKEN | user "planner" may do more than this configuration needs: authentik_core.add_user',
    ]);
    expect(found(withToken({ permissions: [...PLAN, ...further] }))).toEqual([
      `token-permission-excess | AUTHENTIK_TOKEN | user "planner" may do more than this configuration needs: ${further.slice(0, 10).join(", ")} and 1 more`,
    ]);
  });

  test("only note what it reads without need", () => {
    const given = withToken({ permissions: [...PLAN, "authentik_rbac.view_role"] });

    expect(found(given)).toEqual([]);
    expect(tokenNotes(given)).toEqual([
      'token-reads-more: the token\'s user "planner" may also read what this configuration does not need: authentik_rbac.view_role',
    ]);
  });

  test("call nothing too much where the permissions of a type are not known", () => {
    const stack = { ...STACK, resource: { ...STACK.resource, authentik_outpost: { proxy: {} } } };

    expect(found(withToken({ permissions: [...PLAN, "authentik_outposts.add_outpost"] }, stack))).toEqual([]);
  });

  test.each([
    ["2026-12-08T11:59:59Z", 1],
    ["2026-12-08T12:00:00Z", 0],
  ])("find a token that expires within fourteen days: %s", (expires, times) => {
    const tokens = [
      { identifier: "ci", expiring: true, expires },
      { identifier: "kept", expiring: false, expires },
      { identifier: "never", expiring: true, expires: null },
    ];

    expect(found(withToken({ permissions: PLAN, tokens }))).toEqual(
      Array(times).fill(
        `token-expires-soon | AUTHENTIK_TOKEN | token "ci" of user "planner" expires at ${expires}`,
      ),
    );
  });

  test("note a superuser, and permissions that could not be read", () => {
    const superuser = withToken({ isSuperuser: true, permissions: undefined });
    const unread = withToken({ permissions: undefined });

    expect([...found(superuser), ...found(unread)]).toEqual([]);
    expect([...tokenNotes(superuser), ...tokenNotes(unread)]).toEqual([
      'token-superuser: the token\'s user "planner" may do everything; agent-stack token production prints a user with just the permissions needed',
      'token-unread: what the token\'s user "planner" may do could not be read, so it was not compared',
    ]);
  });
});

describe("readToken", () => {
  let server: StandInServer;
  beforeEach(async () => {
    server = await startServer();
  });
  afterEach(() => server.close());

  const read = (token: string) =>
    readToken(new AuthentikClient(connectionFrom({ AUTHENTIK_URL: server.url, AUTHENTIK_TOKEN: token })));

  test("reads a user's permissions for all objects and the expiry of their tokens, not those of others", async () => {
    const expires = new Date(Date.now() + 86_400_000);
    const { token } = server.seed.userWith(
      "planner",
      [
        { may: "view", path: "flows/instances" },
        { may: "view", path: "core/brands", objects: [] },
        { may: "view key", path: "endpoints/agents/enrollment_tokens" },
      ],
      expires,
    );
    server.seed.userWith("somebody else", []);

    const { tokens, ...rest } = await read(token);

    expect(rest).toEqual({
      username: "planner",
      isSuperuser: false,
      permissions: [
        "authentik_endpoints_connectors_agent.view_enrollment_token_key",
        "authentik_flows.view_flow",
      ],
    });
    expect(tokens?.map((each) => [each.expiring, Date.parse(each.expires ?? "")])).toEqual([
      [true, expires.getTime()],
    ]);
  });

  test("adds what the user's groups permit", async () => {
    const { token } = server.seed.user("reader", ["authentik Read-only"]);

    const { permissions } = await read(token);

    expect(permissions).toContain("authentik_brands.view_brand");
    expect(permissions?.filter((each) => !each.includes(".view_"))).toEqual([]);
  });

  test("knows no permissions where the user's groups may not be read", async () => {
    server.seed.group("team");
    const { token } = server.seed.user("reader", ["team"]);

    expect((await read(token)).permissions).toBeUndefined();
  });

  test("knows a superuser", async () => {
    expect(await read(server.token)).toEqual({ username: "akadmin", isSuperuser: true });
  });

  test.each(["/api/v3/core/tokens/", "/api/v3/rbac/permissions/"])(
    "goes on where %s is refused",
    async (refused) => {
      const { token } = server.seed.userWith("planner", []);
      server.fail(({ path }) => (path === refused ? 403 : undefined));

      const answer = await read(token);

      expect(refused.endsWith("tokens/") ? answer.tokens : answer.permissions).toBeUndefined();
    },
  );
});

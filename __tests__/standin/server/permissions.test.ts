import { type Client, startClient } from "./client";

const NOT_ALLOWED = { status: 403, body: { detail: "You do not have permission to perform this action." } };

describe("who may do what", () => {
  let client: Client;
  beforeAll(async () => {
    client = await startClient();
  });
  afterAll(() => client.server.close());

  test("a user without rights may only see themselves, the version and the applications open to them", async () => {
    // Arrange
    const visitor = client.as(client.server.seed.user("visitor").token);
    await client.post("core/applications/", { name: "open", slug: "open" });
    const closed = (await client.post("core/applications/", { name: "closed", slug: "closed" })).body;
    await client.post("policies/bindings/", { target: closed.pk, user: 3, order: 0 });

    // Act
    const [brands, creation, me, version, applications] = await Promise.all([
      visitor.get("core/brands/"),
      visitor.post("core/brands/", {}),
      visitor.get("core/users/me/"),
      visitor.get("admin/version/"),
      visitor.list("core/applications/?superuser_full_list=true"),
    ]);

    // Assert
    expect(brands).toEqual(NOT_ALLOWED);
    expect(creation).toEqual(NOT_ALLOWED);
    expect(me.body.user).toMatchObject({ username: "visitor", is_superuser: false, system_permissions: [] });
    expect(version.body.version_current).toBe("2026.5.0-rc1");
    expect(applications.body.results.map(({ slug }) => slug)).toEqual(["open"]);
  });

  test("a member of a group with every right has them, and loses them with the membership", async () => {
    // Arrange
    const { pk, token } = client.server.seed.user("helper", ["authentik Admins"]);
    const helper = client.as(token);
    const admins = await client.only("core/groups/?name=authentik%20Admins");
    const before = await helper.get("core/brands/");

    // Act
    await client.post(`core/groups/${admins}/remove_user/`, { pk });

    // Assert
    expect(before.status).toBe(200);
    expect(await helper.get("core/brands/")).toEqual(NOT_ALLOWED);
  });

  test("the configuration is everybody's, but not with a wrong token", async () => {
    // Act
    const anonymous = await fetch(`${client.server.url}/api/v3/root/config/`);
    const wrong = await client.as("wrong").get("root/config/");

    // Assert
    expect(anonymous.status).toBe(200);
    expect(wrong).toEqual({ status: 403, body: { detail: "Token invalid/expired" } });
  });

  test("an inactive user's token is not valid", async () => {
    // Arrange
    const { pk, token } = client.server.seed.user("gone");
    await client.patch(`core/users/${pk}/`, { is_active: false });

    // Act
    const answer = await client.as(token).get("core/users/me/");

    // Assert
    expect(answer).toEqual({ status: 403, body: { detail: "Token invalid/expired" } });
  });

  test("another authentication scheme is refused", async () => {
    // Act
    const response = await fetch(`${client.server.url}/api/v3/core/brands/`, {
      headers: { authorization: "Basic eDp5" },
    });

    // Assert
    expect(response.status).toBe(403);
    expect(await response.json()).toEqual({ detail: "Unsupported authentication type" });
  });
});

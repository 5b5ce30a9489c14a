import { type Client, startClient } from "./client";

const NOT_ALLOWED = { status: 403, body: { detail: "You do not have permission to perform this action." } };

describe("rights on single objects", () => {
  let client: Client;
  let one: string;
  let two: string;
  beforeEach(async () => {
    client = await startClient();
    one = (await client.post("core/brands/", { domain: "one.example.com" })).body.brand_uuid as string;
    two = (await client.post("core/brands/", { domain: "two.example.com" })).body.brand_uuid as string;
  });
  afterEach(() => client.server.close());

  const as = (...grants: Parameters<Client["server"]["seed"]["userWith"]>[1]) =>
    client.as(client.server.seed.userWith("limited", grants).token);
  const domains = async (reader: Client) => {
    const { status, body } = await reader.list("core/brands/");
    return status === 200 ? body.results.map(({ domain }) => domain) : status;
  };

  test("a list leaves out what its reader may not see, and reading that answers 404", async () => {
    // Act
    const reader = as({ may: "view", path: "core/brands", objects: [one] });

    // Assert
    expect(await domains(reader)).toEqual(["one.example.com"]);
    expect((await reader.list("core/brands/")).body.pagination.count).toBe(1);
    expect((await reader.get(`core/brands/${one}/`)).status).toBe(200);
    expect(await reader.get(`core/brands/${two}/`)).toEqual({
      status: 404,
      body: { detail: "No Brand matches the given query." },
    });
  });

  test("who sees no object of a collection is refused its list and its objects, there or not", async () => {
    // Arrange
    const reader = as(
      { may: "view", path: "core/groups" },
      { may: "view", path: "core/brands", objects: [] },
    );

    // Act
    const answers = [
      await reader.get("core/brands/"),
      await reader.get(`core/brands/${one}/`),
      await reader.get(`core/brands/${one.replace(/^./, "0")}/`),
    ];

    // Assert
    expect(answers).toEqual([NOT_ALLOWED, NOT_ALLOWED, NOT_ALLOWED]);
    expect((await reader.get("core/groups/")).status).toBe(200);
  });

  test("changing and deleting are rights of their own, per object or for all", async () => {
    // Arrange
    const editor = as(
      { may: "view", path: "core/brands" },
      { may: "change", path: "core/brands", objects: [one] },
      { may: "delete", path: "core/brands" },
    );
    const rename = (pk: string) => editor.patch(`core/brands/${pk}/`, { branding_title: "x" });

    // Act
    const answers = [
      await rename(one),
      await rename(two),
      await editor.post("core/brands/", { domain: "x" }),
    ];
    const deleted = await editor.delete(`core/brands/${two}/`);

    // Assert
    expect(answers.map(({ status }) => status)).toEqual([200, 403, 403]);
    expect(deleted.status).toBe(204);
  });

  test("what cannot be seen cannot be changed or deleted either", async () => {
    // Arrange
    const editor = as(
      { may: "view", path: "core/brands", objects: [one] },
      { may: "change", path: "core/brands" },
      { may: "delete", path: "*" },
      { may: "add", path: "core/brands" },
    );

    // Act
    const answers = [
      await editor.patch(`core/brands/${two}/`, {}),
      await editor.delete(`core/brands/${two}/`),
      await editor.post("core/brands/", { domain: "three.example.com" }),
    ];

    // Assert
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 201]);
  });
});

describe("what callers may know of their own rights", () => {
  let client: Client;
  beforeEach(async () => {
    client = await startClient();
  });
  afterEach(() => client.server.close());

  test("the key of an enrollment token takes a right of its own, and the right to see the token", async () => {
    // Arrange
    const connector = (await client.post("endpoints/agents/connectors/", { name: "agent" })).body;
    const created = await client.post("endpoints/agents/enrollment_tokens/", {
      name: "laptops",
      connector: connector.connector_uuid,
    });
    const path = "endpoints/agents/enrollment_tokens";
    const key = `${path}/${created.body.token_uuid}/view_key/`;
    const statusWith = async (name: string, ...grants: Parameters<typeof client.server.seed.userWith>[1]) =>
      (await client.as(client.server.seed.userWith(name, grants).token).get(key)).status;

    // Act
    const statuses = [
      await statusWith("viewer", { may: "view", path }),
      await statusWith("blind", { may: "view key", path }),
      await statusWith("both", { may: "view", path }, { may: "view key", path }),
    ];

    // Assert
    expect(statuses).toEqual([403, 403, 200]);
  });

  test("tokens are listed without their keys, one's own alone, until they expire", async () => {
    // Arrange
    const { seed } = client.server;
    const own = client.as(seed.userWith("own", [], new Date(Date.now() + 3_600_000)).token);
    seed.userWith("other", []);

    // Act
    const listed = await own.list("core/tokens/?user__username=own&intent=api");
    const others = await own.list("core/tokens/?user__username=other");
    const all = await client.list("core/tokens/");

    // Assert
    expect(listed.body.results.map(({ key, intent, expiring }) => [key, intent, expiring])).toEqual([
      [undefined, "api", true],
    ]);
    expect(others.body.results).toEqual([]);
    expect(all.body.results).toHaveLength(3);
    client.server.advance(3_601);
    expect((await client.list("core/tokens/?user__username=own")).body.results).toEqual([]);
  });

  test("the permissions of a role are those for all objects, and no role is refused", async () => {
    // Arrange
    const grants = [
      { may: "view", path: "core/brands" },
      { may: "change", path: "core/brands", objects: [] },
    ] as const;
    const reader = client.as(client.server.seed.userWith("reader", grants).token);
    const { user } = (await reader.get("core/users/me/")).body as unknown as {
      user: { roles: { pk: string }[] };
    };

    // Act
    const listed = await reader.list(`rbac/permissions/?role=${user.roles[0]?.pk}`);
    const none = await reader.get("rbac/permissions/?role=5a1e2f8c-0b0c-4a3e-9a34-1d0f6a1f7d11");

    // Assert
    expect(listed.body.results).toEqual([
      { codename: "view_brand", model: "brand", app_label: "authentik_brands" },
    ]);
    expect(none).toEqual({
      status: 400,
      body: { role: ["Select a valid choice. That choice is not one of the available choices."] },
    });
  });
});

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

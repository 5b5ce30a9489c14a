import { type Client, startClient } from "./client";

describe("the event log", () => {
  let client: Client;
  beforeEach(async () => {
    client = await startClient();
  });
  afterEach(() => client.server.close());

  test("tells who created, changed and deleted what, the latest first", async () => {
    // Arrange
    const helper = client.as(client.server.seed.user("helper", ["authentik Admins"]).token);

    // Act
    const { brand_uuid: pk } = (await helper.post("core/brands/", { domain: "a.example.com" })).body;
    await client.patch(`core/brands/${pk}/`, { branding_title: "A" });
    await client.delete(`core/brands/${pk}/`);

    // Assert
    const { results } = (await client.list("events/events/?context_model_name=brand")).body;
    expect(results).toMatchObject([
      {
        action: "model_deleted",
        user: { username: "akadmin" },
        context: { http_request: { method: "DELETE" } },
      },
      { action: "model_updated", user: { username: "akadmin" } },
      {
        action: "model_created",
        user: { username: "helper" },
        brand: { name: "Default brand" },
        context: { model: { name: "Brand a.example.com", pk: String(pk).replaceAll("-", "") } },
      },
    ]);
  });

  test("is narrowed by a part of the action", async () => {
    // Arrange
    await client.post("core/brands/", { domain: "a.example.com" });

    // Act
    const { results } = (await client.list("events/events/?action=MODEL_")).body;

    // Assert
    expect(results.map(({ action }) => action)).toEqual(["model_created"]);
  });

  test("tells of objects that went with another", async () => {
    // Arrange
    const { pk } = (await client.post("core/applications/", { name: "app", slug: "app" })).body;
    await client.post("policies/bindings/", { target: pk, user: 3, order: 0 });

    // Act
    await client.delete("core/applications/app/");

    // Assert
    const { results } = (await client.list("events/events/?action=model_deleted")).body;
    expect(
      results.map(({ context }) => (context as { model: { model_name: string } }).model.model_name).sort(),
    ).toEqual(["application", "policybinding"]);
  });

  test("tells who saw a secret", async () => {
    // Arrange
    const certificate = await client.only("crypto/certificatekeypairs/");

    // Act
    const { data } = (await client.get(`crypto/certificatekeypairs/${certificate}/view_private_key/`)).body;

    // Assert
    expect(data).toMatch(/^-----BEGIN PRIVATE KEY-----/);
    const { results } = (await client.list("events/events/?action=secret_view")).body;
    expect(results).toMatchObject([{ context: { type: "private_key" } }]);
  });
});

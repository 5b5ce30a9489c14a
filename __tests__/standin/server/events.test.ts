import { type Client, setUpDeviceLogin, startClient } from "./client";

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

  test("tells when, and by which program", async () => {
    // Arrange
    const { brand_uuid: pk } = (await client.post("core/brands/", { domain: "a.example.com" })).body;
    client.server.advance(3600);

    // Act
    await fetch(`${client.server.url}/api/v3/core/brands/${pk}/?x=1`, {
      method: "PATCH",
      headers: {
        authorization: `Bearer ${client.server.token}`,
        "content-type": "application/json",
        "user-agent": "Mozilla/5.0",
      },
      body: "{}",
    });

    // Assert
    const [update, creation] = (await client.list(`events/events/?context_model_pk=${pk}`)).body.results;
    expect(update).toMatchObject({
      action: "model_updated",
      context: {
        model: { pk: String(pk).replaceAll("-", ""), app: "authentik_brands", model_name: "brand" },
        http_request: {
          method: "PATCH",
          path: `/api/v3/core/brands/${pk}/`,
          args: { x: "1" },
          user_agent: "Mozilla/5.0",
        },
      },
    });
    const apart = Date.parse(String(update?.created)) - Date.parse(String(creation?.created));
    expect(Math.round(apart / 60_000)).toBe(60);
  });

  test("tells of a deletion and what went along, not of what it cleared elsewhere", async () => {
    // Arrange
    const { brand } = await setUpDeviceLogin(client);
    const before = (await client.list(`events/events/?context_model_pk=${brand}`)).body.pagination.count;

    // Act
    await client.delete("flows/instances/device/");
    await client.delete("flows/instances/default-provider-authorization-implicit-consent/");

    // Assert
    const { results } = (await client.list("events/events/?action=model_deleted")).body;
    const models = results.map(
      ({ context }) => (context as { model: { model_name: string } }).model.model_name,
    );
    expect(models).toEqual(expect.arrayContaining(["flow", "oauth2provider"]));
    expect(results.every(({ user }) => (user as { username: string }).username === "akadmin")).toBe(true);
    const after = (await client.list(`events/events/?context_model_pk=${brand}`)).body.pagination.count;
    expect(after).toBe(before);
  });

  test("tells that a group got a member", async () => {
    // Arrange
    const { pk } = (await client.post("core/groups/", { name: "g" })).body;

    // Act
    await client.post(`core/groups/${pk}/add_user/`, { pk: 3 });

    // Assert
    const { results } = (await client.list(`events/events/?context_model_pk=${pk}`)).body;
    expect(results.map(({ action }) => action)).toEqual(["model_updated", "model_created"]);
  });

  test("forgets what is older than it keeps", async () => {
    // Arrange
    await client.post("core/groups/", { name: "g" });

    // Act
    client.server.seed.forgetEvents(new Date(Date.now() + 1000));

    // Assert
    expect((await client.list("events/events/")).body.results).toEqual([]);
  });
});

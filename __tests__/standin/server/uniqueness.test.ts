import { type Client, setUpDeviceLogin, startClient } from "./client";

describe("uniqueness", () => {
  let client: Client;
  beforeAll(async () => {
    client = await startClient();
    await setUpDeviceLogin(client);
  });
  afterAll(() => client.server.close());

  test.each([
    ["core/groups/", { name: "authentik Admins" }, { name: ["Group with this name already exists."] }],
    ["core/users/", { username: "akadmin", name: "" }, { username: ["This field must be unique."] }],
    ["core/brands/", { domain: "authentik-default" }, { domain: ["This field must be unique."] }],
    [
      "core/applications/",
      { name: "other", slug: "other", provider: 1 },
      { provider: ["Application with this provider already exists."] },
    ],
    [
      "stages/endpoints/",
      { name: "default-authentication-login" },
      {
        name: ["stage with this name already exists."],
        connector: ["This field is required."],
      },
    ],
  ])("%s refuses %j", async (path, body, expected) => {
    // Act
    const answer = await client.post(path, body);

    // Assert
    expect(answer).toEqual({ status: 400, body: expected });
  });

  test("does not keep an object from having its own values again", async () => {
    // Act
    const answer = await client.put("core/applications/cli/", { name: "cli", slug: "cli", provider: 1 });

    // Assert
    expect(answer.status).toBe(200);
  });

  test("lets an object be the default brand only when no other is", async () => {
    // Arrange
    const first = await client.only("core/brands/?default=true", "brand_uuid");
    const second = (await client.post("core/brands/", { domain: "second.example.com" })).body.brand_uuid;
    const before = await client.patch(`core/brands/${second}/`, { default: true });

    // Act
    await client.patch(`core/brands/${first}/`, { default: false });
    const after = await client.patch(`core/brands/${second}/`, { default: true });

    // Assert
    expect(before).toEqual({
      status: 400,
      body: { default: ["Only a single brand can be set as default."] },
    });
    expect(after.body.default).toBe(true);
  });

  test("does not count for connectors' names, nor for groups bound to an application", async () => {
    // Arrange
    const target = (await client.get("core/applications/cli/")).body.pk;
    const group = await client.only("core/groups/?name=authentik%20Admins");
    const twice = async (path: string, body: unknown) => [
      (await client.post(path, body)).status,
      (await client.post(path, body)).status,
    ];

    // Act
    const connectors = await twice("endpoints/agents/connectors/", { name: "same" });
    const groups = await twice("policies/bindings/", { target, group, order: 0 });

    // Assert
    expect([connectors, groups]).toEqual([
      [201, 201],
      [201, 201],
    ]);
  });

  test("counts for a policy bound to the same target in the same order", async () => {
    // Arrange
    const target = (await client.get("core/applications/cli/")).body.pk;
    const policy = client.server.seed.policy("any", true);
    await client.post("policies/bindings/", { target, policy, order: 0 });

    // Act
    const answer = await client.post("policies/bindings/", { target, policy, order: 0 });

    // Assert
    expect(answer).toEqual({
      status: 400,
      body: { non_field_errors: ["The fields policy, target, order must make a unique set."] },
    });
  });
});

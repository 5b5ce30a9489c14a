import { type Client, setUpDeviceLogin, startClient } from "./client";

describe("objects that reference others", () => {
  let client: Client;
  beforeEach(async () => {
    client = await startClient();
  });
  afterEach(() => client.server.close());

  test("forget a deleted flow, or go with it when they cannot be without", async () => {
    // Arrange
    const { brand, provider, application } = await setUpDeviceLogin(client);

    // Act
    await client.delete("flows/instances/device/");
    await client.delete("flows/instances/default-provider-authorization-implicit-consent/");

    // Assert
    expect((await client.get(`core/brands/${brand}/`)).body.flow_device_code).toBeNull();
    expect((await client.get(`providers/oauth2/${provider}/`)).status).toBe(404);
    expect((await client.get("core/applications/cli/")).body).toMatchObject({
      pk: application,
      provider: null,
    });
  });

  test("go with a deleted connector, its device access group remaining", async () => {
    // Arrange
    const { connector_uuid: connector } = (await client.post("endpoints/agents/connectors/", { name: "c" }))
      .body;
    const { pbm_uuid: group } = (await client.post("endpoints/device_access_groups/", { name: "g" })).body;
    const token = (
      await client.post("endpoints/agents/enrollment_tokens/", { name: "t", connector, device_group: group })
    ).body;
    const stage = (await client.post("stages/endpoints/", { name: "s", connector })).body;

    // Act
    const answer = await client.delete(`endpoints/agents/connectors/${connector}/`);

    // Assert
    expect(answer.status).toBe(204);
    expect((await client.get(`endpoints/agents/enrollment_tokens/${token.token_uuid}/`)).status).toBe(404);
    expect((await client.get(`stages/endpoints/${stage.pk}/`)).status).toBe(404);
    expect((await client.get(`endpoints/device_access_groups/${group}/`)).status).toBe(200);
  });

  test("a deleted device access group leaves its tokens without one and takes its bindings along", async () => {
    // Arrange
    const { connector_uuid: connector } = (await client.post("endpoints/agents/connectors/", { name: "c" }))
      .body;
    const { pbm_uuid: group } = (await client.post("endpoints/device_access_groups/", { name: "g" })).body;
    const token = (
      await client.post("endpoints/agents/enrollment_tokens/", { name: "t", connector, device_group: group })
    ).body;
    const binding = (await client.post("policies/bindings/", { target: group, user: 3, order: 0 })).body;

    // Act
    await client.delete(`endpoints/device_access_groups/${group}/`);

    // Assert
    expect((await client.get(`endpoints/agents/enrollment_tokens/${token.token_uuid}/`)).body).toMatchObject({
      device_group: null,
      device_group_obj: null,
    });
    expect((await client.get(`policies/bindings/${binding.pk}/`)).status).toBe(404);
  });

  test("a deleted certificate leaves providers without a signing key and takes along connectors it challenges for", async () => {
    // Arrange
    const { provider } = await setUpDeviceLogin(client);
    const certificate = await client.only("crypto/certificatekeypairs/");
    const connector = (
      await client.post("endpoints/agents/connectors/", { name: "c", challenge_key: certificate })
    ).body;

    // Act
    await client.delete(`crypto/certificatekeypairs/${certificate}/`);

    // Assert
    expect((await client.get(`providers/oauth2/${provider}/`)).body.signing_key).toBeNull();
    expect((await client.get(`endpoints/agents/connectors/${connector.connector_uuid}/`)).status).toBe(404);
  });

  test("lists of references come in the order the server has the objects, without repeats", async () => {
    // Arrange
    const { provider } = await setUpDeviceLogin(client);
    const { property_mappings: before } = (await client.get(`providers/oauth2/${provider}/`)).body;
    const [first, second] = before as string[];

    // Act
    const answer = await client.patch(`providers/oauth2/${provider}/`, {
      property_mappings: [second, first, second],
    });

    // Assert
    expect(answer.body.property_mappings).toEqual([first, second]);
  });
});

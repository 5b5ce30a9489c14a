import { type Client, DEVICE_GRANT, setUpDeviceLogin, startClient } from "./client";

const CONNECTORS = "endpoints/agents/connectors";
const TOKENS = "endpoints/agents/enrollment_tokens";

describe("agents", () => {
  let client: Client;
  let connector: string;
  beforeEach(async () => {
    client = await startClient();
    connector = (await client.post(`${CONNECTORS}/`, { name: "c" })).body.connector_uuid as string;
  });
  afterEach(() => client.server.close());

  async function enrollmentKey(values: Record<string, unknown> = {}) {
    const { token_uuid: pk } = (await client.post(`${TOKENS}/`, { name: "t", connector, ...values })).body;
    return { pk, key: (await client.get(`${TOKENS}/${pk}/view_key/`)).body.key as string };
  }
  const enrol = (key: string, name = "laptop") =>
    client.as(key).post(`${CONNECTORS}/enroll/`, { device_serial: `serial of ${name}`, device_name: name });

  test("enrol a device, which the server then knows, once however often it enrols", async () => {
    // Arrange
    const { pbm_uuid: group } = (await client.post("endpoints/device_access_groups/", { name: "g" })).body;
    const { key } = await enrollmentKey({ device_group: group });

    // Act
    const first = await enrol(key);
    const second = await enrol(key);

    // Assert
    expect(first).toMatchObject({ status: 200, body: { token: expect.any(String), expires_in: 0 } });
    expect(second.body.token).not.toBe(first.body.token);
    const devices = await client.list("endpoints/devices/");
    expect(devices.body.results).toMatchObject([{ name: "laptop", access_group: group }]);
  });

  test("are connected with their device, of which nothing is known yet", async () => {
    // Arrange
    await enrol((await enrollmentKey()).key);
    const pk = await client.only("endpoints/devices/", "device_uuid");

    // Act
    const device = (await client.get(`endpoints/devices/${pk}/`)).body;

    // Assert
    expect(device).toMatchObject({
      connections: [connector],
      connections_obj: [{ device: pk, connector, connector_obj: { name: "c" } }],
      policies: [],
      facts: { data: { os: null, hardware: null } },
    });
  });

  test("are refused when the token expired, which then is gone, or the connector is disabled", async () => {
    // Arrange
    const brief = await enrollmentKey();
    const lasting = await enrollmentKey({ expiring: false });

    // Act
    client.server.advance(30 * 60);
    const expired = await enrol(brief.key);
    const valid = await enrol(lasting.key);
    await client.patch(`${CONNECTORS}/${connector}/`, { enabled: false });
    const disabled = await enrol(lasting.key);

    // Assert
    expect([expired.status, valid.status, disabled.status]).toEqual([403, 200, 403]);
    expect((await client.get(`${TOKENS}/${brief.pk}/`)).status).toBe(404);
    expect((await client.get(`${TOKENS}/${lasting.pk}/`)).status).toBe(200);
  });

  test("enrol for half an hour once a token is set to expire without saying when", async () => {
    // Arrange
    const { pk } = await enrollmentKey({ expiring: false });
    const before = (await client.get(`${TOKENS}/${pk}/`)).body.expires;

    // Act
    const { expires } = (await client.patch(`${TOKENS}/${pk}/`, { expiring: true })).body;

    // Assert
    expect(before).toBeNull();
    expect(Date.parse(String(expires)) - Date.now()).toBeGreaterThan(29 * 60_000);
  });

  test("read their configuration with the device's token", async () => {
    // Arrange
    await client.patch(`${CONNECTORS}/${connector}/`, {
      refresh_interval: "hours=2",
      challenge_key: await client.only("crypto/certificatekeypairs/"),
    });
    const { token } = (await enrol((await enrollmentKey()).key)).body;

    // Act
    const response = await fetch(`${client.server.url}/api/v3/${CONNECTORS}/agent_config/`, {
      headers: { authorization: `Bearer+agent ${token}` },
    });

    // Assert
    expect(await response.json()).toMatchObject({
      refresh_interval: 7200,
      nss_uid_offset: 1000,
      jwks_auth: { keys: [{ kty: "RSA", use: "sig", alg: "RS256" }] },
      jwks_challenge: { keys: [{ kty: "RSA", use: "sig", alg: "RS256" }] },
      system_config: { capabilities: ["can_impersonate", "is_enterprise"] },
    });
  });

  test("log in with a federated token those their device access group lets in, nobody without a binding", async () => {
    // Arrange
    const { provider } = await setUpDeviceLogin(client);
    await client.patch(`${CONNECTORS}/${connector}/`, { jwt_federation_providers: [provider] });
    const { pbm_uuid: group } = (await client.post("endpoints/device_access_groups/", { name: "g" })).body;
    await enrol((await enrollmentKey({ device_group: group })).key);
    const code = (await client.form("/application/o/device/", { client_id: "cli", scope: "openid" })).body;
    await client.page("/device", { code: String(code.user_code), username: "akadmin" });
    const { access_token: token } = (
      await client.form("/application/o/token/", {
        grant_type: DEVICE_GRANT,
        client_id: "cli",
        device_code: String(code.device_code),
      })
    ).body;
    const logIn = () => client.as(String(token)).post(`${CONNECTORS}/auth_fed/?device=laptop`, {});

    // Act
    const unbound = await logIn();
    await client.post("policies/bindings/", { target: group, user: 3, order: 0 });
    const bound = await logIn();

    // Assert
    expect(unbound).toMatchObject({ status: 400, body: { policy_result: "Policy denied access" } });
    expect(bound).toMatchObject({ status: 200, body: { expires_in: 8 * 3600 } });
  });
});

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

  async function asAgent(token: unknown, method: string, path: string, body?: unknown) {
    const response = await fetch(`${client.server.url}/api/v3/${path}`, {
      method,
      headers: { authorization: `Bearer+agent ${token}`, "content-type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, body: text === "" ? undefined : JSON.parse(text) };
  }

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
    const device = await enrol((await enrollmentKey({ device_group: group })).key);
    const code = (await client.form("/application/o/device/", { client_id: "cli", scope: "openid" })).body;
    await client.approve(code.user_code);
    const { access_token: token } = (
      await client.form("/application/o/token/", {
        grant_type: DEVICE_GRANT,
        client_id: "cli",
        device_code: String(code.device_code),
      })
    ).body;
    const logIn = (name = "laptop") =>
      client.as(String(token)).post(`${CONNECTORS}/auth_fed/?device=${encodeURIComponent(name)}`, {});
    const hostKey = "laptop ssh-ed25519 AAAA";
    const vendor = { "goauthentik.io/platform": { ssh_host_keys: [hostKey] } };
    const unknown = await logIn(hostKey);
    await asAgent(device.body.token, "POST", `${CONNECTORS}/check_in/`, { vendor });

    // Act
    const unbound = await logIn();
    await client.post("policies/bindings/", { target: group, user: 3, order: 0 });
    const bound = await logIn();
    const byHostKey = await logIn(hostKey);

    // Assert
    expect([unknown.status, byHostKey.status]).toEqual([403, 200]);
    expect(unbound).toMatchObject({ status: 400, body: { policy_result: "Policy denied access" } });
    expect(bound).toMatchObject({ status: 200, body: { expires_in: 8 * 3600 - 1 } });
  });

  test("tell what their device is like", async () => {
    // Arrange
    const { token } = (await enrol((await enrollmentKey()).key)).body;
    const report = {
      os: { family: "linux", name: "Debian", arch: "amd64" },
      disks: [],
      vendor: { "goauthentik.io/platform": { ssh_host_keys: ["laptop ssh-ed25519 AAAA"] } },
    };

    // Act
    const answer = await asAgent(token, "POST", `${CONNECTORS}/check_in/`, report);

    // Assert
    expect(answer.status).toBe(204);
    const device = (await client.list("endpoints/devices/")).body.results[0];
    expect(device?.facts).toMatchObject({ data: { os: report.os, disks: [], network: null } });
  });

  test.each([
    [{ os: { arch: "amd64" } }, { os: { family: ["This field is required."] } }],
    [{ os: [] }, { os: { non_field_errors: ["Invalid data. Expected a dictionary."] } }],
    [{ disks: {} }, { disks: ["Expected a list of items."] }],
    [{ hardware: [] }, { hardware: ["Value must be a dictionary, and not have any duplicate keys."] }],
  ])("are refused when they tell %j", async (report, complaint) => {
    // Arrange
    const { token } = (await enrol((await enrollmentKey()).key)).body;

    // Act
    const answer = await asAgent(token, "POST", `${CONNECTORS}/check_in/`, report);

    // Assert
    expect(answer).toEqual({ status: 400, body: complaint });
  });

  test("see the lists of users and groups, and nothing else of the API, until their connector is disabled", async () => {
    // Arrange
    const { token } = (await enrol((await enrollmentKey()).key)).body;
    const get = (path: string) => asAgent(token, "GET", path);
    const user = `core/users/${(await client.list("core/users/")).body.results[0]?.pk}/`;

    // Act
    const seen = [await get("core/users/"), await get("core/groups/")];
    const refused = [await get(user), await get("core/brands/"), await get("core/users/me/")];
    await client.patch(`${CONNECTORS}/${connector}/`, { enabled: false });
    const disabled = await get("core/users/");

    // Assert
    expect(seen.map(({ status }) => status)).toEqual([200, 200]);
    const detail = "Authentication credentials were not provided.";
    expect(refused).toEqual(refused.map(() => ({ status: 403, body: { detail } })));
    expect(disabled).toMatchObject({
      status: 403,
      body: { detail: expect.stringMatching(/^You do not have/) },
    });
  });

  test("cannot be configured by a device management for a connector that is not there", async () => {
    // Act
    const unknown = await client.post(`${CONNECTORS}/${connector.replace(/^./, "0")}/mdm_config/`, {});
    const known = await client.post(`${CONNECTORS}/${connector}/mdm_config/`, {});

    // Assert
    expect(unknown).toEqual({
      status: 404,
      body: { detail: "No AgentConnector matches the given query." },
    });
    expect(client.server.unimplemented).toEqual([`POST /api/v3/${CONNECTORS}/${connector}/mdm_config/`]);
    expect(known.status).toBe(404);
  });
});

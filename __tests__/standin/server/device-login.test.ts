import { createLocalJWKSet, decodeJwt, type JSONWebKeySet, jwtVerify } from "jose";
import { type Client, DEVICE_GRANT, setUpDeviceLogin, setUpFederated, startClient } from "./client";

const APPROVED = "You&#39;ve successfully authenticated your device.";
const SCOPE = "openid profile email offline_access goauthentik.io/api unknown";

describe("device login", () => {
  let client: Client;
  beforeEach(async () => {
    client = await startClient();
  });
  afterEach(() => client.server.close());

  const authorize = async (scope = SCOPE) =>
    (await client.form("/application/o/device/", { client_id: "cli", scope })).body as Record<string, string>;
  const redeem = (code: Record<string, string>) =>
    client.form("/application/o/token/", {
      grant_type: DEVICE_GRANT,
      client_id: "cli",
      device_code: code.device_code ?? "",
    });
  /** The heading of the page on which the way through the browser ends. */
  const approve = async (code: Record<string, string>, username = "akadmin") =>
    /<h1>(.*)<\/h1>/.exec((await client.approve(code.user_code, username)).text)?.[1];
  const verify = async (token: unknown) => {
    const keys = (await (await client.page("/application/o/cli/jwks/")).json()) as JSONWebKeySet;
    return jwtVerify(String(token), createLocalJWKSet(keys));
  };

  test("offers the provider's keys for signing and for encryption", async () => {
    // Arrange
    const encryption_key = await client.only("crypto/certificatekeypairs/");
    await setUpDeviceLogin(client, { encryption_key });

    // Act
    const { keys } = (await (await client.page("/application/o/cli/jwks/")).json()) as JSONWebKeySet;

    // Assert
    expect(keys.map(({ use, alg }) => [use, alg])).toEqual([
      ["sig", "RS256"],
      ["enc", "RSA-OAEP-256"],
    ]);
  });

  test("ends with tokens the client may ask about and revoke, and nobody else", async () => {
    // Arrange
    await setUpDeviceLogin(client, { client_type: "confidential", client_secret: "secret" });
    const authenticated = { client_id: "cli", client_secret: "secret" };
    const code = await authorize();
    await approve(code);
    const { access_token: token, refresh_token: refresh } = (
      await client.form("/application/o/token/", {
        ...authenticated,
        grant_type: DEVICE_GRANT,
        device_code: code.device_code ?? "",
      })
    ).body as Record<string, string>;
    const ask = async (fields: Record<string, string | undefined>) =>
      (
        await client.form("/application/o/introspect/", {
          ...authenticated,
          ...(fields as Record<string, string>),
        })
      ).body;

    // Act
    const [told, toldOfRefresh, unknown, stranger] = [
      await ask({ token }),
      await ask({ token: refresh }),
      await ask({ token: "unknown" }),
      await ask({ token, client_secret: "wrong" }),
    ];
    const refused = await client.form("/application/o/revoke/", { token: String(token), client_id: "cli" });
    const revoked = await client.form("/application/o/revoke/", { token: String(token), ...authenticated });
    const afterwards = await ask({ token });

    // Assert
    expect(told).toMatchObject({
      active: true,
      iss: `${client.server.url}/application/o/cli/`,
      client_id: "cli",
      scope: "openid profile email offline_access goauthentik.io/api",
      preferred_username: "akadmin",
    });
    expect(Number(toldOfRefresh.exp) - Number(told.exp)).toBe((30 * 24 - 1) * 3600);
    expect([unknown, stranger, afterwards]).toEqual([
      { active: false },
      { active: false },
      { active: false },
    ]);
    expect(refused).toMatchObject({ status: 401, body: { error: "invalid_client" } });
    expect(revoked).toEqual({ status: 200, body: {} });
  });

  test("ends with tokens the application's keys verify, for the scopes the provider has", async () => {
    // Arrange
    await setUpDeviceLogin(client);
    const code = await authorize();
    const pending = await redeem(code);

    // Act
    const approval = await approve(code);
    const tokens = await redeem(code);

    // Assert
    expect(pending).toMatchObject({ status: 400, body: { error: "authorization_pending" } });
    expect(approval).toBe(APPROVED);
    expect(tokens).toMatchObject({
      status: 200,
      body: {
        token_type: "Bearer",
        scope: "openid profile email offline_access goauthentik.io/api",
        expires_in: 3600,
        refresh_token: expect.any(String),
      },
    });
    const { payload, protectedHeader } = await verify(tokens.body.access_token);
    expect(protectedHeader).toMatchObject({ alg: "RS256", typ: "JWT" });
    expect(payload).toMatchObject({
      iss: `${client.server.url}/application/o/cli/`,
      aud: "cli",
      azp: "cli",
      preferred_username: "akadmin",
      groups: ["authentik Admins"],
    });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(3600);
    expect((await redeem(code)).body.error).toBe("invalid_grant");
  });

  test("lets the access token use the API and tell who it is about", async () => {
    // Arrange
    await setUpDeviceLogin(client);
    const code = await authorize();
    await approve(code);
    const { access_token: token } = (await redeem(code)).body;

    // Act
    const me = await client.as(String(token)).get("core/users/me/");
    const about = await fetch(`${client.server.url}/application/o/userinfo/`, {
      headers: { authorization: `Bearer ${token}` },
    });

    // Assert
    expect(me.body.user).toMatchObject({ username: "akadmin" });
    expect(await about.json()).toMatchObject({ nickname: "akadmin", email_verified: false });
  });

  test("without the API's scope the access token does not open the API", async () => {
    // Arrange
    await setUpDeviceLogin(client);
    const code = await authorize("openid");
    await approve(code);
    const tokens = (await redeem(code)).body;

    // Act
    const me = await client.as(String(tokens.access_token)).get("core/users/me/");

    // Assert
    expect(tokens).not.toHaveProperty("refresh_token");
    expect(me.status).toBe(403);
  });

  test("a refresh token works once, until the provider's validity is over", async () => {
    // Arrange
    await setUpDeviceLogin(client, { access_token_validity: "minutes=10", refresh_token_validity: "days=1" });
    const code = await authorize();
    await approve(code);
    const first = (await redeem(code)).body;
    const refresh = (token: unknown, scope = "") =>
      client.form("/application/o/token/", {
        grant_type: "refresh_token",
        client_id: "cli",
        refresh_token: String(token),
        scope,
      });

    // Act
    const second = await refresh(first.refresh_token);
    const reused = await refresh(first.refresh_token);
    const narrowed = await refresh(second.body.refresh_token, "openid");
    client.server.advance(24 * 3600);
    const late = await refresh(second.body.refresh_token);

    // Assert
    expect(second).toMatchObject({
      status: 200,
      body: { expires_in: 600, refresh_token: expect.any(String) },
    });
    expect(reused.body.error).toBe("invalid_grant");
    expect(narrowed.body.error).toBe("invalid_scope");
    expect(late.body.error).toBe("invalid_grant");
  });

  test("is over after a minute without approval", async () => {
    // Arrange
    await setUpDeviceLogin(client);
    const code = await authorize();

    // Act
    client.server.advance(60);

    // Assert
    expect((await redeem(code)).body.error).toBe("invalid_grant");
    expect(await approve(code)).toBe("Device code flow");
    expect((await redeem(code)).body.error).toBe("invalid_grant");
  });

  test("starts twenty times an hour from one address, failures included", async () => {
    // Arrange
    await setUpDeviceLogin(client);
    for (let call = 0; call < 10; call++)
      await client.form("/application/o/device/", { client_id: "nobody" });
    for (let call = 0; call < 10; call++) await authorize();

    // Act
    const refused = await client.form("/application/o/device/", { client_id: "cli" });
    client.server.advance(3600);
    const later = await client.form("/application/o/device/", { client_id: "cli" });

    // Assert
    expect(refused).toMatchObject({ status: 429, body: { error: "slow_down" } });
    expect(later.status).toBe(200);
  });

  test("needs the brand's device flow only for the page", async () => {
    // Arrange
    const { brand } = await setUpDeviceLogin(client);
    await client.patch(`core/brands/${brand}/`, { flow_device_code: null });

    // Act
    const code = await authorize();
    const page = await client.page("/device");

    // Assert
    expect(code.expires_in).toBe(60);
    expect(page.status).toBe(404);
    expect(await page.text()).toContain("Brand has no device code flow configured");
  });

  test("is refused to those the application's bindings keep out, and stays pending", async () => {
    // Arrange
    const { application } = await setUpDeviceLogin(client);
    client.server.seed.group("staff");
    client.server.seed.user("insider", ["staff"]);
    client.server.seed.user("outsider");
    const staff = await client.only("core/groups/?name=staff");
    await client.post("policies/bindings/", { target: application, group: staff, order: 0 });
    const code = await authorize();

    // Act
    const outsider = await approve(code, "outsider");
    const pending = await redeem(code);
    const insider = await approve(code, "insider");

    // Assert
    expect(outsider).toBe("Permission denied");
    expect(pending.body.error).toBe("authorization_pending");
    expect(insider).toBe(APPROVED);
  });

  test.each([
    ["any", [true, false], true],
    ["all", [true, false], false],
    ["all", [true, true], true],
    ["any", [false, false], false],
  ])("with policies under engine mode %s that pass %j lets in: %s", async (mode, outcomes, admitted) => {
    // Arrange
    const { application } = await setUpDeviceLogin(client);
    await client.patch("core/applications/cli/", { policy_engine_mode: mode });
    for (const [order, passes] of outcomes.entries()) {
      const policy = client.server.seed.policy(`policy ${order}`, passes);
      await client.post("policies/bindings/", { target: application, policy, order });
    }

    // Act
    const approval = await approve(await authorize());

    // Assert
    expect(approval === APPROVED).toBe(admitted);
  });

  test("a negated binding turns around, a disabled one does not count", async () => {
    // Arrange
    const { application } = await setUpDeviceLogin(client);
    const binding = { target: application, user: 3, order: 0, negate: true };
    const { pk } = (await client.post("policies/bindings/", binding)).body;
    const kept = await approve(await authorize());

    // Act
    await client.put(`policies/bindings/${pk}/`, { ...binding, enabled: false });
    const admitted = await approve(await authorize());

    // Assert
    expect([kept, admitted]).toEqual(["Permission denied", APPROVED]);
  });

  test("names the server as issuer in global mode and signs with the secret without a key", async () => {
    // Arrange
    await setUpDeviceLogin(client, {
      issuer_mode: "global",
      signing_key: null,
      client_secret: "s".repeat(32),
    });
    const code = await authorize();
    await approve(code);

    // Act
    const { access_token: token } = (await redeem(code)).body;
    const { payload } = await jwtVerify(String(token), new TextEncoder().encode("s".repeat(32)));

    // Assert
    expect(payload.iss).toBe(`${client.server.url}/`);
    expect(await (await client.page("/application/o/cli/jwks/")).json()).toEqual({});
  });

  test("a client that federates with this one's provider takes its token for its own user", async () => {
    // Arrange
    const { provider } = await setUpDeviceLogin(client);
    const code = await authorize();
    await approve(code);
    const { access_token } = (await redeem(code)).body;
    const { application: other } = await setUpFederated(client, [provider]);
    const trade = (client_assertion: unknown, scope = "openid profile unknown") =>
      client.form("/application/o/token/", {
        grant_type: "client_credentials",
        client_id: "other",
        client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        client_assertion: String(client_assertion),
        scope,
      });

    // Act
    const traded = await trade(access_token);
    const wrong = await trade("wrong");
    const user = (await client.post("core/users/", { username: "u", name: "" })).body.pk;
    await client.post("policies/bindings/", { target: other, user, order: 0 });
    const shutOut = await trade(access_token);

    // Assert
    expect(traded).toMatchObject({ status: 200, body: { scope: "openid profile" } });
    expect(traded.body).not.toHaveProperty("refresh_token");
    expect(decodeJwt(String(traded.body.access_token))).toMatchObject({
      aud: "other",
      preferred_username: "akadmin",
      scope: "openid profile",
    });
    expect([wrong.body.error, shutOut.body.error]).toEqual(["invalid_grant", "invalid_grant"]);
  });

  test.each<[string, Record<string, unknown>, Record<string, string>, string]>([
    ["does not federate the token's provider", { jwt_federation_providers: [] }, {}, "invalid_grant"],
    ["may not use the grant", { grant_types: ["refresh_token"] }, {}, "invalid_grant"],
    ["asserts in another way", {}, { client_assertion_type: "urn:example" }, "invalid_grant"],
    ["shows no token", {}, { client_assertion: "" }, "invalid_grant"],
    ["is not known", {}, { client_id: "nobody" }, "invalid_client"],
  ])("a client that %s gets no token for another's", async (_, settings, fields, error) => {
    // Arrange
    const { provider } = await setUpDeviceLogin(client);
    const code = await authorize();
    await approve(code);
    const { access_token } = (await redeem(code)).body;
    const { provider: other } = await setUpFederated(client, [provider]);
    await client.patch(`providers/oauth2/${other}/`, settings);

    // Act
    const answer = await client.form("/application/o/token/", {
      grant_type: "client_credentials",
      client_id: "other",
      client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
      client_assertion: String(access_token),
      ...fields,
    });

    // Assert
    expect(answer).toMatchObject({ status: 400, body: { error } });
  });

  test("a refresh token that lasts longer than the provider's threshold stays, and no new one comes", async () => {
    // Arrange
    await setUpDeviceLogin(client, { refresh_token_validity: "days=2", refresh_token_threshold: "days=1" });
    const code = await authorize();
    await approve(code);
    const { refresh_token } = (await redeem(code)).body;
    const refresh = () =>
      client.form("/application/o/token/", {
        grant_type: "refresh_token",
        client_id: "cli",
        refresh_token: String(refresh_token),
      });

    // Act
    const early = [await refresh(), await refresh()];
    client.server.advance(24 * 3600 + 1);
    const late = [await refresh(), await refresh()];

    // Assert
    expect(early.map(({ body }) => body.refresh_token)).toEqual([undefined, undefined]);
    expect(late.map(({ status, body }) => [status, typeof body.refresh_token])).toEqual([
      [200, "string"],
      [400, "undefined"],
    ]);
  });

  test("asks for consent where the provider's flow has a stage for that", async () => {
    // Arrange
    const authorization_flow = await client.only(
      "flows/instances/?slug=default-provider-authorization-explicit-consent",
    );
    await setUpDeviceLogin(client, { authorization_flow });
    const code = await authorize();

    // Act
    const asked = await approve(code);
    const pending = await redeem(code);

    // Assert
    expect([asked, pending.body.error]).toEqual(["Redirecting to cli", "authorization_pending"]);
  });

  test("sends nobody on to a log-in, and those who may not enter the flow nowhere", async () => {
    // Arrange
    await setUpDeviceLogin(client);
    client.server.seed.user("visitor");
    await client.patch("flows/instances/device/", { authentication: "require_superuser" });

    // Act
    const nobody = await fetch(`${client.server.url}/device?code=1`, { redirect: "manual" });
    const visitor = await client.approve("1", "visitor");

    // Assert
    expect([nobody.status, nobody.headers.get("location")]).toEqual([
      302,
      "/flows/-/default/authentication/?next=/device%3Fcode%3D1",
    ]);
    expect(visitor).toMatchObject({
      status: 404,
      text: expect.stringContaining("Flow not applicable to user"),
    });
  });
});

import { X509Certificate } from "node:crypto";
import { selfSigned } from "../../../standin/server/install/certificate";
import { type Client, DEVICE_GRANT, setUpDeviceLogin, startClient } from "./client";

const DAY = 86_400_000;

describe("key pairs", () => {
  let client: Client;
  beforeEach(async () => {
    client = await startClient();
  });
  afterEach(() => client.server.close());

  const generate = async (alg: string) =>
    (await client.post("crypto/certificatekeypairs/generate/", { common_name: alg, validity_days: 9, alg }))
      .body;

  test.each([
    ["rsa", "rsa"],
    ["ecdsa", "ec"],
    ["ed25519", "ed25519"],
    ["ed448", "ed448"],
  ])(
    "of kind %s are made, signed by themselves, and keep their kind without their private key",
    async (alg, key_type) => {
      // Arrange
      const { pk } = await generate(alg);

      // Act
      const pem = (await client.get(`crypto/certificatekeypairs/${pk}/view_certificate/`)).body.data;
      const read = async () => (await client.get(`crypto/certificatekeypairs/${pk}/`)).body;
      const before = await read();
      await client.patch(`crypto/certificatekeypairs/${pk}/`, { key_data: "" });

      // Assert
      const certificate = new X509Certificate(String(pem));
      expect(certificate.verify(certificate.publicKey)).toBe(true);
      expect(before).toMatchObject({ key_type, private_key_available: true });
      expect(await read()).toMatchObject({ key_type, private_key_available: false });
      const withKey = (await client.list("crypto/certificatekeypairs/?has_key=true")).body.results;
      expect(withKey.map(({ name }) => name)).toEqual(["authentik Self-signed Certificate"]);
    },
  );

  test("may be for a host", async () => {
    const { certificate } = await selfSigned("a name", { host: "auth.example.com" }, "ecdsa");

    const read = new X509Certificate(certificate);
    expect(read.subjectAltName).toBe("DNS:auth.example.com");
    expect(read.verify(read.publicKey)).toBe(true);
  });

  test("are taken that are not valid yet", async () => {
    // Arrange
    const from = new Date(Math.ceil(Date.now() / DAY) * DAY + 7 * DAY);
    const { certificate, privateKey } = await selfSigned("next week", { from, days: 3 }, "ecdsa");
    const body = { name: "next week", certificate_data: certificate, key_data: privateKey };

    // Act
    const answer = await client.post("crypto/certificatekeypairs/", body);

    // Assert
    expect(new Date(new X509Certificate(certificate).validFrom)).toEqual(from);
    const cert_expiry = new Date(from.getTime() + 3 * DAY).toISOString().replace(".000Z", "Z");
    expect(answer).toMatchObject({ status: 201, body: { key_type: "ec", cert_expiry } });
  });

  test.each(["ed25519", "ed448"])(
    "of kind %s let everybody come to the end of a login, which then fails",
    async (alg) => {
      // Arrange
      await setUpDeviceLogin(client, { signing_key: (await generate(alg)).pk });
      const code = (await client.form("/application/o/device/", { client_id: "cli", scope: "openid" })).body;
      await client.approve(code.user_code);

      // Act
      const answer = await client.page("/application/o/token/", {
        grant_type: DEVICE_GRANT,
        client_id: "cli",
        device_code: String(code.device_code),
      });

      // Assert
      expect([answer.status, answer.headers.get("content-type")]).toEqual([
        500,
        expect.stringMatching("html"),
      ]);
      expect((await client.get("providers/oauth2/1/")).status).toBe(200);
    },
  );

  test.each([
    ["RS256", "rsa"],
    ["ES256", "ecdsa"],
  ])("sign with %s when they are of kind %s", async (algorithm, alg) => {
    // Arrange
    await setUpDeviceLogin(client, { signing_key: (await generate(alg)).pk });

    // Act
    const { id_token_signing_alg_values_supported: algorithms } = (await (
      await client.page("/application/o/cli/.well-known/openid-configuration")
    ).json()) as Record<string, unknown>;

    // Assert
    expect(algorithms).toEqual([algorithm]);
  });
});

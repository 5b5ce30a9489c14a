import { type KeyKind, selfSigned, type Validity } from "../../../standin/server/install/certificate";
import { notes } from "../../../tools/findings/notes";
import type { Api } from "../../e2e/api";
import { wholeSetUp } from "../../e2e/whole-set-up";
import { Deployed } from "../deployed";
import { evidence, found, LIVE, PROVIDER } from "./evidence";

jest.setTimeout(120_000);

const KEY = { pk: "key-1", name: "signing", private_key_available: true };

describe("a signing key", () => {
  const live = (pair: object, version = "2026.5.0") => ({
    version,
    providers: [{ ...PROVIDER, signing_key: "key-1" }],
    certificates: [{ ...KEY, ...pair }],
  });
  const subject = "signing-key-cannot-sign | authentik_provider_oauth2.cli_provider";

  test.each(["rsa", "ec", null, undefined])("of the kind %s signs", (key_type) => {
    expect(found(evidence(live({ key_type })))).toEqual([]);
  });

  test("without a private key signs nothing", () => {
    expect(found(evidence(live({ key_type: "rsa", private_key_available: false })))).toEqual([
      `${subject} | certificate "signing" has no private key, so nothing is signed`,
    ]);
  });

  test.each([
    ["ed25519", "Ed25519"],
    ["ed448", "Ed448"],
  ])("of the kind %s does not sign on 2026.5", (key_type, kind) => {
    expect(found(evidence(live({ key_type })))).toEqual([
      `${subject} | certificate "signing" has an ${kind} key, and authentik 2026.5.0 signs with RSA and EC keys only`,
    ]);
  });

  test("of a newer kind is no finding on a later release, and a note", () => {
    const given = evidence(live({ key_type: "ed25519" }, "2026.8.0"));

    expect(found(given).filter((line) => line.startsWith("signing-key"))).toEqual([]);
    expect(notes(given)).toContain(
      'certificate "signing" has a key of a kind with which authentik 2026.5 cannot sign; whether this release can was not tried, verify --probe shows it',
    );
  });

  test("that another provider has is left to it", () => {
    const other = { ...KEY, pk: "key-9", private_key_available: false };

    expect(found(evidence({ certificates: [...LIVE.certificates, other] }))).toEqual([]);
  });

  test.each([
    ["2026-11-24T12:00:01.000Z", ["the certificate is valid from 2026-11-24T12:00:01.000Z"]],
    ["2026-11-24T12:00:00.000Z", []],
  ])("is judged by when its certificate is valid from: %s", (validFrom, messages) => {
    const expected = messages.map(
      (message) => `certificate-not-valid-yet | certificate "signing" | ${message}`,
    );
    expect(found(evidence(live({ validFrom })))).toEqual(expected);
  });
});

describe("on a server", () => {
  // Of the release whose signing was measured.
  const setUp = { ...wholeSetUp("e2e"), release: "2026.5" } as const;
  let deployed: Deployed;
  let api: Api;
  beforeAll(async () => {
    deployed = await Deployed.start(setUp, undefined, "2026.5.6");
    api = deployed.api;
  });
  afterAll(() => deployed.stop());

  const provider = () => api.find("/providers/oauth2/", { name: "e2e-cli" });
  const importPair = async (name: string, kind: KeyKind, withKey = true, validity: Validity = {}) => {
    const { certificate, privateKey } = await selfSigned(name, validity, kind);
    const key = withKey ? { key_data: privateKey } : {};
    return api.post("/crypto/certificatekeypairs/", { name, certificate_data: certificate, ...key });
  };
  const subject = "authentik_provider_oauth2.cli_provider";

  test.each<[string, KeyKind, boolean, string]>([
    ["no key", "rsa", false, 'certificate "no key" has no private key, so nothing is signed'],
    [
      "an Ed25519 key",
      "ed25519",
      true,
      'certificate "an Ed25519 key" has an Ed25519 key, and authentik 2026.5.6 signs with RSA and EC keys only',
    ],
    [
      "an Ed448 key",
      "ed448",
      true,
      'certificate "an Ed448 key" has an Ed448 key, and authentik 2026.5.6 signs with RSA and EC keys only',
    ],
  ])(
    "a key pair with %s is found before its first apply, after it, and by the probe",
    async (name, kind, withKey, message) => {
      const before = setUp;
      const pair = await importPair(name, kind, withKey);
      const finding = `signing-key-cannot-sign | ${subject} | ${message}`;
      const discovery = "/application/o/e2e-cli/.well-known/openid-configuration";

      deployed.configure({ ...before, cli: { ...before.cli, signingKey: name } });
      const planned = await deployed.findings();
      await deployed.deployment.apply();
      const applied = await deployed.findings({ probe: true });

      deployed.configure(before);
      await deployed.deployment.apply();
      await api.delete(`/crypto/certificatekeypairs/${pair.pk}/`);
      expect(planned).toEqual([finding]);
      expect(applied.sort()).toEqual([
        `probe-discovery | ${discovery} | the issuer's document was answered 500: ${message}`,
        finding,
      ]);
      expect(await deployed.findings()).toEqual([]);
    },
  );

  test("a key that is taken away later is found, and a challenge key by its own rule", async () => {
    const pair = await api.find("/crypto/certificatekeypairs/", {
      name: "authentik Self-signed Certificate",
    });
    const { certificate, privateKey } = await selfSigned("again");

    await api.change(`/crypto/certificatekeypairs/${pair.pk}/`, { key_data: "" });
    const found = await deployed.findings();

    await api.change(`/crypto/certificatekeypairs/${pair.pk}/`, {
      certificate_data: certificate,
      key_data: privateKey,
    });
    await deployed.deployment.apply();
    const message =
      'certificate "authentik Self-signed Certificate" has no private key, so nothing is signed';
    expect(found).toEqual([
      `signing-key-cannot-sign | ${subject} | ${message}`,
      `challenge-key-cannot-sign | authentik_endpoints_connector_agent.connector | ${message}`,
    ]);
    expect(await deployed.findings()).toEqual([]);
  });

  test("a key that was put in place of the configured one is found where it is now", async () => {
    const { pk, signing_key } = await provider();
    const pair = await importPair("mallory", "ed25519");

    await api.change(`/providers/oauth2/${pk}/`, { signing_key: pair.pk });
    const found = await deployed.findings();

    await api.change(`/providers/oauth2/${pk}/`, { signing_key });
    await api.delete(`/crypto/certificatekeypairs/${pair.pk}/`);
    expect(found).toEqual([
      `signing-key-cannot-sign | ${subject} | certificate "mallory" has an Ed25519 key, and authentik 2026.5.6 signs with RSA and EC keys only`,
    ]);
  });

  test("a certificate that is not valid yet is found by what the application publishes", async () => {
    const { pk, signing_key } = await provider();
    const from = new Date("2040-01-01T00:00:00Z");
    const pair = await importPair("early", "rsa", true, { from });

    await api.change(`/providers/oauth2/${pk}/`, { signing_key: pair.pk });
    const found = await deployed.findings();

    await api.change(`/providers/oauth2/${pk}/`, { signing_key });
    await api.delete(`/crypto/certificatekeypairs/${pair.pk}/`);
    expect(found).toEqual([
      'certificate-not-valid-yet | certificate "early" | the certificate is valid from 2040-01-01T00:00:00.000Z',
    ]);
  });
});

import fc from "fast-check";
import { maskText, maskValue, withoutSecrets } from "../../tools/secrets";

const SECRET = "S3cr3tS3cr3tS3cr3tS3cr3tS3cr3tS3cr3tS3cr3t";

test.each([
  [`the token is ${SECRET}.`, "the token is (sensitive)."],
  [`password: hunter22, ask Ann`, "password: (sensitive), ask Ann"],
  [`password: "correct horse", ask Ann`, "password: (sensitive), ask Ann"],
  [`password: "cut-off`, `password: "(sensitive)`],
  [`api_key=${SECRET}`, "api_key=(sensitive)"],
  ["Authorization: Bearer abc.def-123", "Authorization: Bearer (sensitive)"],
  ["https://ann:hunter2@auth.example.com/", "https://ann:(sensitive)@auth.example.com/"],
  ["ghp_0123456789abcdefghij", "(sensitive)"],
  ["eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl", "(sensitive)"],
  ["old-eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0. ended", "old-(sensitive) ended"],
  ["-eyJ-eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.", "-(sensitive)"],
  ["Authorization: Bearer+agent \n  abc.def-123", "Authorization: Bearer+agent \n  (sensitive)"],
  ["token  =   hunter22", "token  =   (sensitive)"],
  [`{"password" : "hunter22"}`, `{"password" : (sensitive)}`],
  ["redis://:hunter2@cache.example.com", "redis://:(sensitive)@cache.example.com"],
  [`https://${"ann".repeat(30)}:hunter2@example.com`, `https://${"ann".repeat(30)}:(sensitive)@example.com`],
  ["-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----", "(sensitive)"],
])("masks the secret in %p", (text, masked) => {
  expect(maskText(text)).toBe(masked);
});

test.each([
  ["27d23e22-1c5a-4ff2-89d5-7e4dce317605"],
  ["goauthentik.io/providers/oauth2/scope-offline_access"],
  ["urn:ietf:params:oauth:grant-type:device_code"],
  ["hours=1;minutes=30"],
  ["/static/dist/assets/images/flow_background.jpg"],
  ["ca:d0:9d:01:1a:e1:bb:a0:46:13:93:b8:f3:f5:71:15"],
  ["authentik_endpoints_connector_agent_enrollment_token.enrollment_token_rollout"],
  ["ASIA-Pacific-Operations"],
  ["TeamPlatformEngineeringInfrastructure2026BerlinGermany"],
  ["ABTEILUNGINFORMATIONSTECHNIK2026STOCKWERK4RAUM12"],
  ["my-eyJ-eyJ"],
])("leaves %p readable", (text) => {
  expect(maskText(text)).toBe(text);
});

test.each([
  ["glptt-0123456789abcdef", "(sensitive)"],
  ["ASIAIOSFODNN7EXAMPLE", "(sensitive)"],
  ["aBcDeFgHiJkLmN.atlasv1.0123456789abcdefghij", "(sensitive)"],
  ["https://x.test/i.png?sig=abc%2F&se=1", "https://x.test/i.png?sig=(sensitive)&se=1"],
  ["https://x.test/?a=1&access_token=abc", "https://x.test/?a=1&access_token=(sensitive)"],
])("masks the credential that the configuration would refuse in %p", (text, masked) => {
  expect(maskText(text)).toBe(masked);
});

test("masks members by terraform's nested marker, at any depth", () => {
  const value = { list: [{ a: "shown", b: "hidden" }], whole: { c: "hidden" } };

  const masked = maskValue(value, { list: [{ b: true }], whole: true });

  expect(masked).toEqual({ list: [{ a: "shown", b: "(sensitive)" }], whole: "(sensitive)" });
});

test.each([
  "clientSecret",
  "admin-password",
  "secret_key",
  "aws_access_key",
  "tokens",
  "API Key",
  "private_key_pem",
])("%s names a secret", (name) => {
  expect(maskValue({ [name]: "short" }, {})).toEqual({ [name]: "(sensitive)" });
});

test.each([
  "signing_key",
  "challenge_key",
  "refresh_token_validity",
  "tokenEndpoint",
  "password_policy",
  "monkey",
])("%s names no secret", (name) => {
  expect(maskValue({ [name]: "short" }, {})).toEqual({ [name]: "short" });
});

test("switches and numbers are no secrets whatever their name", () => {
  expect(maskValue({ include_claims_in_id_token: true, token: 3, secret: null }, {})).toEqual({
    include_claims_in_id_token: true,
    token: 3,
    secret: null,
  });
});

test("no JSON value under a secret's name survives as text", () => {
  fc.assert(
    fc.property(
      fc.constantFrom("client_secret", "key", "password", "api_key", "token"),
      fc.string({ minLength: 12 }),
      (name, secret) => {
        fc.pre(!JSON.stringify({ [name]: "(sensitive)" }).includes(secret));

        const masked = JSON.stringify(maskValue({ outer: [{ [name]: secret }] }, {}));

        expect(masked).not.toContain(JSON.stringify(secret));
      },
    ),
  );
});

test("a secret is taken out however it is written, and what is too short for one stays", () => {
  const secret = `a&"<'b/c?`;
  const written = [
    secret,
    JSON.stringify(secret).slice(1, -1),
    JSON.stringify(JSON.stringify(secret)).slice(3, -3),
    String.raw`a\u0026\"\u003c'b/c?`,
    encodeURIComponent(secret),
    "a&amp;&quot;&lt;&#39;b/c?",
  ];

  expect(withoutSecrets(`${written.join(" ")} abcde`, [secret, "abcde"])).toBe(
    "*** *** *** *** *** *** abcde",
  );
});

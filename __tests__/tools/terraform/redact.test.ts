import { redact, withoutSecretsOf } from "../../../tools/terraform/redact";

test.each([
  "AUTHENTIK_TOKEN",
  "AWS_SECRET_ACCESS_KEY",
  "PGPASSWORD",
  "GITLAB_PAT",
  "TF_HTTP_PASSWORD",
  "PG_CONN_STR",
  "SLACK_WEBHOOK_URL",
])("the value of %s is never shown", (name) => {
  expect(redact("401 for s3cret-value!", { [name]: "s3cret-value" })).toBe("401 for ***!");
});

test("other variables and values too short to be secrets stay", () => {
  expect(redact("in /home/ann as a", { HOME: "/home/ann", API_TOKEN: "a" })).toBe("in /home/ann as a");
});

test("a secret that holds another is masked as a whole", () => {
  expect(redact("long-secret-value", { A_TOKEN: "secret", B_TOKEN: "long-secret-value" })).toBe("***");
});

test.each([
  "backend.s3.key: missing, expected one line of text, for example key: agent-stack/{environment}.tfstate",
  "cli.token: credentials have no place in this file: remove it",
  'connector.token: unknown key, expected one of "name", "refreshInterval"',
])("of the configuration's own messages only secrets of the environment are masked: %s", (message) => {
  expect(withoutSecretsOf(`${message}, not s3cret-value`, { A_TOKEN: "s3cret-value" })).toBe(
    `${message}, not ***`,
  );
});

test("what looks like a secret is masked wherever it comes from", () => {
  expect(redact("Authorization: Bearer abcdef123456", {})).toBe("Authorization: Bearer (sensitive)");
});

const PASSPHRASE = 'correct horse "🔋" ${staple}';

test.each([
  [
    "HCL",
    String.raw`key_provider "pbkdf2" "states" {
  passphrase = "correct horse \"\U0001F50B\" $${"$"}{staple}"
}
key_provider "aws_kms" "other" {
  kms_key_id = "alias/states"
  secret_key = "stable-battery"
}`,
    String.raw`"correct horse \"\U0001F50B\" $${"$"}{staple}"`,
  ],
  [
    "JSON",
    JSON.stringify({
      key_provider: {
        pbkdf2: { states: { passphrase: PASSPHRASE } },
        aws_kms: { other: { kms_key_id: "alias/states", secret_key: "stable-battery" } },
      },
    }),
    JSON.stringify(PASSPHRASE),
  ],
])(
  "of TF_ENCRYPTION as %s each passphrase and key is masked, as read and as written",
  (_, value, written) => {
    const said = `states of alias/states: ${PASSPHRASE} and ${written}, not stable-battery`;

    expect(redact(said, { TF_ENCRYPTION: value })).toBe('states of alias/states: *** and "***", not ***');
  },
);

test("a broken TF_ENCRYPTION is no failure of its own", () => {
  expect(redact("cannot parse it", { TF_ENCRYPTION: 'passphrase = "never ended\nkey = "\\U99999999"' })).toBe(
    "cannot parse it",
  );
});

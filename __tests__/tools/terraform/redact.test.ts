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

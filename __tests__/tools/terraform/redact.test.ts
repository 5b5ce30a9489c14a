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

test("of what the configuration's own messages say only secrets are masked", () => {
  const said = "environments.production.backend.s3.key: missing, expected one line, not s3cret-value";

  expect(withoutSecretsOf(said, { A_TOKEN: "s3cret-value" })).toBe(
    "environments.production.backend.s3.key: missing, expected one line, not ***",
  );
});

test("what looks like a secret is masked wherever it comes from", () => {
  expect(redact("Authorization: Bearer abcdef123456", {})).toBe("Authorization: Bearer (sensitive)");
});

import { failureMessage } from "../../../tools/terraform/messages";

const TERRAFORM = "terraform -chdir=cdktf.out/stacks/production";

/** The last line of what is said of an error of terraform's, as it writes it. */
function lastLine(kind: string, settings: object, error: string): string | undefined {
  const place = {
    environment: "production",
    terraform: TERRAFORM,
    configuration: { terraform: { backend: { [kind]: settings as Record<string, unknown> } } },
  };
  return failureMessage("", `Error: ${error}\n`, place).split("\n").at(-1);
}

const S3 = { bucket: "acme", key: "agent.tfstate", region: "eu-central-1" };
const operation = (what: string) =>
  `Failed to get existing workspaces: Unable to list objects in S3 bucket "acme" with prefix "env:/": operation error S3: ListObjectsV2, ${what}`;
const NEWER =
  "The state is as it was; it is of a terraform newer than this one: install that version here too, or name it in TERRAFORM_BINARY_NAME.";

test.each<[kind: string, error: string, expected: string]>([
  [
    "pg",
    "dial tcp: lookup db.example.com on 10.0.0.1:53: no such host",
    "No PostgreSQL answers there: is it up and reachable from here, and are host and port in PG_CONN_STR (or PGHOST and PGPORT) right?",
  ],
  [
    "pg",
    "pq: permission denied for database terraform",
    "The user of PG_CONN_STR may not make or use the schema of the state: grant it CREATE on the database, or make the schema for it.",
  ],
  [
    "s3",
    "No valid credential sources found",
    "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, or give this machine or job a role.",
  ],
  [
    "s3",
    operation(
      "https response error StatusCode: 403, api error RequestTimeTooSkewed: The difference between the request time and the current time is too large.",
    ),
    "The clocks of this machine and of the service are too far apart for a signature: set them by the network's time; date -u tells this machine's.",
  ],
  [
    "s3",
    operation("https response error StatusCode: 403, api error AccessDenied: Access Denied"),
    "These credentials may not list the bucket acme, or not read and write agent.tfstate and agent.tfstate.tflock in it: grant s3:ListBucket, and s3:GetObject, s3:PutObject and s3:DeleteObject on both.",
  ],
  [
    "s3",
    operation("https response error StatusCode: 301, api error PermanentRedirect: use another endpoint"),
    "The bucket is not in eu-central-1: correct backend.s3.region in agent-stack.yaml.",
  ],
  [
    "s3",
    operation('exceeded maximum number of attempts, 5, request send failed, Get "https://acme.s3"'),
    "Amazon S3 does not answer from here: is there a network, and is backend.s3.region in agent-stack.yaml right?",
  ],
  [
    "http",
    "Error refreshing state: HTTP remote state endpoint requires auth",
    "Set TF_HTTP_USERNAME and TF_HTTP_PASSWORD to what the service asks for: GitLab wants a user's name and a token that may write the state.",
  ],
  [
    "http",
    "error loading state: Failed to get state: GET http://127.0.0.1:9/x giving up after 3 attempt(s)",
    "The service does not answer as it should: is it up and reachable from here, and is backend.http.address in agent-stack.yaml right?",
  ],
  [
    "http",
    "Error refreshing state: Unsupported state file format: The state file uses format version 5, which is not supported by Terraform 1.11.4.",
    NEWER,
  ],
  [
    "local",
    "Unsupported state file format\n\nThe state file uses format version 5, which is not supported by Terraform\n1.11.4. This state file was created by Terraform 99.0.0.",
    NEWER,
  ],
  [
    "http",
    "Error refreshing state: 2 problems:\n\n- Unsupported state file format: The state file could not be parsed as JSON.",
    "What is kept there is no state of terraform: put back the last good version of it.",
  ],
])("of %s, %s is told what to do", (kind, error, expected) => {
  expect(lastLine(kind, S3, error)).toBe(expected);
});

test("of an S3 that is not Amazon's the endpoint is named", () => {
  const error = operation("exceeded maximum number of attempts, 5, request send failed, Get ...");

  expect(lastLine("s3", { ...S3, endpoints: { s3: "http://127.0.0.1:9" } }, error)).toBe(
    "Nothing answers there: is the service up and reachable from here, and is backend.s3.endpoint in agent-stack.yaml right?",
  );
});

test("what authentik's provider says of a connection is no failure of the state", () => {
  const error =
    "HTTP Error 'Post \"http://authentik\": dial tcp: connect: connection refused'\n\n  with authentik_flow.device_code_flow,";

  expect(lastLine("pg", {}, error)).toBe("  with authentik_flow.device_code_flow,");
});

const lock = (message: string) => `Error acquiring the state lock

Error message: ${message}
Lock Info:
  ID:        59f1a1de-0000-4000-8000-000000000001
  Path:      acme/agent.tfstate
  Operation: OperationTypePlan
  Who:       ci@runner-7
  Version:   1.11.4
  Created:   2026-11-25 21:56:12.128989114 +0000 UTC
  Info:      `;

test("the lock of a bucket names its holder, and the command that releases it", () => {
  expect(lastLine("gcs", {}, lock("writing lock file failed: 412"))).toBe(
    `the state of production is locked: ci@runner-7 has been planning with terraform 1.11.4 since 2026-11-25 21:56:12 UTC. Wait until that run has ended, and run this again. If it was killed, or its machine is gone, release the lock: ${TERRAFORM} force-unlock 59f1a1de-0000-4000-8000-000000000001. What it was making may be in authentik and not in the state: npx agent-stack adopt production finds it, before the next apply.`,
  );
});

test("the lock of a local state ends with its holder", () => {
  expect(lastLine("local", {}, lock("resource temporarily unavailable"))).toBe(
    "the state of production is locked: ci@runner-7 has been planning with terraform 1.11.4 since 2026-11-25 21:56:12 UTC. Wait until that run has ended, and run this again. Its lock ends with it.",
  );
});

test("over HTTP the lock's ID is that of its holder and not the one that terraform made for itself", () => {
  const said = lastLine(
    "http",
    {},
    lock("HTTP remote state already locked: ID=aaaaaaaa-0000-4000-8000-000000000002"),
  );

  expect(said).toContain(`${TERRAFORM} force-unlock aaaaaaaa-0000-4000-8000-000000000002.`);
  expect(said).not.toContain("ci@runner-7");
});

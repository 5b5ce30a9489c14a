import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkBackendNeeds } from "../../../tools/terraform/backend-needs";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "agent-stack-needs-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

/** What is said of a backend in an environment where a home is empty; undefined where nothing is missing. */
function said(backend: object, env: NodeJS.ProcessEnv): string | undefined {
  writeFileSync(join(directory, "cdk.tf.json"), JSON.stringify({ terraform: { backend } }));
  try {
    checkBackendNeeds({ name: "staging", directory }, { HOME: directory, ...env });
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

const cannot = (kind: string, missing: string) =>
  `terraform cannot reach the state, which environments.staging.backend.${kind} in agent-stack.yaml says where to keep: ${missing}`;

const UNREADABLE =
  "PG_CONN_STR cannot be read; give an address, such as postgres://terraform:PASSWORD@db.example.com/terraform, with special letters of the password as %XX, or pairs such as host=db.example.com dbname=terraform";
const BOTH = "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY";
const SERVICE = { endpoints: { s3: "https://s3.example.com" } };

test.each<[kind: string, settings: object, env: NodeJS.ProcessEnv, missing: string]>([
  [
    "pg",
    {},
    {},
    "neither PG_CONN_STR nor PGHOST is set; set PG_CONN_STR, such as postgres://terraform:PASSWORD@db.example.com/terraform, where agent-stack runs",
  ],
  ["pg", {}, { PG_CONN_STR: "postgres://u:100%zz@db.example.com/terraform" }, UNREADABLE],
  ["pg", {}, { PG_CONN_STR: "postgres://u:a/b:c@db.example.com/terraform" }, UNREADABLE],
  ["pg", {}, { PG_CONN_STR: "db.example.com" }, UNREADABLE],
  ["s3", SERVICE, {}, `there are no credentials; set ${BOTH}, or AWS_PROFILE, where agent-stack runs`],
  [
    "s3",
    {},
    { AWS_ACCESS_KEY_ID: "AKIA" },
    `of ${BOTH} only one is set; set AWS_SECRET_ACCESS_KEY, too, where agent-stack runs`,
  ],
  [
    "gcs",
    {},
    { GOOGLE_APPLICATION_CREDENTIALS: "/nowhere/key.json" },
    "GOOGLE_APPLICATION_CREDENTIALS names a file that is not there, /nowhere/key.json; name the file of the account's key",
  ],
  [
    "azurerm",
    { use_oidc: true },
    {},
    "useOidc logs in as an application, and ARM_CLIENT_ID and ARM_TENANT_ID are not set; set them where agent-stack runs",
  ],
  [
    "azurerm",
    { use_oidc: true },
    { ARM_CLIENT_ID: "id" },
    "useOidc logs in as an application, and ARM_TENANT_ID is not set; set it where agent-stack runs",
  ],
  [
    "http",
    {},
    { TF_HTTP_PASSWORD: "secret" },
    "TF_HTTP_PASSWORD is set without TF_HTTP_USERNAME, and would not be sent; set both, or neither",
  ],
])("%s with %j in the environment %j is told what is missing", (kind, settings, env, missing) => {
  expect(said({ [kind]: settings }, env)).toBe(cannot(kind, missing));
});

test.each<[backend: object, env: NodeJS.ProcessEnv]>([
  [{ local: {} }, {}],
  [{ pg: {} }, { PG_CONN_STR: "postgres://terraform:p%2Fw@db.example.com/terraform" }],
  [{ pg: {} }, { PG_CONN_STR: "host=db.example.com password=100%" }],
  [{ pg: {} }, { PGHOST: "db.example.com" }],
  [{ pg: {} }, { TF_CLI_ARGS_init: "-backend-config=conn_str=postgres://db.example.com/terraform" }],
  [{ s3: {} }, {}],
  [{ s3: SERVICE }, { AWS_ACCESS_KEY_ID: "a", AWS_SECRET_ACCESS_KEY: "b" }],
  [{ s3: SERVICE }, { AWS_PROFILE: "states" }],
  [{ gcs: {} }, { GOOGLE_CREDENTIALS: '{"type": "service_account"}' }],
  [{ azurerm: {} }, {}],
  [{ azurerm: { use_oidc: true } }, { ARM_CLIENT_ID_FILE_PATH: "/id", ARM_TENANT_ID: "tenant" }],
  [{ http: {} }, { TF_HTTP_USERNAME: "u", TF_HTTP_PASSWORD: "p" }],
])("nothing is missing of %j in the environment %j", (backend, env) => {
  expect(said(backend, env)).toBeUndefined();
});

test("a file of credentials is enough for s3", () => {
  mkdirSync(join(directory, ".aws"));
  writeFileSync(join(directory, ".aws/credentials"), "[default]\n");

  expect(said({ s3: SERVICE }, {})).toBeUndefined();
});

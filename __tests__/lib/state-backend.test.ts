import { resolve } from "node:path";
import type { StateBackend } from "../../lib";
import { agentStack } from "./synthesised";

test.each<[string, StateBackend, unknown]>([
  [
    "local, relative to the project",
    { local: { path: "state/production.tfstate" } },
    { local: { path: resolve("state/production.tfstate") } },
  ],
  [
    "s3, encrypted and locked",
    { s3: { bucket: "b", key: "k", region: "eu-central-1" } },
    { s3: { bucket: "b", key: "k", region: "eu-central-1", encrypt: true, use_lockfile: true } },
  ],
  [
    "s3 locked by a table",
    { s3: { bucket: "b", key: "k", region: "r", dynamodbTable: "locks", kmsKeyId: "kms" } },
    { s3: { bucket: "b", key: "k", region: "r", encrypt: true, dynamodb_table: "locks", kms_key_id: "kms" } },
  ],
  [
    "s3 on another service",
    { s3: { bucket: "b", key: "k", region: "r", endpoint: "https://s3.example.com", useLockfile: false } },
    {
      s3: {
        bucket: "b",
        key: "k",
        region: "r",
        encrypt: true,
        endpoints: { s3: "https://s3.example.com" },
        use_path_style: true,
        skip_credentials_validation: true,
        skip_region_validation: true,
        skip_requesting_account_id: true,
        skip_metadata_api_check: true,
      },
    },
  ],
  ["gcs", { gcs: { bucket: "b", prefix: "p" } }, { gcs: { bucket: "b", prefix: "p" } }],
  [
    "azurerm",
    { azurerm: { storageAccountName: "a", containerName: "c", key: "k", useOidc: true } },
    { azurerm: { storage_account_name: "a", container_name: "c", key: "k", use_oidc: true } },
  ],
  [
    "http",
    {
      http: {
        address: "https://gitlab.example.com/state",
        lockAddress: "https://gitlab.example.com/lock",
        unlockAddress: "https://gitlab.example.com/lock",
      },
    },
    {
      http: {
        address: "https://gitlab.example.com/state",
        lock_address: "https://gitlab.example.com/lock",
        unlock_address: "https://gitlab.example.com/lock",
      },
    },
  ],
  [
    "http without locks",
    { http: { address: "https://state.example", lock: false } },
    { http: { address: "https://state.example" } },
  ],
  ["pg", { pg: { schemaName: "agent" } }, { pg: { schema_name: "agent" } }],
  [
    "remote",
    { remote: { organization: "o", workspace: "w" } },
    { remote: { organization: "o", workspaces: { name: "w" } } },
  ],
])("keeps state in %s", (_, backend, rendered) => {
  expect(agentStack({ backend }).json.terraform.backend).toEqual(rendered);
});

test("keeps state in HCP Terraform", () => {
  const { terraform } = agentStack({ backend: { cloud: { organization: "o", workspace: "w" } } }).json;

  expect(terraform.cloud).toEqual({ organization: "o", workspaces: { name: "w" } });
  expect(terraform.backend).toBeUndefined();
});

import type * as z from "zod";
import { exactlyOne } from "./common";
import type { Draft } from "./draft";
import { at, type Rules } from "./rule";
import { knownKeys } from "./schema-walk";
import { flag, httpUrl, name, orNothing, settings, withExample } from "./setting-types";

const workspace = {
  organization: withExample(name("Name of the organization."), "acme"),
  workspace: withExample(name("Name of the workspace."), "agent-stack-production"),
};
const hostname = { hostname: name("Host of Terraform Enterprise.", "app.terraform.io") };

export const S3 = {
  endpoint: httpUrl("URL of a service that is not Amazon's."),
  encrypt: flag("Encrypts the state at rest.", true),
  kmsKeyId: name("Key of AWS KMS that encrypts the state."),
  useLockfile: flag("Locks with an object beside the state; by default, unless `dynamodbTable` is given."),
  dynamodbTable: name("Locks with a table of DynamoDB, for Terraform before 1.10."),
};

export const stateBackend = settings(
  "Where Terraform keeps the state: exactly one of these, by default a local file. Credentials come from the environment.",
  {
    local: orNothing(
      settings("A file on this machine.", {
        path: name("Path of the file; by default terraform.<environment>.tfstate in the project."),
      }),
    ),
    s3: orNothing(
      settings("Amazon S3 or what speaks its protocol.", S3, {
        bucket: withExample(name("Name of the bucket."), "acme-terraform-state"),
        key: withExample(
          name("Name of the state's object, different in each environment."),
          "agent-stack/{environment}.tfstate",
        ),
        region: withExample(name("AWS region of the bucket."), "eu-central-1"),
      }),
    ),
    gcs: orNothing(
      settings(
        "Google Cloud Storage.",
        { prefix: name("Where in the bucket the state is, different in each environment.") },
        { bucket: withExample(name("Name of the bucket."), "acme-terraform-state") },
      ),
    ),
    azurerm: orNothing(
      settings(
        "Azure Blob Storage.",
        {
          resourceGroupName: name("Name of the storage account's resource group."),
          useOidc: flag("Logs in to Azure with the pipeline's OpenID Connect token."),
        },
        {
          storageAccountName: withExample(name("Name of the storage account."), "acmestate"),
          containerName: withExample(name("Name of the container."), "tfstate"),
          key: withExample(
            name("Name of the state's blob, different in each environment."),
            "agent-stack/{environment}.tfstate",
          ),
        },
      ),
    ),
    http: orNothing(
      settings(
        "An HTTP service, GitLab's among them.",
        {
          lock: flag("Whether to lock the state while it is written; false for services that cannot.", true),
          lockAddress: httpUrl("URL that locks the state, different in each environment."),
          unlockAddress: httpUrl("URL that unlocks the state, different in each environment."),
          lockMethod: name("HTTP method that locks.", "LOCK"),
          unlockMethod: name("HTTP method that unlocks.", "UNLOCK"),
          updateMethod: name("HTTP method that writes.", "POST"),
        },
        {
          address: withExample(
            httpUrl("URL of the state, different in each environment."),
            "https://state.example.com/{environment}",
          ),
        },
      ),
    ),
    pg: orNothing(
      settings("PostgreSQL; PG_CONN_STR says which.", {
        schemaName: name("Schema of the state, different in each environment.", "terraform_remote_state"),
      }),
    ),
    remote: orNothing(settings("A workspace of Terraform Cloud or Enterprise.", hostname, workspace)),
    cloud: orNothing(settings("A workspace of HCP Terraform.", hostname, workspace)),
  },
  {},
  { minProperties: 1, maxProperties: 1 },
);

type BackendDraft = Draft<z.output<typeof stateBackend>>;

type HttpDraft = NonNullable<BackendDraft["http"]>;

const http = (path: keyof HttpDraft) => (settings: HttpDraft) => [{ path: [path], judged: settings }];

const httpRules: Rules<HttpDraft> = [
  {
    subjects: http("address"),
    condition: ({ address, lock, ...others }: HttpDraft) =>
      typeof address === "string" && lock !== false && !("lockAddress" in others),
    message: () => "given without lockAddress, so that nothing keeps two runs from writing the state at once",
    remedy: () => "add lockAddress and unlockAddress, or lock: false if the service cannot lock",
  },
  {
    subjects: http("lockAddress"),
    condition: ({ lockAddress, lock, ...others }: HttpDraft) =>
      typeof lockAddress === "string" && lock !== false && !("unlockAddress" in others),
    message: () => "given without unlockAddress, so that the first lock would stay",
    remedy: () => "add unlockAddress",
  },
  {
    subjects: http("lock"),
    condition: ({ lock, ...others }: HttpDraft) =>
      lock === false && ("lockAddress" in others || "unlockAddress" in others),
    message: () => "false beside an address to lock or unlock at",
    remedy: () => "remove one of them",
  },
];

export const stateBackendRules: Rules<BackendDraft> = [
  exactlyOne([], knownKeys(stateBackend) ?? [], (backend: BackendDraft) => [{ path: [], judged: backend }]),
  at("http", httpRules),
];

import { resolve } from "node:path";
import {
  AzurermBackend,
  CloudBackend,
  GcsBackend,
  HttpBackend,
  LocalBackend,
  NamedCloudWorkspace,
  NamedRemoteWorkspace,
  PgBackend,
  type PgBackendConfig,
  RemoteBackend,
  S3Backend,
  type TerraformStack,
} from "cdktf";
import { completed } from "./rules/completed";
import { S3 } from "./rules/state-backend";

/**
 * Where Terraform keeps the state; exactly one of the kinds.
 *
 * Credentials have no place here, since they would end up in cdktf.out: each backend takes them from its own
 * environment variables.
 */
export type StateBackend =
  | { readonly local: LocalState }
  | { readonly s3: S3State }
  | { readonly gcs: GcsState }
  | { readonly azurerm: AzurermState }
  | { readonly http: HttpState }
  | { readonly pg: PgState }
  | { readonly remote: RemoteState }
  | { readonly cloud: CloudState };

export interface LocalState {
  /** @default - terraform.<environment>.tfstate in the project */
  readonly path?: string;
}

/** Credentials: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, a profile or the machine's role. */
export interface S3State {
  readonly bucket: string;
  readonly key: string;
  readonly region: string;
  /** URL of another service that speaks S3. @default - AWS's own */
  readonly endpoint?: string;
  /** @default true */
  readonly encrypt?: boolean;
  /** @default - none */
  readonly kmsKeyId?: string;
  /** Locks with an object beside the state (Terraform 1.10 and newer). @default - true without `dynamodbTable` */
  readonly useLockfile?: boolean;
  /** Locks with a table, for Terraform before 1.10. @default - none */
  readonly dynamodbTable?: string;
}

/** Credentials: GOOGLE_APPLICATION_CREDENTIALS or the machine's account. */
export interface GcsState {
  readonly bucket: string;
  /** @default - none */
  readonly prefix?: string;
}

/** Credentials: ARM_CLIENT_ID and its kin, or the machine's identity. */
export interface AzurermState {
  readonly storageAccountName: string;
  readonly containerName: string;
  readonly key: string;
  /** @default - none */
  readonly resourceGroupName?: string;
  /** @default - none */
  readonly useOidc?: boolean;
}

/** Also GitLab's. Credentials: TF_HTTP_USERNAME and TF_HTTP_PASSWORD. */
export interface HttpState {
  readonly address: string;
  /** Whether to lock the state while it is written, at `lockAddress` and `unlockAddress`. @default true */
  readonly lock?: boolean;
  /** Needed unless `lock` is false. @default - none */
  readonly lockAddress?: string;
  /** Needed unless `lock` is false. @default - none */
  readonly unlockAddress?: string;
  /** @default "LOCK" */
  readonly lockMethod?: string;
  /** @default "UNLOCK" */
  readonly unlockMethod?: string;
  /** @default "POST" */
  readonly updateMethod?: string;
}

/** Connection and credentials: PG_CONN_STR or libpq's variables. */
export interface PgState {
  /** @default "terraform_remote_state" */
  readonly schemaName?: string;
}

/** Credentials: TF_TOKEN_<host> or `terraform login`. */
export interface RemoteState {
  readonly organization: string;
  readonly workspace: string;
  /** @default "app.terraform.io" */
  readonly hostname?: string;
}

/** Credentials: TF_TOKEN_<host> or `terraform login`. */
export interface CloudState {
  readonly organization: string;
  readonly workspace: string;
  /** @default "app.terraform.io" */
  readonly hostname?: string;
}

/** Makes the stack keep its state there. */
export function keepStateIn(stack: TerraformStack, backend: StateBackend): void {
  // Terraform would take a relative path from cdktf.out, which is thrown away.
  if ("local" in backend)
    new LocalBackend(stack, { path: backend.local.path && resolve(backend.local.path) });
  else if ("s3" in backend) keepStateInS3(stack, backend.s3);
  else if ("gcs" in backend) new GcsBackend(stack, backend.gcs);
  else if ("azurerm" in backend) new AzurermBackend(stack, backend.azurerm);
  else if ("http" in backend) keepStateAt(stack, backend.http);
  // cdktf wants a connection string, which holds a password; Terraform takes it from PG_CONN_STR.
  else if ("pg" in backend) new PgBackend(stack, backend.pg as PgBackendConfig);
  else if ("remote" in backend) {
    const { workspace, ...remote } = backend.remote;
    new RemoteBackend(stack, { ...remote, workspaces: new NamedRemoteWorkspace(workspace) });
  } else {
    const { workspace, ...cloud } = backend.cloud;
    new CloudBackend(stack, { ...cloud, workspaces: new NamedCloudWorkspace(workspace) });
  }
}

function keepStateAt(stack: TerraformStack, { lock, ...http }: HttpState): void {
  new HttpBackend(stack, http);
}

function keepStateInS3(stack: TerraformStack, s3: S3State): void {
  const { endpoint, useLockfile, ...state } = s3;
  // Services that only speak S3 have none of AWS's account, region and credential interfaces to check against.
  const otherService = endpoint && {
    endpoints: { s3: endpoint },
    usePathStyle: true,
    skipCredentialsValidation: true,
    skipRegionValidation: true,
    skipRequestingAccountId: true,
    skipMetadataApiCheck: true,
  };
  const { encrypt } = completed(s3, S3);
  const backend = new S3Backend(stack, { ...state, encrypt, ...otherService });
  // cdktf 0.21 is older than Terraform's own lock file.
  if (useLockfile ?? s3.dynamodbTable === undefined) backend.addOverride("use_lockfile", true);
}

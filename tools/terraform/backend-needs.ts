import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { backendOf } from "./kept-state";
import type { Stack } from "./stack";
import { TerraformError } from "./terraform-error";

type Settings = Readonly<Record<string, unknown>>;
type Missing = (settings: Settings, env: NodeJS.ProcessEnv) => string | undefined;

/**
 * Stops where terraform could not reach the state for want of what the environment is to say, which terraform tells badly.
 *
 * @throws TerraformError
 */
export function checkBackendNeeds(stack: Stack, env: NodeJS.ProcessEnv): void {
  // Whatever is missing may be given there.
  if (/-backend-config\b/.test(`${env.TF_CLI_ARGS ?? ""} ${env.TF_CLI_ARGS_init ?? ""}`)) return;
  const [[kind, settings] = ["local", {}]] = Object.entries(backendOf(stack) ?? {});
  const missing = NEEDS[kind]?.(settings, env);
  if (missing === undefined) return;
  throw new TerraformError(
    `terraform cannot reach the state, which environments.${stack.name}.backend.${kind} in agent-stack.yaml says where to keep: ${missing}`,
  );
}

const NEEDS: Readonly<Record<string, Missing>> = { pg, s3, gcs, azurerm, http };

const CONNECTION = "such as postgres://terraform:PASSWORD@db.example.com/terraform";

function pg(_: Settings, { PG_CONN_STR: given, ...env }: NodeJS.ProcessEnv): string | undefined {
  if (!given) {
    const isElsewhere = ["PGHOST", "PGPORT", "PGUSER", "PGDATABASE"].some((name) => env[name]);
    return isElsewhere
      ? undefined
      : `neither PG_CONN_STR nor PGHOST is set; set PG_CONN_STR, ${CONNECTION}, where agent-stack runs`;
  }
  const isRead = /^postgres(ql)?:\/\//.test(given) ? isAddress(given) : /^\s*\w+\s*=/.test(given);
  return isRead
    ? undefined
    : `PG_CONN_STR cannot be read; give an address, ${CONNECTION}, with special letters of the password as %XX, or pairs such as host=db.example.com dbname=terraform`;
}

function isAddress(text: string): boolean {
  try {
    const { username, password } = new URL(text);
    decodeURIComponent(`${username}${password}`);
    return true;
  } catch {
    return false;
  }
}

const OTHER_CREDENTIALS = [
  "AWS_PROFILE",
  "AWS_WEB_IDENTITY_TOKEN_FILE",
  "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
  "AWS_CONTAINER_CREDENTIALS_FULL_URI",
];

function s3({ endpoints }: Settings, env: NodeJS.ProcessEnv): string | undefined {
  const home = join(env.HOME || homedir(), ".aws");
  const files = [
    env.AWS_SHARED_CREDENTIALS_FILE || join(home, "credentials"),
    env.AWS_CONFIG_FILE || join(home, "config"),
  ];
  if (OTHER_CREDENTIALS.some((name) => env[name]) || files.some((file) => existsSync(file))) return undefined;
  const both = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"];
  const unset = both.filter((name) => !env[name]);
  const [first] = unset;
  if (unset.length === 1) {
    return `of ${both.join(" and ")} only one is set; set ${first}, too, where agent-stack runs`;
  }
  // Amazon's own machines have a role, of which the environment says nothing.
  if (unset.length === 0 || endpoints === undefined) return undefined;
  return `there are no credentials; set ${both.join(" and ")}, or AWS_PROFILE, where agent-stack runs`;
}

function gcs(_: Settings, env: NodeJS.ProcessEnv): string | undefined {
  const name = ["GOOGLE_BACKEND_CREDENTIALS", "GOOGLE_CREDENTIALS", "GOOGLE_APPLICATION_CREDENTIALS"].find(
    (each) => env[each],
  );
  const given = name && env[name];
  // Two of the three also take the key itself.
  if (!given || given.trim().startsWith("{") || existsSync(given)) return undefined;
  return `${name} names a file that is not there, ${given}; name the file of the account's key`;
}

function azurerm({ use_oidc }: Settings, env: NodeJS.ProcessEnv): string | undefined {
  const unset = ["ARM_CLIENT_ID", "ARM_TENANT_ID"].filter((name) => !env[name] && !env[`${name}_FILE_PATH`]);
  if (use_oidc !== true || unset.length === 0) return undefined;
  return `useOidc logs in as an application, and ${unset.join(" and ")} ${unset.length === 1 ? "is" : "are"} not set; set ${unset.length === 1 ? "it" : "them"} where agent-stack runs`;
}

function http(_: Settings, env: NodeJS.ProcessEnv): string | undefined {
  if (!env.TF_HTTP_PASSWORD || env.TF_HTTP_USERNAME) return undefined;
  return "TF_HTTP_PASSWORD is set without TF_HTTP_USERNAME, and would not be sent; set both, or neither";
}

import { credentialShape } from "./credential-shapes";
import type { Mistake, Path } from "./mistake";
import { childSchema, knownKeys, type Schema } from "./schema-walk";
import { closest } from "./suggestion";
import { isMapping } from "./value";

/** Credentials among settings, by the name of their key or by what they look like; messages never show them. */
export function credentialMistakes(settings: unknown, schema: Schema, path: Path = []): Mistake[] {
  if (Array.isArray(settings)) {
    return settings.flatMap((item, index) =>
      credentialMistakes(item, childSchema(schema, index), [...path, index]),
    );
  }
  if (!isMapping(settings)) return lookMistakes(settings, path);
  return Object.entries(settings).flatMap(([key, value]) => {
    const here = [...path, key];
    if (isNamedLikeCredential(key, value, schema)) {
      return [{ path: here, message: `credentials have no place in this file: ${remedy(here)}` }];
    }
    return [...lookMistakes(key, here), ...credentialMistakes(value, childSchema(schema, key), here)];
  });
}

function lookMistakes(text: unknown, path: Path): Mistake[] {
  const shape = typeof text === "string" ? credentialShape(text) : undefined;
  if (shape === undefined) return [];
  const message = `looks like ${shape}, and credentials have no place in this file: ${remedy(path)}; revoke it if it was committed`;
  return [{ path, message }];
}

const CREDENTIAL_NAME =
  /user_?name|token|passw(?:or)?d|passphrase|secret|access_?key|api_?key|private_?key|encryption_?key|credential|conn_?str/i;

function isNamedLikeCredential(key: string, value: unknown, schema: Schema): boolean {
  const holdsText = ["string", "number"].includes(typeof value);
  return holdsText && CREDENTIAL_NAME.test(key) && !isOurs(key, schema);
}

/** A setting, a misspelt one or a name that people choose. */
function isOurs(key: string, schema: Schema): boolean {
  const known = knownKeys(schema);
  return schema !== undefined && (known === undefined || closest(key, known) !== undefined);
}

const BACKEND_CREDENTIALS: Readonly<Record<string, string>> = {
  s3: "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
  gcs: "GOOGLE_APPLICATION_CREDENTIALS",
  azurerm: "ARM_CLIENT_ID and ARM_CLIENT_SECRET, or ARM_ACCESS_KEY",
  http: "TF_HTTP_USERNAME and TF_HTTP_PASSWORD",
  pg: "PG_CONN_STR",
  remote: "TF_TOKEN_<host>",
  cloud: "TF_TOKEN_<host>",
};

function remedy(path: Path): string {
  const kind = path.indexOf("backend") + 1;
  const backend = kind > 0 ? BACKEND_CREDENTIALS[String(path[kind])] : undefined;
  if (backend) return `remove it and set ${backend} in terraform's environment`;
  if (path.at(-1) === "clientSecret") return "remove it, the CLI is a public client and has none";
  return "remove it; terraform takes AUTHENTIK_URL and AUTHENTIK_TOKEN from its environment";
}

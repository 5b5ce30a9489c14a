import { credentialShape } from "./credential-shapes";
import type { Mistake, Path } from "./mistake";
import { childSchema, knownKeys, type Schema, settingsBelow } from "./schema-walk";
import { closest } from "./suggestion";
import { isMapping } from "./value";

/** Credentials among settings, by the name of their key or by what they look like; messages never show them. */
export function credentialMistakes(settings: unknown, schema: Schema): Mistake[] {
  return search(settings, schema, [], settingsBelow(schema));
}

/** @param all - All settings by their names, wherever they belong. */
function search(value: unknown, schema: Schema, path: Path, all: ReadonlyMap<string, Schema>): Mistake[] {
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => search(item, childSchema(schema, index), [...path, index], all));
  }
  if (!isMapping(value)) return lookMistakes(value, path);
  return Object.entries(value).flatMap(([key, item]) => {
    const here = [...path, key];
    if (isNamedLikeCredential(key, item) && !isOurs(key, schema, all)) {
      return [{ path: here, message: `credentials have no place in this file: ${remedy(here)}` }];
    }
    const inner = typeof item === "object" && item !== null ? schemaMeant(key, schema, all) : undefined;
    return [...lookMistakes(key, here), ...search(item, inner, here, all)];
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

function isNamedLikeCredential(key: string, value: unknown): boolean {
  return ["string", "number"].includes(typeof value) && CREDENTIAL_NAME.test(key);
}

/** A name that people choose, or a setting, be it misspelt or in the wrong place. */
function isOurs(key: string, schema: Schema, all: ReadonlyMap<string, Schema>): boolean {
  const isFree = schema !== undefined && knownKeys(schema) === undefined;
  return isFree || closest(key, [...all.keys()]) !== undefined;
}

/** What stands at a key, be it misspelt, in the wrong place or set apart to be repeated, as in `x-cli`. */
function schemaMeant(key: string, schema: Schema, all: ReadonlyMap<string, Schema>): Schema {
  const known = childSchema(schema, key);
  if (known) return known;
  const name = key.replace(/^x-/i, "");
  const here = closest(name, knownKeys(schema) ?? []);
  if (here !== undefined) return childSchema(schema, here);
  return all.get(closest(name, [...all.keys()]) ?? "");
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

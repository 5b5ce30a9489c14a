import { credentialShape } from "./credential-shapes";
import type { Problem } from "./problem";
import { childSchema, knownKeys, type Schema } from "./schema-walk";
import { type Path, problemAt, type Sourced } from "./sourced";
import { closest } from "./suggestion";

/** Credentials in the file, by the name of their key or by what they look like; messages never show them. */
export function secretProblems(sourced: Sourced, schema: Schema): Problem[] {
  if (sourced.kind === "scalar") return valueProblems(sourced.value, sourced);
  if (sourced.kind === "list") {
    return sourced.items.flatMap((item, index) => secretProblems(item, childSchema(schema, index)));
  }
  return [...sourced.entries].flatMap(([key, value]) => {
    if (isNamedLikeCredential(key, value, schema)) {
      return [problemAt(value.place, `credentials have no place in this file: ${remedy(value.place.path)}`)];
    }
    return [...valueProblems(key, value), ...secretProblems(value, childSchema(schema, key))];
  });
}

function valueProblems(text: unknown, { place }: Sourced): Problem[] {
  const shape = typeof text === "string" ? credentialShape(text) : undefined;
  if (shape === undefined) return [];
  return [
    problemAt(
      place,
      `looks like ${shape}, and credentials have no place in this file: ${remedy(place.path)}; revoke it if it was committed`,
    ),
  ];
}

const CREDENTIAL_NAME =
  /user_?name|token|passw(?:or)?d|passphrase|secret|access_?key|api_?key|private_?key|encryption_?key|credential|conn_?str/i;

function isNamedLikeCredential(key: string, value: Sourced, schema: Schema): boolean {
  const holdsText = value.kind === "scalar" && ["string", "number"].includes(typeof value.value);
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
  const backend = path[2] === "backend" ? BACKEND_CREDENTIALS[String(path[3])] : undefined;
  if (backend) return `remove it and set ${backend} in terraform's environment`;
  if (path.at(-1) === "clientSecret") return "remove it, the CLI is a public client and has none";
  return "remove it; terraform takes AUTHENTIK_URL and AUTHENTIK_TOKEN from its environment";
}

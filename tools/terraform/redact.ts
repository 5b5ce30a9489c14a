import { maskText, withoutSecrets } from "../secrets";
import { ENCRYPTION_VARIABLE, encryptionSecrets } from "./encryption-secrets";

const SECRET_VARIABLE =
  /TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIAL|CONN_STR|WEBHOOK|TF_ENCRYPTION|(^|_)KEY$|(^|_)PAT$/i;

/** Whether a variable of this name holds a secret. */
export function isSecretVariable(name: string): boolean {
  return SECRET_VARIABLE.test(name);
}

/** The text without further secrets, the values of environment variables that hold some, and what looks like one. */
export function redact(text: string, env: NodeJS.ProcessEnv, further: readonly string[] = []): string {
  return maskText(withoutSecretsOf(text, env, further));
}

/** The text without further secrets and the values of environment variables that hold some. */
export function withoutSecretsOf(
  text: string,
  env: NodeJS.ProcessEnv,
  further: readonly string[] = [],
): string {
  const named = Object.entries(env)
    .filter(([name]) => isSecretVariable(name))
    .map(([, value]) => value ?? "");
  const quoted = encryptionSecrets(env[ENCRYPTION_VARIABLE] ?? "");
  return withoutSecrets(text, [...named, ...quoted, ...further]);
}

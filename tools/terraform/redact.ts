import { maskText } from "../secrets";

const SECRET_VARIABLE = /TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIAL|(^|_)KEY$|(^|_)PAT$/i;
const SHORTEST = 6;

/** Whether a variable of this name holds a secret. */
export function isSecretVariable(name: string): boolean {
  return SECRET_VARIABLE.test(name);
}

/** The text without the values of environment variables that hold secrets, and without what looks like one. */
export function redact(text: string, env: NodeJS.ProcessEnv): string {
  const secrets = Object.entries(env)
    .filter(([name, value]) => SECRET_VARIABLE.test(name) && (value?.length ?? 0) >= SHORTEST)
    .map(([, value]) => value as string)
    .sort((a, b) => b.length - a.length);
  return maskText(secrets.reduce((masked, secret) => masked.replaceAll(secret, "***"), text));
}

import { FROM_THE_ENVIRONMENT, headersOf, tokenOf } from "../authentik/server";
import type { Stack } from "./synthesise";

/** Names of variables that hold the tokens of environments. */
const TOKENS = /^AUTHENTIK_TOKEN(_|$)/;

/** The Terraform variable, kept in no plan and no state, through which the provider gets a stack's headers. */
export const HEADERS_VARIABLE = "TF_VAR_authentik_headers";

/**
 * The environment in which terraform runs for a stack: with the stack's own token and headers, and nobody else's.
 *
 * Without the provider's log, which TF_LOG asks for, too: it has each request with its token, and each answer with its keys.
 */
export function stackEnvironment(
  { server = FROM_THE_ENVIRONMENT, dataDirectory }: Stack,
  env: NodeJS.ProcessEnv,
): NodeJS.ProcessEnv {
  const { token, variable } = tokenOf(server, env);
  const others = Object.entries(env).filter(([name]) => !TOKENS.test(name) || name === variable);
  const { headers } = headersOf(server, env);
  return {
    ...Object.fromEntries(others),
    ...(token !== undefined && { AUTHENTIK_TOKEN: token }),
    ...(server.headersFrom && { [HEADERS_VARIABLE]: expression(headers) }),
    TF_LOG_PROVIDER: "off",
    ...(dataDirectory !== undefined && { TF_DATA_DIR: dataDirectory }),
  };
}

/** The secrets in it that no name of a variable tells: `tokenFrom` and `headersFrom` may name any. */
export function secretsOf({ server = FROM_THE_ENVIRONMENT }: Stack, env: NodeJS.ProcessEnv): string[] {
  return [tokenOf(server, env).token ?? "", ...Object.values(headersOf(server, env).headers)];
}

/** As Terraform reads a mapping in a variable: an expression, in which templates are to stay texts. */
const expression = (headers: Readonly<Record<string, string>>) =>
  JSON.stringify(headers).replace(/([$%])\{/g, "$1$1{");

import { configurationFile } from "../../configuration/configuration-file";
import { plainAddress } from "../../lib/rules/server-address";
import { type HttpProxy, proxyFor } from "../http/proxy";
import { placeOfSetting } from "./places";
import { RequestError } from "./request-error";
import { FROM_THE_ENVIRONMENT, headersOf, type Server, tokenOf, type Variables } from "./server";

/** How to reach authentik. */
export interface Connection {
  /** Address of authentik itself, without a trailing slash. */
  readonly url: string;
  /** Address of the API: the url and `/api/v3`. */
  readonly apiUrl: string;
  readonly token: string;
  /** The variable that the token came from. */
  readonly tokenVariable: string;
  /** Accepts any certificate. */
  readonly insecure: boolean;
  /** Headers of every request. @default - none */
  readonly headers?: Readonly<Record<string, string>>;
  /** @default - none */
  readonly proxy?: HttpProxy;
  /** The environment whose configuration has the address, and the configuration's file. @default - AUTHENTIK_URL has it */
  readonly configuredIn?: ConfiguredIn;
}

interface ConfiguredIn {
  readonly environment: string;
  readonly file: string;
}

/** An environment, as far as its authentik goes. */
export interface Environment {
  readonly name: string;
  /** @default - what the variables say */
  readonly server?: Server;
}

/**
 * The connection to the authentik of an environment: as its configuration says and, for what that leaves open, AUTHENTIK_URL,
 * AUTHENTIK_TOKEN, AUTHENTIK_INSECURE and the variables of proxies, read as the Terraform provider reads them.
 *
 * @throws RequestError when one is missing or malformed, or when AUTHENTIK_URL names another server
 */
export function connectionOf(
  { name, server = FROM_THE_ENVIRONMENT }: Environment,
  env: Variables,
): Connection {
  const configuredIn = configuredInOf({ name, server }, env);
  const { variable, token } = tokenOf(server, env);
  const mistakes = [
    addressMistake(name, server, env, addressWords(configuredIn)),
    token
      ? undefined
      : `${variable} is not set: set it to an API token${server.url ? ` of ${plainAddress(server.url)}` : ""}, from Directory > Tokens and App passwords`,
  ].filter((mistake) => mistake !== undefined);
  if (!token || mistakes.length > 0) throw refused(mistakes.join("\n"));
  const url = plainAddress(server.url ?? env.AUTHENTIK_URL ?? "");
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw refused(
      `${variable} has a character that no token has, such as a space or a line break: copy the token again`,
    );
  }
  const { headers, missing: noHeaders } = headersOf(server, env);
  if (noHeaders.length > 0) {
    throw refused(`${noHeaders.join(", ")} is not set: ${name} takes headers from there, by headersFrom`);
  }
  // The values are those of Go's ParseBool.
  const insecure = server.insecure ?? /^(1|t|T|TRUE|true|True)$/.test(env.AUTHENTIK_INSECURE ?? "");
  return {
    url,
    apiUrl: `${url}/api/v3`,
    token,
    tokenVariable: variable,
    insecure,
    ...(server.headersFrom && { headers }),
    proxy: proxyOf(url, env),
    ...(configuredIn && { configuredIn }),
  };
}

/** What is wrong with the address that the configuration and AUTHENTIK_URL give together. */
function addressMistake(
  name: string,
  { url }: Server,
  { AUTHENTIK_URL: fromOutside }: Variables,
  words: string,
): string | undefined {
  if (!url && !fromOutside) {
    return "AUTHENTIK_URL is not set: set it to authentik's address, for example https://auth.example.com";
  }
  if (fromOutside && (!/^https?:\/\/[^/]/.test(fromOutside) || !URL.canParse(fromOutside))) {
    return `AUTHENTIK_URL is "${fromOutside}": give an address that starts with https:// or http://`;
  }
  if (url && !URL.canParse(url)) {
    return `the server of ${name} is ${url}, which only terraform knows: give its address`;
  }
  return url && fromOutside && plainAddress(fromOutside) !== plainAddress(url)
    ? `AUTHENTIK_URL is ${plainAddress(fromOutside)}, and ${words} is ${plainAddress(url)}: unset AUTHENTIK_URL, or correct the environment's server`
    : undefined;
}

/** What messages call the place that has the address: the variable, or the setting and where it is written. */
export function addressWords(configuredIn: ConfiguredIn | undefined): string {
  if (configuredIn === undefined) return "AUTHENTIK_URL";
  const { environment, file } = configuredIn;
  const place = placeOfSetting(file, environment, ["server"]);
  return `the server of ${environment}${place === undefined ? "" : ` (${place})`}`;
}

/** Where the address of an environment is configured, undefined where a variable has it. */
export function configuredInOf({ name, server }: Environment, env: Variables): ConfiguredIn | undefined {
  return server?.url === undefined ? undefined : { environment: name, file: configurationFile(env) };
}

/** The connection that the variables alone describe. @throws RequestError */
export function connectionFrom(env: Variables): Connection {
  return connectionOf({ name: "" }, env);
}

const refused = (message: string) => new RequestError("configuration", message);

function proxyOf(url: string, env: Variables): HttpProxy | undefined {
  try {
    return proxyFor(url, env);
  } catch (error) {
    throw refused((error as Error).message);
  }
}

import { type HttpProxy, proxyFor } from "../http/proxy";
import { RequestError } from "./request-error";

/** How to reach authentik. */
export interface Connection {
  /** Address of authentik itself, without a trailing slash. */
  readonly url: string;
  /** Address of the API: the url and `/api/v3`. */
  readonly apiUrl: string;
  readonly token: string;
  /** Accepts any certificate. */
  readonly insecure: boolean;
  /** @default - none */
  readonly proxy?: HttpProxy;
}

const API_PATH = "/api/v3";

/**
 * The connection that AUTHENTIK_URL, AUTHENTIK_TOKEN, AUTHENTIK_INSECURE and the variables of proxies describe, read as the
 * Terraform provider reads them.
 *
 * @throws RequestError when one is missing or malformed
 */
export function connectionFrom(environment: Readonly<Record<string, string | undefined>>): Connection {
  const given = environment.AUTHENTIK_URL;
  if (!given) {
    throw new RequestError(
      "configuration",
      "AUTHENTIK_URL is not set: set it to authentik's address, for example https://auth.example.com",
    );
  }
  if (!/^https?:\/\/[^/]/.test(given) || !URL.canParse(given)) {
    throw new RequestError(
      "configuration",
      `AUTHENTIK_URL is "${given}": give an address that starts with https:// or http://`,
    );
  }
  const token = environment.AUTHENTIK_TOKEN;
  if (!token) {
    throw new RequestError(
      "configuration",
      "AUTHENTIK_TOKEN is not set: set it to an API token, from Directory > Tokens and App passwords",
    );
  }
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw new RequestError(
      "configuration",
      "AUTHENTIK_TOKEN has a character that no token has, such as a space or a line break: copy the token again",
    );
  }
  const parsed = new URL(given);
  const path = parsed.pathname.replace(/\/+$/, "");
  const url = parsed.origin + (path.endsWith(API_PATH) ? path.slice(0, -API_PATH.length) : path);
  // The values are those of Go's ParseBool.
  const insecure = /^(1|t|T|TRUE|true|True)$/.test(environment.AUTHENTIK_INSECURE ?? "");
  return { url, apiUrl: url + API_PATH, token, insecure, proxy: proxyOf(url, environment) };
}

function proxyOf(
  url: string,
  environment: Readonly<Record<string, string | undefined>>,
): HttpProxy | undefined {
  try {
    return proxyFor(url, environment);
  } catch (error) {
    throw new RequestError("configuration", (error as Error).message);
  }
}

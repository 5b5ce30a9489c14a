import type { Connection } from "./authentik/client";
import { type Attributes, optional, required } from "./schema/attribute";
import type { State } from "./schema/value";

/** The environment variables the provider reads. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The provider block's schema: url and token are optional as soon as the environment has them. */
export function providerAttributes(environment: Environment): Attributes {
  const fromEnvironment = (variable: string) => {
    const value = environment[variable] || undefined;
    return { attribute: value ? optional : required, value };
  };
  const url = fromEnvironment("AUTHENTIK_URL");
  const token = fromEnvironment("AUTHENTIK_TOKEN");
  return {
    url: url.attribute("string", { default: url.value }),
    insecure: optional("bool", { default: isTrue(environment.AUTHENTIK_INSECURE) }),
    token: token.attribute("string", { default: token.value, sensitive: true }),
    headers: optional(["map", "string"], { sensitive: true }),
  };
}

const isTrue = (text: string | undefined) => ["1", "t", "true"].includes((text ?? "").toLowerCase());

/** The connection a prepared provider block describes. */
export function connectionOf(config: State, environment: Environment): Connection {
  const url = String(config.url ?? "");
  return {
    url,
    token: String(config.token ?? ""),
    insecure: Boolean(config.insecure),
    proxy: proxyOf(url, environment),
    headers: (config.headers ?? {}) as Record<string, string>,
  };
}

/** HTTPS_PROXY or HTTP_PROXY, which Go takes for every host but this machine. */
function proxyOf(url: string, environment: Environment): URL | undefined {
  if (!URL.canParse(url)) return undefined;
  const { protocol, hostname } = new URL(url);
  const named = protocol === "https:" ? environment.HTTPS_PROXY : environment.HTTP_PROXY;
  const isThisMachine = hostname === "localhost" || hostname === "[::1]" || /^127(\.\d+){3}$/.test(hostname);
  return named && !isThisMachine ? new URL(named) : undefined;
}

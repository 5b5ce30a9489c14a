import { CoreApi } from "@goauthentik/api/dist/apis/CoreApi";
import { CryptoApi } from "@goauthentik/api/dist/apis/CryptoApi";
import { EndpointsApi } from "@goauthentik/api/dist/apis/EndpointsApi";
import { FlowsApi } from "@goauthentik/api/dist/apis/FlowsApi";
import { PoliciesApi } from "@goauthentik/api/dist/apis/PoliciesApi";
import { PropertymappingsApi } from "@goauthentik/api/dist/apis/PropertymappingsApi";
import { ProvidersApi } from "@goauthentik/api/dist/apis/ProvidersApi";
import { RootApi } from "@goauthentik/api/dist/apis/RootApi";
import { StagesApi } from "@goauthentik/api/dist/apis/StagesApi";
import { Configuration, type Middleware } from "@goauthentik/api/dist/runtime";
import { RefusedRequest, UnansweredRequest } from "./errors";
import { type Log, loggingFetch } from "./logging";
import { goLikeFetch } from "./transport";

/** Where authentik is and how to be let in. */
export interface Connection {
  readonly url: string;
  readonly token: string;
  /** Whether any TLS certificate will do, @default false */
  readonly insecure?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
  /** What all requests go through, @default - none */
  readonly proxy?: URL;
}

/** The parts of authentik's API the provider uses. */
export type Authentik = ReturnType<typeof connect>;

/**
 * Makes API clients that throw RefusedRequest and UnansweredRequest; no request is sent yet.
 *
 * @param cancellation - What cancels the requests sent from now on.
 * @param log - Gets what is sent and received, @default - nothing is logged
 */
export function connect(
  { url, token, insecure = false, headers, proxy }: Connection,
  cancellation?: () => AbortSignal,
  log?: Log,
) {
  const send = goLikeFetch(insecure, cancellation, proxy);
  const base = url.replace(/\/+$/, "");
  const configuration = new Configuration({
    basePath: base.endsWith("/api/v3") ? base : `${base}/api/v3`,
    headers: {
      "User-Agent": "authentik-terraform@stand-in",
      Authorization: `Bearer ${token}`,
      ...headers,
    },
    fetchApi: log ? loggingFetch(send, log) : send,
    middleware: [errorsOf(proxy)],
  });
  return {
    core: new CoreApi(configuration),
    crypto: new CryptoApi(configuration),
    endpoints: new EndpointsApi(configuration),
    flows: new FlowsApi(configuration),
    policies: new PoliciesApi(configuration),
    propertyMappings: new PropertymappingsApi(configuration),
    providers: new ProvidersApi(configuration),
    root: new RootApi(configuration),
    stages: new StagesApi(configuration),
  };
}

const errorsOf = (proxy: URL | undefined): Middleware => ({
  async post({ response, url, init }) {
    const contentType = response.headers.get("content-type") ?? "";
    const isPage = response.ok && contentType.includes("html");
    if (response.ok && !isPage) return response;
    const path = decodeURIComponent(new URL(url).pathname);
    throw new RefusedRequest(init.method ?? "GET", path, response.status, contentType, await response.text());
  },
  async onError({ error, url, init }) {
    throw new UnansweredRequest(init.method ?? "GET", url, error as NodeJS.ErrnoException, proxy);
  },
});

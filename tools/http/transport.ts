import * as http from "node:http";
import * as https from "node:https";
import { HttpProxyAgent } from "http-proxy-agent";
import { HttpsProxyAgent } from "https-proxy-agent";
import type { HttpProxy } from "./proxy";

export interface TransportOptions {
  /** Accepts any certificate. @default false */
  readonly insecure?: boolean;
  /** How many requests run at once. */
  readonly concurrency: number;
  /** How long a request may take, in milliseconds. */
  readonly timeoutMilliseconds: number;
  /** @default - none */
  readonly proxy?: HttpProxy;
}

export interface TransportRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Sends one request; redirects are answers like any other. Rejects with Unanswered when there is no answer. */
export type Transport = (url: string, request: TransportRequest) => Promise<Response>;

/** A request that got no answer. */
export class Unanswered extends Error {
  /** @param reason - The system's error code, or what the proxy had against it */
  constructor(readonly reason: string) {
    super(reason);
  }
}

const PROXY_REFUSES = 407;

/** A request's option by which the agent learns that it was given up; Node keeps `signal` to itself. */
const GIVEN_UP = "givenUp";

/** HTTP over kept connections: the pool's size is what bounds the concurrency. */
export function createTransport(options: TransportOptions): Transport {
  const rejectUnauthorized = !options.insecure;
  const agents = agentsOf(options, { keepAlive: true, maxSockets: options.concurrency, rejectUnauthorized });
  return (url, { method, headers, body }) =>
    new Promise((resolve, reject) => {
      const [send, agent] = url.startsWith("https:")
        ? [https.request, agents.secure]
        : [http.request, agents.plain];
      const patience = new AbortController();
      const timer = setTimeout(() => {
        unanswered("ETIMEDOUT");
        patience.abort();
      }, options.timeoutMilliseconds);
      const unanswered = (reason: string) => {
        clearTimeout(timer);
        reject(new Unanswered(reason));
      };
      const settings = {
        method,
        headers: { ...headers },
        agent,
        signal: patience.signal,
        [GIVEN_UP]: patience.signal,
        rejectUnauthorized,
      };
      const request = send(url, settings, (answer) => {
        if (answer.statusCode === PROXY_REFUSES) return refuse(PROXY_REFUSES);
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.on("error", (error) => unanswered(codeOf(error)));
        answer.on("end", () => {
          clearTimeout(timer);
          resolve(responseOf(answer, Buffer.concat(chunks)));
        });
      });
      const refuse = (status: number) => {
        unanswered(`the proxy answered ${status}`);
        request.destroy();
      };
      // Its answer to CONNECT would otherwise be taken for the server's.
      request.on("proxyConnect", ({ statusCode = 200 }: { statusCode?: number }) => {
        if (statusCode !== 200) refuse(statusCode);
      });
      request.on("error", (error) => unanswered(codeOf(error)));
      request.end(body);
    });
}

function agentsOf(
  { proxy }: TransportOptions,
  pool: https.AgentOptions,
): { plain: http.Agent; secure: http.Agent } {
  return proxy === undefined
    ? { plain: new http.Agent(pool), secure: new https.Agent(pool) }
    : { plain: new ForwardingAgent(proxy.url, pool), secure: new TunnellingAgent(proxy.url, pool) };
}

// A request that is given up must take its connection along: a proxy that is silent would keep us from ending.
class ForwardingAgent extends HttpProxyAgent<string> {
  override connect(...[request, options]: Parameters<HttpProxyAgent<string>["connect"]>) {
    Object.assign(this.connectOpts, { signal: Reflect.get(options, GIVEN_UP) });
    return super.connect(request, options);
  }
}

class TunnellingAgent extends HttpsProxyAgent<string> {
  override connect(...[request, options]: Parameters<HttpsProxyAgent<string>["connect"]>) {
    Object.assign(this.connectOpts, { signal: Reflect.get(options, GIVEN_UP) });
    return super.connect(request, options);
  }
}

function responseOf(answer: http.IncomingMessage, body: Buffer): Response {
  const headers = new Headers();
  for (const [name, value] of Object.entries(answer.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(", ") : value);
  }
  const status = answer.statusCode ?? 0;
  return new Response(status === 204 || status === 304 ? null : body.toString("utf8"), { status, headers });
}

/** The system's error code; a host with several addresses fails with one error for each. */
function codeOf(error: Error & { code?: string; errors?: readonly Error[] }): string {
  const [first] = error.errors ?? [];
  return first ? codeOf(first) : (error.code ?? error.message);
}

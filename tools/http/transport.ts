import * as http from "node:http";
import * as https from "node:https";
import { HttpProxyAgent } from "http-proxy-agent";
import { HttpsProxyAgent } from "https-proxy-agent";
import pLimit from "p-limit";
import type { HttpProxy } from "./proxy";

export interface TransportOptions {
  /** Accepts any certificate. @default false */
  readonly insecure?: boolean;
  /** How many requests run at once. */
  readonly concurrency: number;
  /** How long a request may take from its beginning to the answer's end, in milliseconds. */
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
  /** @param reason - The system's error code, or what is wrong with the answer or the proxy in words */
  constructor(readonly reason: string) {
    super(reason);
  }
}

const PROXY_REFUSES = 407;
/** Pages of a hundred objects have less than one; a list that is longer is asked for in pages. */
const MOST_MEGABYTES = 16;
const TOO_LONG = `its answer is longer than ${MOST_MEGABYTES} MB`;

/** A request's option by which the agent learns that it was given up; Node keeps `signal` to itself. */
const GIVEN_UP = "givenUp";

/** HTTP over kept connections; a request's time begins when it is its turn. */
export function createTransport(options: TransportOptions): Transport {
  const rejectUnauthorized = !options.insecure;
  const agents = agentsOf(options, { keepAlive: true, maxSockets: options.concurrency, rejectUnauthorized });
  const inTurn = pLimit(options.concurrency);
  const once: Transport = (url, { method, headers, body }) =>
    new Promise((resolve, reject) => {
      const [send, agent] = url.startsWith("https:")
        ? [https.request, agents.secure]
        : [http.request, agents.plain];
      const patience = new AbortController();
      const timer = setTimeout(() => giveUp("ETIMEDOUT"), options.timeoutMilliseconds);
      const unanswered = (reason: string) => {
        clearTimeout(timer);
        reject(new Unanswered(reason));
      };
      const giveUp = (reason: string) => {
        unanswered(reason);
        patience.abort();
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
        const { statusCode = 0 } = answer;
        if (statusCode === PROXY_REFUSES) return refuse(PROXY_REFUSES);
        if (statusCode < 200 || statusCode > 599) return giveUp(`its answer has the status ${statusCode}`);
        const chunks: Buffer[] = [];
        let bytes = 0;
        answer.on("data", (chunk: Buffer) => {
          bytes += chunk.length;
          if (bytes > MOST_MEGABYTES * 1024 * 1024) return giveUp(TOO_LONG);
          chunks.push(chunk);
        });
        answer.on("error", (error) => unanswered(reasonOf(error)));
        answer.on("end", () => {
          clearTimeout(timer);
          resolve(responseOf(answer, statusCode, Buffer.concat(chunks)));
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
      request.on("upgrade", (_answer, socket) => {
        unanswered(NOT_HTTP);
        socket.destroy();
      });
      request.on("error", (error) => unanswered(reasonOf(error)));
      request.end(body);
    });
  return (url, request) => inTurn(() => once(url, request));
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

/** Statuses whose answers have no body. */
const BODILESS: ReadonlySet<number> = new Set([204, 205, 304]);

/** An answer with this body, where its status lets it have one. */
export function answerOf(status: number, headers: Headers, body: string): Response {
  return new Response(BODILESS.has(status) ? null : body, { status, headers });
}

function responseOf(answer: http.IncomingMessage, status: number, body: Buffer): Response {
  const headers = new Headers();
  for (const [name, value] of Object.entries(answer.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(", ") : value);
  }
  return answerOf(status, headers, body.toString("utf8"));
}

const NOT_HTTP = "what it answers is not HTTP";

/** The system's error code or what the answer is; a host with several addresses fails with one error for each. */
function reasonOf(error: Error & { code?: string; errors?: readonly Error[] }): string {
  const [first] = error.errors ?? [];
  if (first) return reasonOf(first);
  const { code = error.message } = error;
  // Of a proxy that hangs up when it is asked for a tunnel the agent says it in words of its own, without a code.
  if (code.startsWith("Proxy connection ended")) return "ECONNRESET";
  if (code === "HPE_HEADER_OVERFLOW") return "its answer has too long headers";
  return code.startsWith("HPE_") ? NOT_HTTP : code;
}

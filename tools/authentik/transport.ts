import * as http from "node:http";
import * as https from "node:https";
import { unansweredError } from "./request-error";

export interface TransportOptions {
  /** Accepts any certificate. */
  readonly insecure: boolean;
  /** How many requests run at once. */
  readonly concurrency: number;
  /** How long a request may take, in milliseconds. */
  readonly timeoutMilliseconds: number;
}

export interface TransportRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Sends one request; redirects are answers like any other. Rejects with a RequestError when there is no answer. */
export type Transport = (url: string, request: TransportRequest) => Promise<Response>;

/** HTTP over kept connections: the pool's size is what bounds the concurrency. */
export function createTransport(options: TransportOptions): Transport {
  const pool = { keepAlive: true, maxSockets: options.concurrency };
  const plain = new http.Agent(pool);
  const secure = new https.Agent({ ...pool, rejectUnauthorized: !options.insecure });
  return (url, { method, headers, body }) =>
    new Promise((resolve, reject) => {
      const [send, agent] = url.startsWith("https:") ? [https.request, secure] : [http.request, plain];
      const unanswered = (cause: Error) =>
        reject(unansweredError(new URL(url).origin, signal.aborted ? "ETIMEDOUT" : codeOf(cause)));
      const signal = AbortSignal.timeout(options.timeoutMilliseconds);
      const request = send(url, { method, headers: { ...headers }, agent, signal }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.on("error", unanswered);
        answer.on("end", () => resolve(responseOf(answer, Buffer.concat(chunks))));
      });
      request.on("error", unanswered);
      request.end(body);
    });
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

import { Agent, type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps, Agent as TlsAgent } from "node:https";
import { HttpProxyAgent } from "http-proxy-agent";
import { HttpsProxyAgent } from "https-proxy-agent";

/** What a proxy says to CONNECT; nothing where it is not asked for a tunnel. */
interface ConnectAnswer {
  readonly statusCode?: number;
  readonly statusText?: string;
}

/**
 * A fetch like Go's HTTP client, as far as the API needs it: any port, no time limit, and a GET is sent again when a
 * kept connection turns out to be closed.
 *
 * @param insecure - Whether any TLS certificate will do.
 * @param cancellation - What cancels the requests sent from now on.
 * @param proxy - What all requests go through.
 */
export function goLikeFetch(insecure: boolean, cancellation?: () => AbortSignal, proxy?: URL): typeof fetch {
  const kept = { keepAlive: true, rejectUnauthorized: !insecure };
  const plain = proxy ? new HttpProxyAgent(proxy, kept) : new Agent(kept);
  const tls = proxy ? new HttpsProxyAgent(proxy, kept) : new TlsAgent(kept);

  const send = (url: URL, { method = "GET", headers, body }: RequestInit): Promise<Response> =>
    new Promise((resolve, reject) => {
      const options = { method, headers: headers as Record<string, string>, signal: cancellation?.() };
      const receive = (answer: IncomingMessage) => received(answer).then(resolve, reject);
      const sent =
        url.protocol === "https:"
          ? requestHttps(url, { ...options, agent: tls, rejectUnauthorized: !insecure }, receive)
          : requestHttp(url, { ...options, agent: plain }, receive);
      sent.on("proxyConnect", ({ statusCode = 200, statusText }: ConnectAnswer) => {
        if (statusCode !== 200) sent.destroy(new Error(statusText));
      });
      sent.on("error", (error: NodeJS.ErrnoException) => {
        const wasKeptTooLong = sent.reusedSocket && error.code === "ECONNRESET" && method === "GET";
        if (wasKeptTooLong) send(url, { method, headers, body }).then(resolve, reject);
        else reject(error);
      });
      sent.end(body);
    });

  return async (url, init = {}) => send(new URL(String(url)), init);
}

async function received(answer: IncomingMessage): Promise<Response> {
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk);
  const { statusCode: status = 0, headers } = answer;
  const body = status === 204 ? null : Buffer.concat(chunks);
  return new Response(body, { status, headers: { "content-type": headers["content-type"] ?? "" } });
}

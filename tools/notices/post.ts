import { ATTEMPTS, backoff, isRateLimited, LONGEST_WAIT_MS, requestedWait } from "../forge/retry";
import { proxyFor } from "../http/proxy";
import { createTransport, type Transport, Unanswered } from "../http/transport";
import type { NoticeTarget } from "./targets";

export interface PostOptions {
  /** For proxies. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly wait: (milliseconds: number) => Promise<void>;
  /** @default 15000 milliseconds for one request */
  readonly timeoutMilliseconds?: number;
}

/**
 * Posts a body to a webhook, several times where the other side is busy.
 *
 * @returns why it was not posted, without the address, undefined where it was
 */
export async function post(
  { url, variable }: NoticeTarget,
  body: string,
  { env, wait, timeoutMilliseconds = 15_000 }: PostOptions,
): Promise<string | undefined> {
  let transport: Transport;
  try {
    transport = createTransport({ proxy: proxyFor(url, env), concurrency: 1, timeoutMilliseconds });
  } catch (error) {
    return (error as Error).message;
  }
  for (let attempt = 1; ; attempt++) {
    const { reason, mayBeTriedAgain, pause } = await once(transport, url, body, variable);
    const longest = pause ?? backoff(attempt, Math.random());
    if (reason === undefined || !mayBeTriedAgain || attempt === ATTEMPTS || longest > LONGEST_WAIT_MS) {
      return reason;
    }
    await wait(longest);
  }
}

interface Outcome {
  readonly reason?: string;
  readonly mayBeTriedAgain?: boolean;
  /** Milliseconds that the other side asks to wait. */
  readonly pause?: number;
}

async function once(transport: Transport, url: string, body: string, variable: string): Promise<Outcome> {
  try {
    const headers = { "content-type": "application/json", "user-agent": "agent-stack" };
    const response = await transport(url, { method: "POST", headers, body });
    const { status } = response;
    if (status >= 200 && status < 300) return {};
    const answer = { status, headers: response.headers, text: await response.text() };
    const isLimited = isRateLimited(answer);
    return {
      reason: `it answered ${status}: ${remedyOf(status, isLimited, variable)}`,
      mayBeTriedAgain: isLimited || status >= 500,
      pause: requestedWait(answer, Date.now()),
    };
  } catch (error) {
    // A message of Node's may have the address.
    const why = error instanceof Unanswered && /^[\w ]+$/.test(error.reason) ? ` (${error.reason})` : "";
    return { reason: `there was no answer${why}: check the network and ${variable}`, mayBeTriedAgain: true };
  }
}

function remedyOf(status: number, isLimited: boolean, variable: string): string {
  if (isLimited) return "too many requests";
  if (status >= 500) return "it has trouble of its own";
  if (status === 401 || status === 403 || status === 404 || status === 410) {
    return `the webhook is gone or not allowed, put a new one into ${variable}`;
  }
  return status < 400
    ? `it points elsewhere, put the webhook's own address into ${variable}`
    : `it does not take the message, check that ${variable} has a webhook of this kind`;
}

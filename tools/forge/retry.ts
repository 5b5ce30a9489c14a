/** What a forge answered, body read. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** How often one request is tried in all. */
export const ATTEMPTS = 5;

/** The longest wait a forge may ask for before we give up, in milliseconds. */
export const LONGEST_WAIT_MS = 120_000;

/** Whether the forge turned the request away because there were too many, so that nothing was done. */
export function isRateLimited({ status, headers, text }: Answer): boolean {
  if (status === 429) return true;
  if (status !== 403) return false;
  return (
    headers.has("retry-after") || headers.get("x-ratelimit-remaining") === "0" || /rate limit/i.test(text)
  );
}

/** Milliseconds the forge asks to wait, undefined when it does not say. */
export function requestedWait({ headers }: Answer, now: number): number | undefined {
  const retryAfter = headers.get("retry-after");
  if (retryAfter !== null) {
    const seconds = Number(retryAfter);
    const wait = Number.isNaN(seconds) ? Date.parse(retryAfter) - now : seconds * 1000;
    return Number.isNaN(wait) ? undefined : Math.max(0, wait);
  }
  const exhausted = headers.get("x-ratelimit-remaining") ?? headers.get("ratelimit-remaining");
  const reset = headers.get("x-ratelimit-reset") ?? headers.get("ratelimit-reset");
  if (exhausted !== "0" || reset === null || Number.isNaN(Number(reset))) return undefined;
  return Math.max(0, Number(reset) * 1000 - now);
}

/** Milliseconds before the next try when the forge does not say: doubling from a second, up to half of it at random. */
export function backoff(attempt: number, random: number): number {
  const longest = 1000 * 2 ** (attempt - 1);
  return longest / 2 + (longest / 2) * random;
}

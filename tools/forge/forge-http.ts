import type { HttpProxy } from "../http/proxy";
import { createTransport, type Transport, Unanswered } from "../http/transport";
import { parseJson } from "../json";
import { type Answer, ATTEMPTS, backoff, isRateLimited, LONGEST_WAIT_MS, requestedWait } from "./retry";

type Method = "GET" | "POST" | "PATCH" | "PUT";

/** A request that a forge did not fulfil. */
export class ForgeError extends Error {
  constructor(
    message: string,
    /** Status of the answer, undefined when there was none. */
    readonly status: number | undefined,
    /** Whether the forge may have done what was asked all the same. */
    readonly uncertain: boolean,
  ) {
    super(message);
  }
}

export interface ForgeHttpOptions {
  /** Name in messages. */
  readonly forge: string;
  readonly apiUrl: string;
  readonly headers: Record<string, string>;
  /** Taken out of every message. */
  readonly token: string;
  /** What the token must be allowed to do, in words. */
  readonly permission: string;
  readonly wait: (milliseconds: number) => Promise<void>;
  /** @default - none */
  readonly proxy?: HttpProxy;
  /** @default 30000 milliseconds for one request */
  readonly timeoutMs?: number;
}

const PER_PAGE = 100;
const MOST_PAGES = 200;
const MOST_REDIRECTS = 3;

/** Requests to a forge's REST API: time-outs, retries that cannot do a thing twice, paging. */
export class ForgeHttp {
  private readonly transport: Transport;
  private readonly timeoutMs: number;

  constructor(private readonly options: ForgeHttpOptions) {
    const { proxy, timeoutMs = 30_000 } = options;
    this.timeoutMs = timeoutMs;
    this.transport = createTransport({ proxy, concurrency: 1, timeoutMilliseconds: timeoutMs });
  }

  /**
   * Sends one request. A POST is tried again only when the forge refused it for its rate limit.
   *
   * @throws ForgeError when the forge does not fulfil it
   */
  async send<T>(method: Method, path: string, body?: unknown): Promise<T> {
    return parse<T>(await this.answer(method, path, body), this.options.forge);
  }

  /** Reads all pages of a list. */
  async list<T>(path: string): Promise<T[]> {
    const entries: T[] = [];
    for (let page = 1; page <= MOST_PAGES; page++) {
      const separator = path.includes("?") ? "&" : "?";
      const answer = await this.answer("GET", `${path}${separator}per_page=${PER_PAGE}&page=${page}`);
      entries.push(...listIn<T>(answer, this.options.forge));
      if (!hasNextPage(answer.headers)) return entries;
    }
    throw new ForgeError(
      `${this.options.forge} lists more than ${MOST_PAGES * PER_PAGE} entries at ${path}: close what is done with and try again`,
      undefined,
      false,
    );
  }

  private async answer(method: Method, path: string, body?: unknown): Promise<Answer> {
    for (let attempt = 1; ; attempt++) {
      const outcome = await this.once(method, path, body);
      if (!(outcome instanceof ForgeError) && outcome.status < 300) return outcome;
      const failure = outcome instanceof ForgeError ? outcome : this.explain(outcome);
      const limited = !(outcome instanceof ForgeError) && isRateLimited(outcome);
      if (!limited && (!failure.uncertain || method === "POST")) throw failure;
      const asked = outcome instanceof ForgeError ? undefined : requestedWait(outcome, Date.now());
      const pause = asked ?? backoff(attempt, Math.random());
      if (attempt === ATTEMPTS || pause > LONGEST_WAIT_MS) throw failure;
      await this.options.wait(pause);
    }
  }

  private async once(method: Method, path: string, body: unknown): Promise<Answer | ForgeError> {
    const { apiUrl, headers } = this.options;
    const request = {
      method,
      headers: { ...headers, "user-agent": "agent-stack", "content-type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    };
    try {
      let url = new URL(`${apiUrl.replace(/\/+$/, "")}${path}`);
      for (let redirects = 0; ; redirects++) {
        const response = await this.transport(url.href, request);
        const to = redirectOf(response, url);
        if (to === undefined || redirects === MOST_REDIRECTS) {
          return { status: response.status, headers: response.headers, text: await response.text() };
        }
        url = to;
      }
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error;
      return this.unreachable(error);
    }
  }

  private unreachable({ reason }: Unanswered): ForgeError {
    const { apiUrl, forge, proxy } = this.options;
    const why = reason === "ETIMEDOUT" ? `no answer in ${this.timeoutMs / 1000} s` : reason;
    const [through, variable] = proxy
      ? [` through the proxy ${proxy.title}`, `, ${proxy.variable}`]
      : ["", ""];
    return new ForgeError(
      this.clean(
        `${forge} cannot be reached at ${apiUrl}${through} (${why}): check the address${variable} and the network`,
      ),
      undefined,
      true,
    );
  }

  private explain(answer: Answer): ForgeError {
    const { forge, permission } = this.options;
    const { status } = answer;
    const said = `${status} ${this.clean(messageOf(answer.text))}`.trim();
    const remedy = isRateLimited(answer)
      ? "too many requests, try again later"
      : status === 401
        ? "give a token that is valid"
        : status === 403 || status === 404
          ? `check that it exists and that the token may ${permission}`
          : status >= 500
            ? "try again later"
            : "check what was given";
    return new ForgeError(`${forge} answered ${said}: ${remedy}`, status, status >= 500);
  }

  private clean(text: string): string {
    return text
      .replaceAll(this.options.token, "***")
      .replace(/\p{Cc}+/gu, " ")
      .slice(0, 300);
  }
}

/** Where a renamed project has moved to; only on the same host, since the token goes along. */
function redirectOf({ status, headers }: Response, from: URL): URL | undefined {
  const location = headers.get("location");
  if (![301, 302, 307, 308].includes(status) || location === null) return undefined;
  if (!URL.canParse(location, from.href)) return undefined;
  const to = new URL(location, from);
  return to.origin === from.origin ? to : undefined;
}

function hasNextPage(headers: Headers): boolean {
  return (headers.get("x-next-page") ?? "") !== "" || /rel="next"/.test(headers.get("link") ?? "");
}

function parse<T>(answer: Answer, forge: string): T {
  try {
    return parseJson(answer.text) as T;
  } catch {
    throw strange(answer, forge, "JSON");
  }
}

function listIn<T>(answer: Answer, forge: string): readonly T[] {
  const list = parse<unknown>(answer, forge);
  if (!Array.isArray(list)) throw strange(answer, forge, "a list");
  return list;
}

const strange = ({ status }: Answer, forge: string, expected: string) =>
  new ForgeError(
    `${forge} answered ${status} with something other than ${expected}: check the API address`,
    status,
    false,
  );

function messageOf(text: string): string {
  try {
    const { message, error } = JSON.parse(text);
    const said = message ?? error ?? "";
    return typeof said === "string" ? said : JSON.stringify(said);
  } catch {
    return "";
  }
}

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
  /** @default 30000 milliseconds for one request */
  readonly timeoutMs?: number;
}

const PER_PAGE = 100;
const MOST_PAGES = 200;

/** Requests to a forge's REST API: time-outs, retries that cannot do a thing twice, paging. */
export class ForgeHttp {
  constructor(private readonly options: ForgeHttpOptions) {}

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
      entries.push(...parse<T[]>(answer, this.options.forge));
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
    const { apiUrl, forge, headers, timeoutMs = 30_000 } = this.options;
    try {
      const response = await fetch(`${apiUrl.replace(/\/+$/, "")}${path}`, {
        method,
        headers: { ...headers, "user-agent": "agent-stack", "content-type": "application/json" },
        body: body === undefined ? undefined : JSON.stringify(body),
        signal: AbortSignal.timeout(timeoutMs),
      });
      return { status: response.status, headers: response.headers, text: await response.text() };
    } catch (error) {
      const reason =
        (error as Error).name === "TimeoutError"
          ? `no answer in ${timeoutMs / 1000} s`
          : networkReason(error);
      return new ForgeError(
        this.clean(`${forge} cannot be reached at ${apiUrl} (${reason}): check the address and the network`),
        undefined,
        true,
      );
    }
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

function hasNextPage(headers: Headers): boolean {
  return (headers.get("x-next-page") ?? "") !== "" || /rel="next"/.test(headers.get("link") ?? "");
}

function parse<T>(answer: Answer, forge: string): T {
  try {
    return JSON.parse(answer.text);
  } catch {
    throw new ForgeError(
      `${forge} answered ${answer.status} with something other than JSON: check the API address`,
      answer.status,
      false,
    );
  }
}

function messageOf(text: string): string {
  try {
    const { message, error } = JSON.parse(text);
    const said = message ?? error ?? "";
    return typeof said === "string" ? said : JSON.stringify(said);
  } catch {
    return "";
  }
}

function networkReason(error: unknown): string {
  const cause = (error as Error).cause as NodeJS.ErrnoException | undefined;
  return cause?.code ?? cause?.message ?? (error as Error).message;
}

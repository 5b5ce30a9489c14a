import {
  BaseAPI,
  Configuration,
  FetchError,
  type HTTPMethod,
  ResponseError,
} from "@goauthentik/api/dist/runtime";
import { addressWords, type Connection } from "./connection";
import { answerError, notJsonError, RequestError } from "./request-error";
import { createTransport } from "./transport";

export type Query = Readonly<Record<string, string | number | boolean | string[]>>;

interface Page<T> {
  readonly pagination: { readonly total_pages: number };
  readonly results: readonly T[];
}

const PAGE_SIZE = 100;
const CONCURRENCY = 8;
const TIMEOUT_MILLISECONDS = 30_000;

/**
 * authentik's API, answers as the server wrote them.
 *
 * The generated models are passed by: they drop fields that another version of authentik has.
 */
export class AuthentikClient extends BaseAPI {
  private sent = 0;
  private skew: number | undefined;

  constructor(
    readonly connection: Connection,
    timeoutMilliseconds = TIMEOUT_MILLISECONDS,
  ) {
    const fetchApi = createTransport(connection, { concurrency: CONCURRENCY, timeoutMilliseconds });
    super(new Configuration({ basePath: connection.apiUrl, fetchApi }));
  }

  /** How many requests were sent so far. */
  get requests(): number {
    return this.sent;
  }

  /** How far the server's clock is ahead of ours, in seconds, undefined before the first answer. */
  get clockSkewSeconds(): number | undefined {
    return this.skew;
  }

  /** @throws RequestError */
  get<T>(path: string, query: Query = {}): Promise<T> {
    return this.send("GET", path, query);
  }

  /** All objects of a list, further pages in parallel. @throws RequestError */
  async list<T>(path: string, query: Query = {}): Promise<T[]> {
    const page = async (number: number): Promise<Page<T>> => {
      const answer = await this.get<Page<T>>(path, { ...query, page: number, page_size: PAGE_SIZE });
      if (!Array.isArray(answer?.results) || !answer.pagination) throw this.notJson("GET", path);
      return answer;
    };
    const first = await page(1);
    const further = Math.max(first.pagination.total_pages - 1, 0);
    const rest = await Promise.all(Array.from({ length: further }, (_, index) => page(index + 2)));
    return [first, ...rest].flatMap((each) => each.results);
  }

  /** Sets the given fields and leaves the others. @throws RequestError */
  patch<T>(path: string, body: Readonly<Record<string, unknown>>): Promise<T> {
    return this.send("PATCH", path, {}, body);
  }

  private async send<T>(method: HTTPMethod, path: string, query: Query, body?: unknown): Promise<T> {
    this.sent += 1;
    const text = await this.answer(method, path, query, body);
    try {
      return JSON.parse(text) as T;
    } catch {
      throw this.notJson(method, path);
    }
  }

  private notJson(method: HTTPMethod, path: string): RequestError {
    return notJsonError(method, path, addressWords(this.connection.configuredIn));
  }

  private async answer(method: HTTPMethod, path: string, query: Query, body: unknown): Promise<string> {
    const headers: Record<string, string> = {
      Authorization: `Bearer ${this.connection.token}`,
      Accept: "application/json",
    };
    if (body !== undefined) headers["Content-Type"] = "application/json";
    try {
      const response = await this.request({ method, path, headers, query: { ...query }, body });
      this.skew ??= skewOf(response);
      return await response.text();
    } catch (error) {
      if (error instanceof ResponseError) {
        const { status, headers: answered } = error.response;
        throw answerError(
          method,
          path,
          status,
          await error.response.text(),
          answered.get("location"),
          this.connection.tokenVariable,
          addressWords(this.connection.configuredIn),
        );
      }
      throw error instanceof FetchError ? error.cause : error;
    }
  }
}

function skewOf(response: Response): number | undefined {
  const server = Date.parse(response.headers.get("date") ?? "");
  return Number.isNaN(server) ? undefined : Math.round((server - Date.now()) / 1000);
}

/** The answer of a request, undefined where the object does not exist. */
export async function unlessMissing<T>(request: Promise<T>): Promise<T | undefined> {
  try {
    return await request;
  } catch (error) {
    if (error instanceof RequestError && error.kind === "missing") return undefined;
    throw error;
  }
}

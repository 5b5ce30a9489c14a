import { STATUS_CODES } from "node:http";
import type { Diagnostic } from "../schema/diagnostic";

/** The API refused a request. */
export class RefusedRequest extends Error {
  constructor(
    readonly method: string,
    readonly path: string,
    readonly status: number,
    readonly contentType: string,
    readonly body: string,
  ) {
    super(describe(status, contentType, body));
  }

  /** The diagnostic the real provider makes of it. */
  get diagnostic(): Diagnostic {
    return {
      summary: `HTTP Error '${this.message}' during request '${this.method} ${this.path}': "${this.body}"`,
    };
  }
}

/** The API did not answer. */
export class UnansweredRequest extends Error {
  constructor(method: string, url: string, cause: unknown) {
    super(`${method[0]}${method.slice(1).toLowerCase()} "${url}": ${reason(url, cause)}`);
  }

  /** The diagnostic the real provider makes of it. */
  get diagnostic(): Diagnostic {
    return { summary: `HTTP Error '${this.message}' without http response` };
  }
}

/** The error text of authentik's Go client: it decodes 400 and 403 into models and says what it finds there. */
function describe(status: number, contentType: string, body: string): string {
  const line = `${status} ${STATUS_CODES[status] ?? ""}`.trim();
  if ((status !== 400 && status !== 403) || body === "") return line;
  if (!contentType.includes("json")) return "undefined response type";
  const answer: unknown = JSON.parse(body);
  if (Array.isArray(answer) || typeof answer !== "object") {
    const model = status === 400 ? "api._ValidationError" : "map[string]interface {}";
    return `json: cannot unmarshal ${Array.isArray(answer) ? "array" : typeof answer} into Go value of type ${model}`;
  }
  if (status === 400) return line;
  const { detail } = (answer ?? {}) as { detail?: string };
  return detail === undefined ? "no value given for required property detail" : `${line}  (${detail})`;
}

interface SystemError {
  readonly code?: string;
  readonly message?: string;
  readonly cause?: SystemError;
  readonly errors?: readonly SystemError[];
}

/** Why there was no answer, in the words of Go's HTTP client. */
function reason(url: string, error: unknown): string {
  const cause = rootOf(error as SystemError);
  const { hostname = "", host = "" } = URL.canParse(url) ? new URL(url) : {};
  switch (cause.code) {
    case "ECONNREFUSED":
      return `dial tcp ${host}: connect: connection refused`;
    case "ENOTFOUND":
      return `dial tcp: lookup ${hostname}: no such host`;
    case "ECONNRESET":
      return "read: connection reset by peer";
    case "UND_ERR_SOCKET":
      return "EOF";
    case "ERR_INVALID_URL":
      return 'unsupported protocol scheme ""';
    default:
      return cause.message ?? String(error);
  }
}

function rootOf(error: SystemError): SystemError {
  const next = error.cause ?? error.errors?.[0];
  return next ? rootOf(next) : error;
}

import { STATUS_CODES } from "node:http";
import type { Diagnostic } from "../schema/diagnostic";

/** The API refused a request, or something else answered it. */
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
  constructor(method: string, url: string, cause: NodeJS.ErrnoException) {
    super(`${method[0]}${method.slice(1).toLowerCase()} "${url}": ${reason(url, cause)}`);
  }

  /** The diagnostic the real provider makes of it. */
  get diagnostic(): Diagnostic {
    return { summary: `HTTP Error '${this.message}' without http response` };
  }
}

/** The error text of authentik's Go client: it decodes 400 and 403 into models and says what it finds there. */
function describe(status: number, contentType: string, body: string): string {
  if (status < 300) return "undefined response type";
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

/** Why there was no answer, in the words of Go's HTTP client. */
function reason(url: string, { code, message }: NodeJS.ErrnoException): string {
  const { hostname, host, protocol } = URL.canParse(url)
    ? new URL(url)
    : { hostname: "", host: "", protocol: "" };
  switch (code) {
    case "ECONNREFUSED":
      return `dial tcp ${host}: connect: connection refused`;
    case "ENOTFOUND":
      return `dial tcp: lookup ${hostname}: no such host`;
    case "ECONNRESET":
      return message === "socket hang up" ? "EOF" : "read: connection reset by peer";
    case "ABORT_ERR":
      return "context canceled";
    case "ERR_INVALID_URL":
    case "ERR_INVALID_PROTOCOL":
      return `unsupported protocol scheme ${JSON.stringify(protocol.replace(":", ""))}`;
    default:
      return message;
  }
}

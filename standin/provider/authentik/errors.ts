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
  constructor(method: string, url: string, cause: NodeJS.ErrnoException, proxy?: URL) {
    super(`${method[0]}${method.slice(1).toLowerCase()} "${url}": ${reason(url, cause, proxy)}`);
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
function reason(url: string, { code, message }: NodeJS.ErrnoException, proxy?: URL): string {
  const asked = URL.canParse(url) ? new URL(url) : undefined;
  const { hostname = "", host = "" } = proxy ?? asked ?? {};
  const dialled = proxy ? "proxyconnect tcp: " : "";
  switch (code) {
    case "ECONNREFUSED":
      return `${dialled}dial tcp ${host}: connect: connection refused`;
    case "ENOTFOUND":
      return `${dialled}dial tcp: lookup ${hostname}: no such host`;
    case "EAI_AGAIN":
      return `${dialled}dial tcp: lookup ${hostname}: server misbehaving`;
    case "DEPTH_ZERO_SELF_SIGNED_CERT":
      return "tls: failed to verify certificate: x509: certificate signed by unknown authority";
    case "ECONNRESET":
      return message === "socket hang up" ? "EOF" : "read: connection reset by peer";
    case "ABORT_ERR":
      return "context canceled";
    case "ERR_INVALID_URL":
    case "ERR_INVALID_PROTOCOL":
      return `unsupported protocol scheme ${JSON.stringify((asked?.protocol ?? "").replace(":", ""))}`;
    default:
      return message;
  }
}

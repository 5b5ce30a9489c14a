import { ONLY_TOKEN } from "../../lib/rules/server-address";
import type { HttpProxy } from "../http/proxy";
import { parseJson } from "../json";
import { COLLECTIONS } from "../objects";

/**
 * What went wrong with a request to authentik. Callers may handle `missing`, `rejected`, and `forbidden` with a
 * permission; the rest ends the run.
 */
export type RequestErrorKind =
  | "configuration"
  | "unreachable"
  | "token"
  | "forbidden"
  | "missing"
  | "rejected";

/** A request that authentik did not answer as hoped, in one sentence that says what to do. */
export class RequestError extends Error {
  constructor(
    readonly kind: RequestErrorKind,
    message: string,
    /** The permission the token's user lacks, for the kind `forbidden`. */
    readonly permission?: string,
  ) {
    super(message);
    this.name = "RequestError";
  }
}

/** The permission that a request needs, as Django names it; undefined where authentik only asks for a valid token. */
export function permissionFor(method: string, path: string): string | undefined {
  const collection = COLLECTIONS.find((each) => path.startsWith(each.path));
  return collection && `${collection.app}.${method === "GET" ? "view" : "change"}_${collection.model}`;
}

/** Who checks the certificate names this in one way or another, and for people it is the same. */
const UNKNOWN_AUTHORITY: ReadonlySet<string> = new Set([
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
]);

const TLS_CODES = /CERT|^UNABLE_TO_|^ERR_TLS_|^DEPTH_ZERO_/;

/** What messages call the address where nothing is configured. */
const ADDRESS = "AUTHENTIK_URL";

/**
 * Explains a request that got no answer, by the system's error code and the proxy it went through.
 *
 * @param address - What has the address
 */
export function unansweredError(
  url: string,
  code: string,
  proxy?: HttpProxy,
  address = ADDRESS,
): RequestError {
  const through = proxy ? ` through the proxy ${proxy.title}` : "";
  if (code === "CERT_HAS_EXPIRED") {
    return new RequestError(
      "unreachable",
      `the certificate of ${url}${through} has expired (${code}): renew it there, or set AUTHENTIK_INSECURE=true for a test server`,
    );
  }
  if (code === "CERT_NOT_YET_VALID") {
    return new RequestError(
      "unreachable",
      `the certificate of ${url}${through} is not valid yet (${code}): set the clocks of this machine and of that one right, or set AUTHENTIK_INSECURE=true for a test server`,
    );
  }
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") {
    return new RequestError(
      "unreachable",
      `the certificate of ${url}${through} is for another host (${code}): correct ${address}, give that host a certificate of its own, or set AUTHENTIK_INSECURE=true for a test server`,
    );
  }
  if (TLS_CODES.test(code)) {
    const reason = UNKNOWN_AUTHORITY.has(code) ? "no authority that is known here signed it" : code;
    return new RequestError(
      "unreachable",
      `the certificate of ${url}${through} is not trusted (${reason}): set NODE_EXTRA_CA_CERTS, and SSL_CERT_FILE for terraform, to your authority's certificate, or AUTHENTIK_INSECURE=true for a test server`,
    );
  }
  const reasons: Record<string, string> = {
    ECONNREFUSED: "nothing listens there",
    ENOTFOUND: "there is no such host",
    EAI_AGAIN: "the host's name could not be resolved",
    ECONNRESET: "the connection was cut",
    ETIMEDOUT: "there was no answer in time",
    EPROTO: "it does not speak TLS, as http:// would",
  };
  return new RequestError(
    "unreachable",
    `${url} does not answer${through} (${reasons[code] ?? code}): check ${address}${
      proxy ? `, ${proxy.variable}, NO_PROXY` : ""
    } and that authentik is up`,
  );
}

/** Explains an answer other than success; `tokenVariable` is where the token came from, `address` what has the address. */
export function answerError(
  method: string,
  path: string,
  status: number,
  body: string,
  location?: string | null,
  tokenVariable: string = ONLY_TOKEN,
  address: string = ADDRESS,
): RequestError {
  const request = `${method} ${path}`;
  const detail = detailOf(body);
  if (status === 401 || (status === 403 && /token|credentials/i.test(detail))) {
    return new RequestError(
      "token",
      `authentik refuses ${tokenVariable} (${detail || status}): create an API token under Directory > Tokens and App passwords`,
    );
  }
  if (status === 403 && detail === "") {
    return new RequestError(
      "configuration",
      `${request} was answered 403 by something other than authentik: check ${address} and what stands before authentik`,
    );
  }
  if (status === 403) {
    const permission = permissionFor(method, path);
    const needed = permission === undefined ? "more rights" : `the permission ${permission}`;
    return new RequestError(
      "forbidden",
      `the token's user may not ${request}: give it ${needed} through a role`,
      permission,
    );
  }
  if (status === 404) {
    const reason = detail || `check that ${address} is authentik's own address and its release has this API`;
    return new RequestError(
      detail === "" ? "configuration" : "missing",
      `${request} was answered 404: ${reason}`,
    );
  }
  if (status >= 300 && status < 400) {
    return new RequestError(
      "configuration",
      `${request} was redirected to ${location ?? "elsewhere"}: correct ${address} to where authentik answers itself`,
    );
  }
  if (status >= 500) {
    return new RequestError(
      "unreachable",
      `authentik failed at ${request} (${status}): look into its log and try again`,
    );
  }
  return new RequestError(
    "rejected",
    `authentik rejected ${request} (${status}): ${detail || "no reason given"}`,
  );
}

/** An answer that is not as authentik's are, for example the login page of a proxy; `fault` says what is wrong with it. */
export function strangeAnswerError(
  method: string,
  path: string,
  fault: string,
  address: string = ADDRESS,
): RequestError {
  return new RequestError(
    "configuration",
    `${method} ${path} was answered with something that is not authentik's (${fault}): check that ${address} is authentik's own address`,
  );
}

/** A list of more objects than are read. */
export function tooLongListError(path: string, most: number, address: string): RequestError {
  return new RequestError(
    "configuration",
    `GET ${path} has more than ${most} objects, as many as are read: check that ${address} is authentik's own address`,
  );
}

const LONGEST_DETAIL = 300;

function detailOf(body: string): string {
  try {
    const parsed: unknown = parseJson(body);
    const detail =
      parsed !== null && typeof parsed === "object" && "detail" in parsed ? parsed.detail : parsed;
    const said = typeof detail === "string" && detail !== parsed ? detail : JSON.stringify(detail);
    return said.slice(0, LONGEST_DETAIL).replace(/\p{Cc}+/gu, " ");
  } catch {
    return "";
  }
}

import { STATUS_CODES } from "node:http";

/** What Go's HTTP client says where Node has an error code; the first that fits counts. */
const REASONS: readonly (readonly [said: RegExp, code: string])[] = [
  [/certificate has expired or is not yet valid: current time \S+ is before /, "CERT_NOT_YET_VALID"],
  [/certificate has expired/, "CERT_HAS_EXPIRED"],
  [
    /certificate is valid for |doesn't contain any IP SANs|not valid for any names|legacy Common Name/,
    "ERR_TLS_CERT_ALTNAME_INVALID",
  ],
  [/certificate signed by unknown authority|certificate is not trusted/, "UNABLE_TO_VERIFY_LEAF_SIGNATURE"],
  [/server gave HTTP response to HTTPS client|first record does not look like a TLS handshake/, "EPROTO"],
  [/no such host/, "ENOTFOUND"],
  // Before the rest, since a server of names may refuse connections or be silent as well.
  [/\blookup \S+( on \S+)?: /, "EAI_AGAIN"],
  [/connection refused/, "ECONNREFUSED"],
  [/connection reset by peer|\bEOF$/, "ECONNRESET"],
  [/i\/o timeout|deadline exceeded|Client\.Timeout|TLS handshake timeout/, "ETIMEDOUT"],
];

/** A request of the provider that got no answer: the server's origin and the code that Node has for it. */
export function unansweredIn(summary: string): { origin: string; code: string } | undefined {
  const [, url = "", said = ""] =
    /^HTTP Error '\w+ "([^"]+)": (.*)' without http response$/s.exec(summary) ?? [];
  const code = REASONS.find(([words]) => words.test(said))?.[1] ?? refusalOfProxy(said);
  return code !== undefined && URL.canParse(url) ? { origin: new URL(url).origin, code } : undefined;
}

/** A proxy that refuses to lead to a server is told by its status, in words and with nothing else. */
function refusalOfProxy(said: string): string | undefined {
  const [status] = Object.entries(STATUS_CODES).find(([, words]) => words === said) ?? [];
  return status && `the proxy answered ${status}`;
}

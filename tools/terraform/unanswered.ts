/** What Go's HTTP client says where Node has an error code; the first that fits counts. */
const REASONS: readonly (readonly [said: RegExp, code: string])[] = [
  [/certificate has expired/, "CERT_HAS_EXPIRED"],
  [
    /certificate is valid for |doesn't contain any IP SANs|not valid for any names/,
    "ERR_TLS_CERT_ALTNAME_INVALID",
  ],
  [/certificate signed by unknown authority|certificate is not trusted/, "UNABLE_TO_VERIFY_LEAF_SIGNATURE"],
  [/server gave HTTP response to HTTPS client|first record does not look like a TLS handshake/, "EPROTO"],
  [/connection refused/, "ECONNREFUSED"],
  [/no such host/, "ENOTFOUND"],
  [/server misbehaving|[Tt]emporary failure in name resolution/, "EAI_AGAIN"],
  [/connection reset by peer|\bEOF$/, "ECONNRESET"],
  [/i\/o timeout|deadline exceeded|Client\.Timeout|TLS handshake timeout/, "ETIMEDOUT"],
];

/** A request of the provider that got no answer: the server's origin and the code that Node has for it. */
export function unansweredIn(summary: string): { origin: string; code: string } | undefined {
  const [, url = "", said = ""] =
    /^HTTP Error '\w+ "([^"]+)": (.*)' without http response$/s.exec(summary) ?? [];
  const code = REASONS.find(([words]) => words.test(said))?.[1];
  return code !== undefined && URL.canParse(url) ? { origin: new URL(url).origin, code } : undefined;
}

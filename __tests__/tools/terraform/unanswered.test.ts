import { proxyFor } from "../../../tools/http/proxy";
import { failureMessage } from "../../../tools/terraform/messages";
import type { Place } from "../../../tools/terraform/remedies";

const ADDRESS = "the server of production (agent-stack.yaml:3)";
const ORIGIN = "https://auth.example.com";

/** What is said of two objects for which Go's client says this. */
function saidOf(reason: string, proxyOf?: Place["proxyOf"]): string {
  const lines = ["/core/groups/?name=a", "/flows/instances/?slug=b"].map((path) => {
    const summary = `HTTP Error 'Get "${ORIGIN}/api/v3${path}": ${reason}' without http response`;
    return JSON.stringify({ type: "diagnostic", diagnostic: { severity: "error", summary, address: path } });
  });
  return failureMessage(lines.join("\n"), "", {
    terraform: "terraform",
    configuration: {},
    environment: "production",
    address: ADDRESS,
    proxyOf,
  });
}

const NO_ANSWER = (why: string) =>
  `${ORIGIN} does not answer (${why}): check ${ADDRESS} and that authentik is up`;

test.each<[reason: string, message: string]>([
  ["dial tcp 10.0.0.1:443: connect: connection refused", NO_ANSWER("nothing listens there")],
  ["dial tcp: lookup auth.example.com on 1.1.1.1:53: no such host", NO_ANSWER("there is no such host")],
  [
    "dial tcp: lookup auth.example.com: Temporary failure in name resolution",
    NO_ANSWER("the host's name could not be resolved"),
  ],
  [
    "dial tcp: lookup auth.example.com on [::1]:53: read udp [::1]:1->[::1]:53: read: connection refused",
    NO_ANSWER("the host's name could not be resolved"),
  ],
  [
    "dial tcp: lookup auth.example.com on 1.1.1.1:53: read udp 10.0.0.2:1->1.1.1.1:53: i/o timeout",
    NO_ANSWER("the host's name could not be resolved"),
  ],
  [
    "dial tcp: lookup auth.example.com on 1.1.1.1:53: server misbehaving",
    NO_ANSWER("the host's name could not be resolved"),
  ],
  ["read tcp 10.0.0.2:1->10.0.0.1:443: read: connection reset by peer", NO_ANSWER("the connection was cut")],
  ["EOF", NO_ANSWER("the connection was cut")],
  ["unexpected EOF", NO_ANSWER("the connection was cut")],
  ["dial tcp 10.0.0.1:443: i/o timeout", NO_ANSWER("there was no answer in time")],
  ["http: server gave HTTP response to HTTPS client", NO_ANSWER("it does not speak TLS, as http:// would")],
  [
    "tls: failed to verify certificate: x509: certificate signed by unknown authority",
    `the certificate of ${ORIGIN} is not trusted (no authority that is known here signed it): set NODE_EXTRA_CA_CERTS, and SSL_CERT_FILE for terraform, to your authority's certificate, or AUTHENTIK_INSECURE=true for a test server`,
  ],
  [
    "tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time 2026-11-25T22:00:00Z is after 2026-01-01T00:00:00Z",
    `the certificate of ${ORIGIN} has expired (CERT_HAS_EXPIRED): renew it there, or set AUTHENTIK_INSECURE=true for a test server`,
  ],
  [
    "tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time 2026-11-25T22:00:00Z is before 2027-01-01T00:00:00Z",
    `the certificate of ${ORIGIN} is not valid yet (CERT_NOT_YET_VALID): set the clocks of this machine and of that one right, or set AUTHENTIK_INSECURE=true for a test server`,
  ],
  ...[
    "tls: failed to verify certificate: x509: certificate is valid for other.example.com, not auth.example.com",
    "tls: failed to verify certificate: x509: cannot validate certificate for 10.0.0.1 because it doesn't contain any IP SANs",
    "tls: failed to verify certificate: x509: certificate relies on legacy Common Name field, use SANs instead",
  ].map((reason): [string, string] => [
    reason,
    `the certificate of ${ORIGIN} is for another host (ERR_TLS_CERT_ALTNAME_INVALID): correct ${ADDRESS}, give that host a certificate of its own, or set AUTHENTIK_INSECURE=true for a test server`,
  ]),
])("%s is said once, as the commands that ask authentik themselves say it", (reason, message) => {
  expect(saidOf(reason)).toBe(message);
});

test.each([
  ["proxyconnect tcp: dial tcp 10.0.0.9:3128: connect: connection refused", "nothing listens there"],
  [
    "proxyconnect tcp: dial tcp: lookup proxy.example.com on 1.1.1.1:53: no such host",
    "there is no such host",
  ],
  ["Bad Gateway", "the proxy answered 502"],
  ["Proxy Authentication Required", "the proxy answered 407"],
])("%s is said with the proxy", (reason, why) => {
  const proxy = proxyFor(ORIGIN, { HTTPS_PROXY: "http://ann:pass-word@proxy.example.com:3128" });

  expect(saidOf(reason, (origin) => (origin === ORIGIN ? proxy : undefined))).toBe(
    `${ORIGIN} does not answer through the proxy http://proxy.example.com:3128 (${why}): check ${ADDRESS}, HTTPS_PROXY, NO_PROXY and that authentik is up`,
  );
});

test("what is not known stays as it is", () => {
  expect(saidOf("odd")).toBe(
    `/core/groups/?name=a: HTTP Error 'Get "${ORIGIN}/api/v3/core/groups/?name=a": odd' without http response\n\n/flows/instances/?slug=b: HTTP Error 'Get "${ORIGIN}/api/v3/flows/instances/?slug=b": odd' without http response`,
  );
});

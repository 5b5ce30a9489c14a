import { failureMessage } from "../../../tools/terraform/messages";

const ADDRESS = "the server of production (agent-stack.yaml:3)";
const ORIGIN = "https://auth.example.com";

/** What is said of two objects for which Go's client says this. */
function saidOf(reason: string): string {
  const lines = ["/core/groups/?name=a", "/flows/instances/?slug=b"].map((path) => {
    const summary = `HTTP Error 'Get "${ORIGIN}/api/v3${path}": ${reason}' without http response`;
    return JSON.stringify({ type: "diagnostic", diagnostic: { severity: "error", summary, address: path } });
  });
  return failureMessage(lines.join("\n"), "", {
    terraform: "terraform",
    configuration: {},
    environment: "production",
    address: ADDRESS,
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
  ["read tcp 10.0.0.2:1->10.0.0.1:443: read: connection reset by peer", NO_ANSWER("the connection was cut")],
  ["EOF", NO_ANSWER("the connection was cut")],
  ["dial tcp 10.0.0.1:443: i/o timeout", NO_ANSWER("there was no answer in time")],
  ["http: server gave HTTP response to HTTPS client", NO_ANSWER("it does not speak TLS, as http:// would")],
  [
    "tls: failed to verify certificate: x509: certificate signed by unknown authority",
    `the certificate of ${ORIGIN} is not trusted (UNABLE_TO_VERIFY_LEAF_SIGNATURE): set NODE_EXTRA_CA_CERTS, and SSL_CERT_FILE for terraform, to your authority's certificate, or AUTHENTIK_INSECURE=true for a test server`,
  ],
  [
    "tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time 2026-11-25T22:00:00Z is after 2026-01-01T00:00:00Z",
    `the certificate of ${ORIGIN} has expired (CERT_HAS_EXPIRED): renew it there, or set AUTHENTIK_INSECURE=true for a test server`,
  ],
  ...[
    "tls: failed to verify certificate: x509: certificate is valid for other.example.com, not auth.example.com",
    "tls: failed to verify certificate: x509: cannot validate certificate for 10.0.0.1 because it doesn't contain any IP SANs",
  ].map((reason): [string, string] => [
    reason,
    `the certificate of ${ORIGIN} is for another host (ERR_TLS_CERT_ALTNAME_INVALID): correct ${ADDRESS}, or give that host a certificate of its own`,
  ]),
])("%s is said once, as the commands that ask authentik themselves say it", (reason, message) => {
  expect(saidOf(reason)).toBe(message);
});

test("what is not known stays as it is", () => {
  expect(saidOf("odd")).toBe(
    `/core/groups/?name=a: HTTP Error 'Get "${ORIGIN}/api/v3/core/groups/?name=a": odd' without http response\n\n/flows/instances/?slug=b: HTTP Error 'Get "${ORIGIN}/api/v3/flows/instances/?slug=b": odd' without http response`,
  );
});

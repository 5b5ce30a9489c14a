import { answerError, permissionFor, unansweredError } from "../../../tools/authentik/request-error";

describe("permissionFor", () => {
  test.each([
    ["GET", "/core/applications/authentik-cli/", "authentik_core.view_application"],
    [
      "PATCH",
      "/endpoints/agents/connectors/1/",
      "authentik_endpoints_connectors_agent.change_agentconnector",
    ],
    ["GET", "/endpoints/device_access_groups/1/", "authentik_endpoints.view_deviceaccessgroup"],
    ["GET", "/stages/endpoints/", "authentik_endpoints.view_endpointstage"],
    ["GET", "/admin/version/", undefined],
  ])("%s %s needs %s", (method, path, permission) => {
    expect(permissionFor(method, path)).toBe(permission);
  });
});

test.each([
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
])("explains a certificate that is not trusted alike, whether it is called %s or otherwise", (code) => {
  const error = unansweredError("https://auth.example.com", code);
  expect(error.message).toBe(
    "the certificate of https://auth.example.com is not trusted (no authority that is known here signed it): set NODE_EXTRA_CA_CERTS, and SSL_CERT_FILE for terraform, to your authority's certificate, or AUTHENTIK_INSECURE=true for a test server",
  );
});

test.each([
  [
    "CERT_HAS_EXPIRED",
    "the certificate of https://auth.example.com has expired (CERT_HAS_EXPIRED): renew it there, or set AUTHENTIK_INSECURE=true for a test server",
  ],
  [
    "CERT_NOT_YET_VALID",
    "the certificate of https://auth.example.com is not valid yet (CERT_NOT_YET_VALID): set the clocks of this machine and of that one right, or set AUTHENTIK_INSECURE=true for a test server",
  ],
  [
    "CERT_REVOKED",
    "the certificate of https://auth.example.com is not trusted (CERT_REVOKED): set NODE_EXTRA_CA_CERTS, and SSL_CERT_FILE for terraform, to your authority's certificate, or AUTHENTIK_INSECURE=true for a test server",
  ],
  [
    "ERR_TLS_CERT_ALTNAME_INVALID",
    "the certificate of https://auth.example.com is for another host (ERR_TLS_CERT_ALTNAME_INVALID): correct the server of production (agent-stack.yaml:3), give that host a certificate of its own, or set AUTHENTIK_INSECURE=true for a test server",
  ],
  [
    "ENOTFOUND",
    "https://auth.example.com does not answer (there is no such host): check the server of production (agent-stack.yaml:3) and that authentik is up",
  ],
])("explains %s, with the place of the address", (code, message) => {
  const address = "the server of production (agent-stack.yaml:3)";

  expect(unansweredError("https://auth.example.com", code, undefined, address).message).toBe(message);
});

test("explains https:// where a server speaks http://", () => {
  expect(unansweredError("https://127.0.0.1:9000", "EPROTO").message).toBe(
    "https://127.0.0.1:9000 does not answer (it does not speak TLS, as http:// would): check AUTHENTIK_URL and that authentik is up",
  );
});

test("names the variable that a refused token came from", () => {
  const body = JSON.stringify({ detail: "Token invalid/expired" });
  expect(answerError("GET", "/core/brands/", 403, body, null, "AUTHENTIK_TOKEN_ACME").message).toBe(
    "authentik refuses AUTHENTIK_TOKEN_ACME (Token invalid/expired): create an API token under Directory > Tokens and App passwords",
  );
});

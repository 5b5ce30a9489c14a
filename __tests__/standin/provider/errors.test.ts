import { RefusedRequest, UnansweredRequest } from "../../../standin/provider/authentik/errors";

const PATH = "/api/v3/flows/instances/";

test.each([
  ["the API's own words for a mistake", 400, "application/json", '{"slug":["taken"]}', "400 Bad Request"],
  [
    "a detail, which Go's client puts after two spaces",
    403,
    "application/json",
    '{"detail":"no"}',
    "403 Forbidden  (no)",
  ],
  [
    "a list, which Go's client cannot decode",
    400,
    "application/json",
    '["This field may not be blank."]',
    "json: cannot unmarshal array into Go value of type api._ValidationError",
  ],
  ["a page, which Go's client cannot decode", 400, "text/html", "<html>", "undefined response type"],
  ["a crash", 500, "text/html", "<html>", "500 Internal Server Error"],
  ["nothing", 502, "", "", "502 Bad Gateway"],
])("a refusal: %s", (_, status, contentType, body, message) => {
  const { diagnostic } = new RefusedRequest("POST", PATH, status, contentType, body);

  expect(diagnostic).toEqual({ summary: `HTTP Error '${message}' during request 'POST ${PATH}': "${body}"` });
});

test.each([
  [{ code: "ECONNREFUSED" }, "dial tcp 127.0.0.1:9: connect: connection refused"],
  [{ code: "ENOTFOUND" }, "dial tcp: lookup 127.0.0.1: no such host"],
  [{ code: "ECONNRESET", message: "read ECONNRESET" }, "read: connection reset by peer"],
  [{ code: "ECONNRESET", message: "socket hang up" }, "EOF"],
  [{ code: "EAI_AGAIN" }, "dial tcp: lookup 127.0.0.1: server misbehaving"],
  [
    { code: "DEPTH_ZERO_SELF_SIGNED_CERT" },
    "tls: failed to verify certificate: x509: certificate signed by unknown authority",
  ],
  [{ code: "ERR_INVALID_PROTOCOL" }, 'unsupported protocol scheme "http"'],
  [{ message: "odd" }, "odd"],
])("no answer: %j", (error, reason) => {
  const cause = Object.assign(new Error(), error);

  const { diagnostic } = new UnansweredRequest("GET", `http://127.0.0.1:9${PATH}`, cause);

  expect(diagnostic).toEqual({
    summary: `HTTP Error 'Get "http://127.0.0.1:9${PATH}": ${reason}' without http response`,
  });
});

test.each([
  ["ECONNREFUSED", "dial tcp proxy.example.com:3128: connect: connection refused"],
  ["ENOTFOUND", "dial tcp: lookup proxy.example.com: no such host"],
])("no answer of a proxy: %s", (code, reason) => {
  const cause = Object.assign(new Error(), { code });
  const proxy = new URL("http://proxy.example.com:3128");

  const { message } = new UnansweredRequest("GET", "https://auth.example.com/", cause, proxy);

  expect(message).toBe(`Get "https://auth.example.com/": proxyconnect tcp: ${reason}`);
});

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
  [{ code: "ERR_INVALID_PROTOCOL" }, 'unsupported protocol scheme "http"'],
  [{ message: "odd" }, "odd"],
])("no answer: %j", (error, reason) => {
  const cause = Object.assign(new Error(), error);

  const { diagnostic } = new UnansweredRequest("GET", `http://127.0.0.1:9${PATH}`, cause);

  expect(diagnostic).toEqual({
    summary: `HTTP Error 'Get "http://127.0.0.1:9${PATH}": ${reason}' without http response`,
  });
});

import { failureMessage as messageOf, parseMessage } from "../../../tools/terraform/messages";
import type { Configuration } from "../../../tools/terraform/remedies";

const failureMessage = (stdout: string, stderr: string, configuration: Configuration = {}) =>
  messageOf(stdout, stderr, {
    environment: "production",
    terraform: "terraform -chdir=out/production",
    configuration,
  });

const error = (summary: string, rest: object = {}) =>
  JSON.stringify({ type: "diagnostic", diagnostic: { severity: "error", summary, ...rest } });

test("reads what was refreshed", () => {
  const line = JSON.stringify({ type: "refresh_complete", hook: { resource: { addr: "authentik_flow.f" } } });

  expect(parseMessage(line)).toEqual({ kind: "refresh", address: "authentik_flow.f" });
});

test.each([
  ["plain text"],
  ['{"type":"version"}'],
  [JSON.stringify({ type: "diagnostic", diagnostic: { severity: "warning" } })],
])("takes no interest in %s", (line) => {
  expect(parseMessage(line)).toBeUndefined();
});

test("a failure is told by terraform's errors, each once, with their objects", () => {
  const stdout = [
    error("No server", { detail: "It is down.", address: "authentik_flow.f" }),
    error("Bad token"),
    error("Bad token"),
  ].join("\n");

  expect(failureMessage(stdout, "")).toBe("authentik_flow.f: No server\nIt is down.\n\nBad token");
});

test("leaves out the snippet, which holds the whole configuration", () => {
  const message = failureMessage(error("Bad", { snippet: { code: "the whole cdk.tf.json" } }), "");

  expect(message).toBe("Bad");
});

test("a failure without such errors is told by what was written, without the box", () => {
  const stderr = "╷\n│ Error: No such backend\n│ \n│ Check it.\n╵\n";

  expect(failureMessage("", stderr)).toBe("Error: No such backend\n\nCheck it.");
  expect(failureMessage("Backend needs init\n", "")).toBe("Backend needs init");
});

const WARNING =
  "Warning: Unable to open CLI configuration file\n\nThe CLI configuration file does not exist.";
const boxed = (text: string) => `╷\n${text.replace(/^/gm, "│ ")}\n╵\n`;

test.each([
  ["beside an error", `${WARNING}\n\nError: No such backend\n`, "Error: No such backend"],
  [
    "after an error",
    `Error: No such backend\n\nCheck it.\n\n${WARNING}\n`,
    "Error: No such backend\n\nCheck it.",
  ],
  ["in a box beside an error", boxed(WARNING) + boxed("Error: No such backend"), "Error: No such backend"],
  [
    "in a box, before other words",
    `There are some problems with the CLI configuration:\n${boxed(WARNING)}panic: out of memory\n`,
    "panic: out of memory",
  ],
  [
    "alone",
    `There are some problems with the CLI configuration:\n${boxed(WARNING)}`,
    "terraform failed and said nothing",
  ],
])("a warning is no reason for a failure: %s", (_, stderr, message) => {
  expect(failureMessage("", stderr)).toBe(message);
});

test("a warning is no reason beside terraform's machine-readable output either", () => {
  const stdout = JSON.stringify({ type: "diagnostic", diagnostic: { severity: "warning", summary: "Old" } });

  expect(failureMessage(stdout, boxed(WARNING))).toBe("terraform failed and said nothing");
});

const REFUSED = (path: string, status: string, detail: string) =>
  error(
    `HTTP Error '${status}  (${detail})' during request 'GET /sub/api/v3${path}': "${JSON.stringify({ detail })}"`,
    {
      address: `authentik_flow.${path.length}`,
    },
  );

test("a token that authentik refuses is told once for all objects", () => {
  const stdout = ["/flows/instances/a/", "/core/groups/", "/core/brands/?domain=b"]
    .map((path) => REFUSED(path, "403 Forbidden", "Token invalid/expired"))
    .join("\n");

  const configuration = { "//": { "agent-stack": { tokenFrom: ["AUTHENTIK_TOKEN_ACME"] } } };
  expect(failureMessage(stdout, "", configuration)).toBe(
    "authentik refuses AUTHENTIK_TOKEN_ACME (Token invalid/expired): create an API token under Directory > Tokens and App passwords",
  );
  expect(failureMessage(stdout, "")).toBe(
    "authentik refuses AUTHENTIK_TOKEN (Token invalid/expired): create an API token under Directory > Tokens and App passwords",
  );
});

test("a permission that the token's user lacks is told once for all objects of a kind", () => {
  const stdout = ["/core/groups/?name=a", "/core/groups/?name=b", "/core/users/"]
    .map((path) => REFUSED(path, "403 Forbidden", "You do not have permission to perform this action."))
    .join("\n");

  expect(failureMessage(stdout, "")).toBe(
    [
      "the token's user may not GET /core/groups/?name=a: give it the permission authentik_core.view_group through a role",
      "the token's user may not GET /core/users/: give it the permission authentik_core.view_user through a role",
    ].join("\n\n"),
  );
});

test("what authentik rejects is told with its object", () => {
  const summary = `HTTP Error '400 Bad Request' during request 'POST /api/v3/core/groups/': "{}"`;

  expect(failureMessage(error(summary, { address: "authentik_group.g" }), "")).toBe(
    `authentik_group.g: ${summary}`,
  );
});

test("a remedy comes with errors that terraform tells in its text, too", () => {
  const text = 'Error: Backend configuration changed\n\nTo move it, use "terraform init\n-migrate-state".';

  expect(failureMessage("", text)).toBe(
    `${text}\nThe state is kept elsewhere than when terraform was last initialised here. To take it along, run \`terraform -chdir=out/production init -migrate-state\`; if it is at the new place already, \`terraform -chdir=out/production init -reconfigure\`.`,
  );
});

test("a silent failure is one, too", () => {
  expect(failureMessage("", "")).toBe("terraform failed and said nothing");
});

test("megabytes of output are read before the test times out", () => {
  const text = "Warning: x\n".repeat(50_000) + "Error: y ".repeat(50_000);

  expect(failureMessage(text, text)).toContain("Error: y Error: y");
});

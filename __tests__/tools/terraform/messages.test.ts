import { failureMessage, parseMessage } from "../../../tools/terraform/messages";

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

test("a brand that terraform refuses to destroy comes with how to let go of it, other objects without", () => {
  const refused = (type: string) =>
    error("Instance cannot be destroyed", { detail: `Resource ${type}.x has.` });

  expect(failureMessage(refused("authentik_brand"), "")).toBe(
    "Instance cannot be destroyed\nResource authentik_brand.x has.\nA brand is let go of instead: move its domain from brands.others to brands.released, or before a teardown deploy brands.release.",
  );
  expect(failureMessage(refused("authentik_flow"), "")).toBe(
    "Instance cannot be destroyed\nResource authentik_flow.x has.",
  );
});

test.each([
  [
    'data.authentik_brand.further_brand_existing["b.example"]',
    "Was the brand renamed, put its new domain into brands.others and the old one into brands.released; was it deleted, take it out of brands.others.",
  ],
  [
    "data.authentik_brand.default_brand_existing",
    "Was the default brand renamed, set brands.default to its new domain.",
  ],
])("a brand that is not found comes with what to do: %s", (address, remedy) => {
  expect(failureMessage(error("No matching brands found", { address }), "")).toBe(
    `${address}: No matching brands found\n${remedy}`,
  );
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

test("a silent failure is one, too", () => {
  expect(failureMessage("", "")).toBe("terraform failed and said nothing");
});

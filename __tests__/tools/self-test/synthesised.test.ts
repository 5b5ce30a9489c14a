import { beyondTheStandIn, offline, releaseOf, takenOver } from "../../../tools/self-test/synthesised";

const requiring = (version?: string) => ({ terraform: { required_providers: { authentik: { version } } } });

test.each([
  ["~> 2026.8.0", "2026.8"],
  ["~> 2025.12.1", "2025.12"],
  [">= 2026.2, < 2026.8", "2026.5"],
  [undefined, "2026.8"],
])("the provider %s goes with release %s", (version, release) => {
  expect(releaseOf(requiring(version))).toBe(release);
});

test("what no stand-in plays is named", () => {
  expect(() => releaseOf(requiring("~> 2024.2.0"))).toThrow(
    new Error(
      "no release of authentik that the stand-in plays (2025.12, 2026.2, 2026.5, 2026.8) goes with the provider ~> 2024.2.0",
    ),
  );
  expect(() => releaseOf({})).toThrow(new Error("nothing in it is authentik's, so there is nothing to test"));
});

test("all that would reach more than the stand-in is named", () => {
  const stack = {
    terraform: { required_providers: { authentik: {}, aws: {} } },
    provider: { authentik: [{}], aws: [{}], random: [{}] },
    module: { network: {} },
    data: { terraform_remote_state: { network: {} }, authentik_group: { staff: {} } },
    resource: { authentik_group: { a: {}, b: { provisioner: [{}] } } },
  };

  expect(beyondTheStandIn(stack)).toEqual([
    "the provider aws",
    "the provider random",
    "the module network",
    "the state that network reads",
    "the provisioner of authentik_group.b",
  ]);
  expect(beyondTheStandIn({ provider: { authentik: [{}] } })).toEqual([]);
});

test("nothing real is left: neither address nor token, neither backend nor ids", () => {
  const url = "https://id.acme.example";
  const server = { url, tokenFrom: ["ACME"], headersFrom: { A: "B" }, insecure: true };
  const stack = {
    "//": { "agent-stack": server, metadata: {} },
    terraform: { cloud: { organization: "acme" }, backend: { s3: {} }, required_version: ">= 1.7.0" },
    provider: { authentik: [{ url, token: "secret", insecure: true, headers: "${var.headers}" }] },
    import: [
      { to: "authentik_flow.a", id: "device-codes" },
      { to: "authentik_brand.b", id: "${data.authentik_brand.b.id}" },
    ],
    resource: { authentik_policy_binding: { a: { policy: "real", order: 1 } } },
    output: { issuer: { value: `${url}/application/o/a/` } },
  };

  const moved = offline(stack, {
    url: "http://127.0.0.1:9",
    state: "/state",
    ids: new Map([["real", "made"]]),
  });

  expect(takenOver(stack)).toEqual(["authentik_flow.a"]);
  expect(moved).toEqual({
    "//": { "agent-stack": { ...server, url: "http://127.0.0.1:9", insecure: false }, metadata: {} },
    terraform: { backend: { local: { path: "/state" } }, required_version: ">= 1.7.0" },
    provider: { authentik: [{ url: "http://127.0.0.1:9", headers: "${var.headers}" }] },
    import: [{ to: "authentik_brand.b", id: "${data.authentik_brand.b.id}" }],
    resource: { authentik_policy_binding: { a: { policy: "made", order: 1 } } },
    output: { issuer: { value: "http://127.0.0.1:9/application/o/a/" } },
  });
});

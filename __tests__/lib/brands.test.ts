import { readFileSync } from "node:fs";
import { App, Testing } from "cdktf";
import { AgentStack } from "../../lib";
import { agentStack } from "./synthesised";

const bindings = readFileSync(".gen/providers/authentik/brand/index.ts", "utf8");

test("adopts the default brand by import and sets its device code flow", () => {
  const synthesised = agentStack();

  const { lifecycle, ...attributes } = synthesised.at("authentik_brand.default_brand");
  expect(attributes).toEqual({
    domain: "authentik-default",
    default: true,
    flow_device_code: "${authentik_flow.device_code_flow.uuid}",
  });
  expect(lifecycle).toMatchObject({ prevent_destroy: true });
  expect(synthesised.at("data.authentik_brand.default_brand_existing")).toEqual({
    domain: "authentik-default",
  });
  expect(synthesised.json.import).toEqual([
    { to: "authentik_brand.default_brand", id: "${data.authentik_brand.default_brand_existing.id}" },
  ]);
});

test("leaves every attribute that the bindings know to others, but for its own three and the id", () => {
  const synthesised = agentStack();

  // Read from the generated code, so that a provider with one more attribute fails here rather than resets it.
  const known = [
    ...bindings.matchAll(/^ {6}(\w+): cdktf\.\w+ToTerraform|^ {6}(\w+): cdktf\.listMapper\(/gm),
  ].map(([, scalar, list]) => scalar ?? list);
  expect(known).toContain("branding_title");
  const { ignore_changes } = synthesised.at("authentik_brand.default_brand").lifecycle as {
    ignore_changes: string[];
  };
  expect([...ignore_changes, "default", "domain", "flow_device_code", "id"].sort()).toEqual(known.sort());
});

test("fails a plan with a provider that knows further attributes", () => {
  const { postcondition, ignore_changes } = agentStack().at("authentik_brand.default_brand").lifecycle as {
    postcondition: { condition: string; error_message: string }[];
    ignore_changes: string[];
  };

  const [, known = "[]"] =
    /^\$\{length\(setsubtract\(keys\(self\), (\[.*\])\)\) == 0\}$/.exec(postcondition[0]?.condition ?? "") ??
    [];
  expect(postcondition).toHaveLength(1);
  expect(JSON.parse(known).sort()).toEqual(
    [...ignore_changes, "default", "domain", "flow_device_code", "id"].sort(),
  );
  expect(postcondition[0]?.error_message).toBe(
    `this version of the authentik provider knows attributes of a brand that agent-stack does not, and would reset them: \${join(", ", setsubtract(keys(self), ${known}))}; set providerVersion to the version before it, or update agent-stack`,
  );
});

test.each(["2025.12", "2026.2"] as const)(
  "a plan for release %s fails with a provider that knows the attributes of a later one",
  (release) => {
    const { postcondition, ignore_changes } = agentStack({ release }).at("authentik_brand.default_brand")
      .lifecycle as {
      postcondition: { condition: string; error_message: string }[];
      ignore_changes: string[];
    };

    expect(ignore_changes).not.toContain("flow_lockdown");
    expect(postcondition.map(({ condition }) => condition.includes("flow_lockdown"))).toEqual([false]);
    expect(postcondition[0]?.error_message).toMatch(
      new RegExp(
        `^this version of the authentik provider knows attributes of a brand that release ${release} does not, and would reset them: .*; set providerVersion to a version that does not, release to the provider's, or update agent-stack$`,
      ),
    );
  },
);

test("finds the default brand by another domain", () => {
  const synthesised = agentStack({ brands: { default: "id.example.com" } });

  expect(synthesised.at("data.authentik_brand.default_brand_existing")).toEqual({ domain: "id.example.com" });
  expect(synthesised.at("authentik_brand.default_brand")).toMatchObject({
    domain: "id.example.com",
    default: true,
  });
});

test("gives the flow to further brands without making them the default, as instances of one resource", () => {
  const synthesised = agentStack({ brands: { others: ["partner.example.com"] } });

  const { lifecycle, ...attributes } = synthesised.at("authentik_brand.further_brand");
  const forEach = { "partner.example.com": "partner.example.com" };
  expect(attributes).toEqual({
    for_each: forEach,
    domain: "${each.key}",
    default: false,
    flow_device_code: "${authentik_flow.device_code_flow.uuid}",
  });
  const { postcondition: _, ...ofDefault } = synthesised.at("authentik_brand.default_brand")
    .lifecycle as object & {
    postcondition: unknown;
  };
  expect(lifecycle).toEqual(ofDefault);
  expect(synthesised.at("data.authentik_brand.further_brand_existing")).toEqual({
    for_each: forEach,
    domain: "${each.key}",
  });
  expect(synthesised.json.import).toContainEqual({
    for_each: forEach,
    to: "authentik_brand.further_brand[each.key]",
    id: "${data.authentik_brand.further_brand_existing[each.key].id}",
  });
});

test("keeps the resource of further brands when none is named, so that the last one is not destroyed either", () => {
  const synthesised = agentStack();

  expect(synthesised.at("authentik_brand.further_brand")).toMatchObject({
    for_each: {},
    lifecycle: { prevent_destroy: true },
  });
});

test("lets go of single brands by moving them to where they are forgotten", () => {
  const synthesised = agentStack({ brands: { others: ["a.example"], released: ["b.example", "b-example"] } });

  expect(synthesised.json.moved).toEqual([
    {
      from: 'authentik_brand.further_brand["b.example"]',
      to: "authentik_brand.further_brand_released_b_example",
    },
    {
      from: 'authentik_brand.further_brand["b-example"]',
      to: "authentik_brand.further_brand_released_b-example",
    },
  ]);
  expect(synthesised.json.removed).toEqual([
    { from: "authentik_brand.further_brand_released_b_example", lifecycle: { destroy: false } },
    { from: "authentik_brand.further_brand_released_b-example", lifecycle: { destroy: false } },
  ]);
});

test("release forgets the brands without destroying them", () => {
  const synthesised = agentStack({ brands: { others: ["partner.example.com"], release: true } });

  expect(synthesised.json.removed).toEqual([
    { from: "authentik_brand.default_brand", lifecycle: { destroy: false } },
    { from: "authentik_brand.further_brand", lifecycle: { destroy: false } },
  ]);
  expect(synthesised.json.resource?.authentik_brand).toBeUndefined();
  expect(Object.keys(synthesised.json.data?.authentik_brand ?? {})).toEqual(["default_brand_existing"]);
  expect(synthesised.json.import).toBeUndefined();
});

test("the default brand, which checks the provider for both, goes before further brands", () => {
  const stack = new AgentStack(new App(), "stack", { brands: { others: ["partner.example.com"] } });

  const { resource } = JSON.parse(Testing.synth(stack));

  expect(resource.authentik_brand.further_brand.depends_on).toContain("authentik_brand.default_brand");
});

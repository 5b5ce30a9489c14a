import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { dataSources } from "../../../standin/provider/data-sources";
import { providerAttributes } from "../../../standin/provider/provider-block";
import { resources } from "../../../standin/provider/resources";
import type { Attributes } from "../../../standin/provider/schema/attribute";

const FACTS = resolve(__dirname, "../../../../shared/facts/provider-schema.json");
const testWithFacts = existsSync(FACTS) ? test : test.skip;
if (!existsSync(FACTS))
  console.warn(`${FACTS} is absent: the schemas are not compared to the real provider's`);

type Described = Record<string, Record<string, unknown>>;

/** As `terraform providers schema -json` shows attributes. */
const described = (attributes: Attributes): Described =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, { type, required, optional, computed, sensitive }]) => [
      name,
      JSON.parse(JSON.stringify({ type, required, optional, computed, sensitive })),
    ]),
  );

function realSchema() {
  const { provider_schemas } = JSON.parse(readFileSync(FACTS, "utf8"));
  return provider_schemas["registry.terraform.io/goauthentik/authentik"];
}

testWithFacts.each(Object.entries(resources))(
  "the resource %s has the real schema",
  (name, { attributes }) => {
    const { block, version } = realSchema().resource_schemas[name];

    expect(described(attributes)).toEqual(block.attributes);
    expect(version).toBe(0);
    expect(Object.keys(block)).toEqual(["attributes"]);
  },
);

testWithFacts.each(Object.entries(dataSources))(
  "the data source %s has the real schema",
  (name, { attributes }) => {
    const real = realSchema().data_source_schemas[name].block.attributes;
    // The facts had every "description" removed, this attribute of the real provider with them.
    const description = { type: "string", computed: true };
    const expected = name === "authentik_property_mapping_provider_scope" ? { ...real, description } : real;

    expect(described(attributes)).toEqual(expected);
  },
);

testWithFacts("the provider block has the real schema", () => {
  expect(described(providerAttributes({}))).toEqual(realSchema().provider.block.attributes);
});

test("url and token are optional as soon as the environment has them", () => {
  const attributes = providerAttributes({ AUTHENTIK_URL: "http://localhost", AUTHENTIK_TOKEN: "x" });

  expect(described(attributes)).toMatchObject({
    url: { type: "string", optional: true },
    token: { type: "string", optional: true, sensitive: true },
  });
});

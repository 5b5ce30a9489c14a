import { dataSources } from "../../../standin/provider/data-sources";
import { providerAttributes } from "../../../standin/provider/provider-block";
import { resources } from "../../../standin/provider/resources";
import type { Attributes } from "../../../standin/provider/schema/attribute";
import { realSchema } from "../../../standin/provider/schema/real";

type Described = Record<string, Record<string, unknown>>;

/** As `terraform providers schema -json` shows attributes. */
const described = (attributes: Attributes): Described =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, { type, required, optional, computed, sensitive }]) => [
      name,
      JSON.parse(JSON.stringify({ type, required, optional, computed, sensitive })),
    ]),
  );

/** The descriptions were removed from the real schema, and this attribute with them. */
function withoutDescription(type: string, attributes: Described): Described {
  if (type !== "authentik_property_mapping_provider_scope") return attributes;
  const { description, ...others } = attributes;
  expect(description).toMatchObject({ type: "string" });
  return others;
}

test.each(Object.entries(resources))("the resource %s has the real schema", (name, { attributes }) => {
  const real = realSchema().resource_schemas[name];
  const undescribed = withoutDescription(name, described(attributes));

  expect({ version: 0, block: { attributes: undescribed } }).toEqual(real);
});

test.each(Object.entries(dataSources))("the data source %s has the real schema", (name, { attributes }) => {
  const real = realSchema().data_source_schemas[name]?.block.attributes;

  expect(withoutDescription(name, described(attributes))).toEqual(real);
});

test("the provider block has the real schema", () => {
  expect(described(providerAttributes({}))).toEqual(realSchema().provider.block.attributes);
});

test("url and token are optional as soon as the environment has them", () => {
  const attributes = providerAttributes({ AUTHENTIK_URL: "http://localhost", AUTHENTIK_TOKEN: "x" });

  expect(described(attributes)).toMatchObject({
    url: { type: "string", optional: true },
    token: { type: "string", optional: true, sensitive: true },
  });
});

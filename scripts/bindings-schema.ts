import type { generateProviderBindingsFromSchema } from "@cdktf/provider-generator";

/** The output of `terraform providers schema -json`. */
export type Schema = Parameters<typeof generateProviderBindingsFromSchema>[1];

type TypeSchemas = NonNullable<Schema["provider_schemas"]>[string]["resource_schemas"];

/** The types to generate bindings for. */
export interface Wanted {
  readonly resources: readonly string[];
  readonly dataSources: readonly string[];
}

/**
 * The schema limited to the wanted types, without the descriptions, so that the registry's provider and the stand-in
 * give the same bindings; throws when a provider does not have a wanted type.
 */
export function limitSchema(schema: Schema, wanted: Wanted): Schema {
  const limited = Object.entries(schema.provider_schemas ?? {}).map(([address, types]) => [
    address,
    {
      provider: withoutDescriptions(types.provider),
      resource_schemas: pick(types.resource_schemas, wanted.resources, address),
      data_source_schemas: pick(types.data_source_schemas, wanted.dataSources, address),
    },
  ]);
  return { ...schema, provider_schemas: Object.fromEntries(limited) };
}

function pick(types: TypeSchemas, names: readonly string[], address: string): TypeSchemas {
  return Object.fromEntries(
    names.map((name) => {
      const type = types[name];
      if (!type) throw new Error(`${address} has no ${name}: use a version of the provider that has it`);
      return [name, withoutDescriptions(type)];
    }),
  );
}

/** Only texts: an attribute may be called "description", too. */
function withoutDescriptions<T>(value: T): T {
  return JSON.parse(
    JSON.stringify(value, (key, part) =>
      (key === "description" || key === "description_kind") && typeof part === "string" ? undefined : part,
    ),
  );
}

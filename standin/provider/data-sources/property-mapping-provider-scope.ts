import { computed, optional, optionalComputed, withId } from "../schema/attribute";
import type { DataSource } from "../sdk/resource";
import { firstMatch } from "./first-match";

export const propertyMappingProviderScope: DataSource = {
  attributes: withId({
    name: optional("string", { conflictsWith: ["managed_list"] }),
    managed: optional("string"),
    managed_list: optional(["list", "string"]),
    ids: optionalComputed(["list", "string"]),
    scope_name: optionalComputed("string"),
    expression: computed("string"),
    description: computed("string"),
  }),
  async read({ propertyMappings }, data) {
    const managedList = data.strings("managed_list");
    const managed = data.optionalString("managed");
    const found = await propertyMappings.propertymappingsProviderScopeList({
      managed: managedList.length > 0 ? managedList : managed ? [managed] : undefined,
      name: data.optionalString("name"),
      scopeName: data.optionalString("scope_name"),
    });
    const first = firstMatch(found, "No matching mappings found");
    if (managedList.length > 0) return { id: "-1", ids: found.results.map(({ pk }) => pk) };
    const { pk, name, expression, scopeName, description } = first;
    return { id: pk, name, expression, scope_name: scopeName, description };
  },
};

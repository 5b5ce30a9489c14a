import type { ScopeMappingRequest } from "@goauthentik/api/dist/models/ScopeMappingRequest";
import { optional, required, withId } from "../schema/attribute";
import { sameButLastNewline } from "../schema/validators";
import type { Resource } from "../sdk/resource";
import type { ResourceData } from "../sdk/resource-data";

const request = (data: ResourceData): ScopeMappingRequest => ({
  name: data.string("name"),
  scopeName: data.string("scope_name"),
  expression: data.string("expression"),
  description: data.optionalString("description"),
});

export const propertyMappingProviderScope: Resource = {
  attributes: withId({
    name: required("string"),
    scope_name: required("string"),
    description: optional("string"),
    expression: required("string", { suppressDiff: sameButLastNewline }),
  }),
  async create({ propertyMappings }, data) {
    const scopeMappingRequest = request(data);
    return (await propertyMappings.propertymappingsProviderScopeCreate({ scopeMappingRequest })).pk;
  },
  async read({ propertyMappings }, data) {
    const mapping = await propertyMappings.propertymappingsProviderScopeRetrieve({ pmUuid: data.id });
    return {
      name: mapping.name,
      expression: mapping.expression,
      scope_name: mapping.scopeName,
      description: mapping.description,
    };
  },
  async update({ propertyMappings }, data) {
    const update = { pmUuid: data.id, scopeMappingRequest: request(data) };
    return (await propertyMappings.propertymappingsProviderScopeUpdate(update)).pk;
  },
  delete: ({ propertyMappings }, data) =>
    propertyMappings.propertymappingsProviderScopeDestroy({ pmUuid: data.id }),
};

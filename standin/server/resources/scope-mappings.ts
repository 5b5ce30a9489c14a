import { text } from "../core/fields";
import { anyOfExisting, exact, isNull } from "../core/filters";
import type { Resource } from "../core/resource";
import { checkExpression } from "../python/check";

export const scopeMappings: Resource = {
  path: "propertymappings/provider/scope",
  table: "scopemapping",
  model: { app: "authentik_providers_oauth2", name: "scopemapping", label: "ScopeMapping" },
  fields: {
    managed: text({
      nullable: true,
      default: null,
      unique: "Property Mapping with this Managed by authentik already exists.",
    }),
    name: text({ required: true, unique: "Property Mapping with this name already exists." }),
    expression: text({ required: true }),
    scope_name: text({
      required: true,
      check: (value) => (value.includes(" ") ? "Value must not contain spaces." : undefined),
    }),
    description: text({ blank: true }),
  },
  checkFields: (values, existing) => checkExpression(values, existing?.name ?? "temp-mapping"),
  computed: () => ({
    component: "ak-property-mapping-provider-scope-form",
    verbose_name: "Scope Mapping",
    verbose_name_plural: "Scope Mappings",
    meta_model_name: "authentik_providers_oauth2.scopemapping",
  }),
  search: ["name", "scope_name"],
  filters: { managed: anyOfExisting, managed__isnull: isNull("managed"), name: exact, scope_name: exact },
  ordering: ["scope_name", "name"],
};

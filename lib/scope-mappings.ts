import { DataAuthentikPropertyMappingProviderScope } from "@cdktf/provider-authentik/lib/data-authentik-property-mapping-provider-scope";
import { Fn } from "cdktf";
import type { Construct } from "constructs";
import { scopeMappingByName } from "./lookup";
import { API_SCOPE, managedScope } from "./rules/scopes";

export interface Scopes {
  readonly scopes: readonly string[];
  readonly apiAccess: boolean;
  readonly customScopeMappings: readonly string[];
}

/** UUIDs of the mappings that put a provider's scopes into tokens. */
export function scopeMappings(
  scope: Construct,
  { scopes, apiAccess, customScopeMappings }: Scopes,
): string[] {
  const managed = [...new Set([...scopes, ...(apiAccess ? [API_SCOPE] : [])].map(managedScope))];
  const mappings = new DataAuthentikPropertyMappingProviderScope(scope, "scopes", {
    managedList: managed,
    lifecycle: {
      postcondition: [
        {
          condition: `\${length(self.ids) == ${managed.length}}`,
          errorMessage: `authentik has \${length(self.ids)} of these ${managed.length} scope mappings: ${managed.join(", ")}; create the missing one or leave it out of \`scopes\``,
        },
      ],
    },
  });
  const { ids } = mappings;
  const custom = customScopeMappings.map((name) => scopeMappingByName(scope, name));
  return custom.length === 0 ? ids : Fn.distinct(Fn.concat([ids, custom]));
}

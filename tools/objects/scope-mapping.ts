import type { ObjectType } from "./object-type";

export const scopeMapping = {
  kind: "scope mapping",
  type: "authentik_property_mapping_provider_scope",
  labels: ["name"],
  lookedUpBy: "name",
  layer: 3,
  drawnAs: "scopes",
  api: {
    path: "/propertymappings/provider/scope/",
    app: "authentik_providers_oauth2",
    model: "scopemapping",
  },
  adminPage: "Customization > Property Mappings",
  attributes: {
    id: { field: "pk", isHandle: true },
    // One data source reads many, and has an id of its own beside theirs.
    ids: { isHandle: true },
  },
} satisfies ObjectType;

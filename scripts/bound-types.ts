import type { Wanted } from "./bindings-schema";

/** The types that the stack uses, and so has bindings of. */
export const BOUND_TYPES: Wanted = {
  resources: [
    "authentik_application",
    "authentik_brand",
    "authentik_endpoints_connector_agent",
    "authentik_endpoints_connector_agent_enrollment_token",
    "authentik_endpoints_device_access_group",
    "authentik_flow",
    "authentik_flow_stage_binding",
    "authentik_policy_binding",
    "authentik_provider_oauth2",
    "authentik_stage_endpoints",
  ],
  dataSources: [
    "authentik_brand",
    "authentik_certificate_key_pair",
    "authentik_flow",
    "authentik_group",
    "authentik_property_mapping_provider_scope",
    "authentik_provider_oauth2_config",
    "authentik_stage",
    "authentik_user",
  ],
};

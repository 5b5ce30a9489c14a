import type { Resource } from "../sdk/resource";
import { application } from "./application";
import { brand } from "./brand";
import { certificateKeyPair } from "./certificate-key-pair";
import { connectorAgent } from "./connector-agent";
import { deviceAccessGroup } from "./device-access-group";
import { enrollmentToken } from "./enrollment-token";
import { flow } from "./flow";
import { flowStageBinding } from "./flow-stage-binding";
import { group } from "./group";
import { policyBinding } from "./policy-binding";
import { policyExpression } from "./policy-expression";
import { propertyMappingProviderScope } from "./property-mapping-provider-scope";
import { providerOauth2 } from "./provider-oauth2";
import { stageEndpoints } from "./stage-endpoints";
import { user } from "./user";

/** The managed resources by Terraform type: ours, and what people put beside them. */
export const resources: Readonly<Record<string, Resource>> = {
  authentik_application: application,
  authentik_brand: brand,
  authentik_certificate_key_pair: certificateKeyPair,
  authentik_endpoints_connector_agent: connectorAgent,
  authentik_endpoints_connector_agent_enrollment_token: enrollmentToken,
  authentik_endpoints_device_access_group: deviceAccessGroup,
  authentik_flow: flow,
  authentik_flow_stage_binding: flowStageBinding,
  authentik_group: group,
  authentik_policy_binding: policyBinding,
  authentik_policy_expression: policyExpression,
  authentik_property_mapping_provider_scope: propertyMappingProviderScope,
  authentik_provider_oauth2: providerOauth2,
  authentik_stage_endpoints: stageEndpoints,
  authentik_user: user,
};

import type { Resource } from "../sdk/resource";
import { application } from "./application";
import { brand } from "./brand";
import { connectorAgent } from "./connector-agent";
import { deviceAccessGroup } from "./device-access-group";
import { enrollmentToken } from "./enrollment-token";
import { flow } from "./flow";
import { policyBinding } from "./policy-binding";
import { providerOauth2 } from "./provider-oauth2";
import { stageEndpoints } from "./stage-endpoints";

/** The managed resources by Terraform type. */
export const resources: Readonly<Record<string, Resource>> = {
  authentik_application: application,
  authentik_brand: brand,
  authentik_endpoints_connector_agent: connectorAgent,
  authentik_endpoints_connector_agent_enrollment_token: enrollmentToken,
  authentik_endpoints_device_access_group: deviceAccessGroup,
  authentik_flow: flow,
  authentik_policy_binding: policyBinding,
  authentik_provider_oauth2: providerOauth2,
  authentik_stage_endpoints: stageEndpoints,
};

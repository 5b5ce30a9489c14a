import type { DataSource } from "../sdk/resource";
import { brand } from "./brand";
import { certificateKeyPair } from "./certificate-key-pair";
import { flow } from "./flow";
import { group } from "./group";
import { propertyMappingProviderScope } from "./property-mapping-provider-scope";
import { providerOauth2Config } from "./provider-oauth2-config";
import { stage } from "./stage";
import { user } from "./user";

/** The data sources by Terraform type. */
export const dataSources: Readonly<Record<string, DataSource>> = {
  authentik_brand: brand,
  authentik_certificate_key_pair: certificateKeyPair,
  authentik_flow: flow,
  authentik_group: group,
  authentik_property_mapping_provider_scope: propertyMappingProviderScope,
  authentik_provider_oauth2_config: providerOauth2Config,
  authentik_stage: stage,
  authentik_user: user,
};

import { brandReading } from "../authentik/brand-reading";
import { optional, optionalComputed, withId } from "../schema/attribute";
import type { DataSource } from "../sdk/resource";
import { firstMatch } from "./first-match";

export const brand: DataSource = {
  attributes: withId({
    domain: optionalComputed("string"),
    default: optionalComputed("bool"),
    branding_title: optionalComputed("string"),
    branding_logo: optionalComputed("string"),
    branding_favicon: optionalComputed("string"),
    branding_default_flow_background: optionalComputed("string"),
    branding_custom_css: optionalComputed("string"),
    flow_authentication: optionalComputed("string"),
    flow_invalidation: optionalComputed("string"),
    flow_recovery: optionalComputed("string"),
    flow_unenrollment: optionalComputed("string"),
    flow_user_settings: optionalComputed("string"),
    flow_device_code: optionalComputed("string"),
    web_certificate: optionalComputed("string"),
    client_certificates: optional(["list", "string"]),
    default_application: optionalComputed("string"),
  }),
  async read({ core }, data) {
    const found = await core.coreBrandsList({ domain: data.optionalString("domain") });
    const brand = firstMatch(found, "No matching brands found");
    return {
      ...brandReading(brand),
      id: brand.brandUuid,
      default: brand._default,
      client_certificates: brand.clientCertificates,
    };
  },
};

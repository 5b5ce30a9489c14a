import type { Brand } from "@goauthentik/api/dist/models/Brand";

/** The attributes of a brand that its resource and its data source read alike. */
export const brandReading = (brand: Brand) => ({
  domain: brand.domain,
  branding_title: brand.brandingTitle,
  branding_logo: brand.brandingLogo,
  branding_favicon: brand.brandingFavicon,
  branding_default_flow_background: brand.brandingDefaultFlowBackground,
  branding_custom_css: brand.brandingCustomCss,
  flow_authentication: brand.flowAuthentication,
  flow_invalidation: brand.flowInvalidation,
  flow_recovery: brand.flowRecovery,
  flow_unenrollment: brand.flowUnenrollment,
  flow_user_settings: brand.flowUserSettings,
  flow_device_code: brand.flowDeviceCode,
  flow_lockdown: brand.flowLockdown,
  web_certificate: brand.webCertificate,
  default_application: brand.defaultApplication,
});

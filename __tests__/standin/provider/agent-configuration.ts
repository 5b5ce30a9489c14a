const SCOPES = ["openid", "email", "profile", "offline_access"];

/** The brand's attributes that stay as others set them. */
const OTHERS_BRANDING = [
  "attributes",
  "branding_custom_css",
  "branding_default_flow_background",
  "branding_favicon",
  "branding_logo",
  "branding_title",
  "client_certificates",
  "default_application",
  "flow_authentication",
  "flow_invalidation",
  "flow_lockdown",
  "flow_recovery",
  "flow_unenrollment",
  "flow_user_settings",
  "web_certificate",
];

/** What the real provider was recorded with: the agent's set-up, the default brand adopted. */
export const agentConfiguration = {
  import: [{ to: "authentik_brand.default", id: "${data.authentik_brand.default.id}" }],
  data: {
    authentik_brand: { default: { domain: "authentik-default" } },
    authentik_group: { admins: { name: "authentik Admins", include_users: false } },
    authentik_certificate_key_pair: {
      signing: { name: "authentik Self-signed Certificate", fetch_key: false, fetch_certificate: false },
    },
    authentik_flow: {
      authorization: { slug: "default-provider-authorization-implicit-consent" },
      invalidation: { slug: "default-provider-invalidation-flow" },
    },
    authentik_property_mapping_provider_scope: {
      cli: { managed_list: SCOPES.map((scope) => `goauthentik.io/providers/oauth2/scope-${scope}`) },
    },
  },
  resource: {
    authentik_flow: {
      device_code: {
        name: "default-device-code-flow",
        title: "Device code flow",
        slug: "default-device-code-flow",
        designation: "stage_configuration",
        authentication: "require_authenticated",
      },
    },
    authentik_brand: {
      default: {
        domain: "authentik-default",
        default: true,
        flow_device_code: "${authentik_flow.device_code.uuid}",
        lifecycle: { ignore_changes: OTHERS_BRANDING },
      },
    },
    authentik_provider_oauth2: {
      cli: {
        name: "authentik-cli",
        client_id: "authentik-cli",
        client_type: "public",
        authorization_flow: "${data.authentik_flow.authorization.id}",
        invalidation_flow: "${data.authentik_flow.invalidation.id}",
        signing_key: "${data.authentik_certificate_key_pair.signing.id}",
        property_mappings: "${data.authentik_property_mapping_provider_scope.cli.ids}",
        grant_types: ["urn:ietf:params:oauth:grant-type:device_code", "refresh_token"],
      },
    },
    authentik_application: {
      cli: {
        name: "authentik-cli",
        slug: "authentik-cli",
        protocol_provider: "${authentik_provider_oauth2.cli.id}",
      },
    },
    authentik_policy_binding: {
      admins: {
        target: "${authentik_application.cli.uuid}",
        group: "${data.authentik_group.admins.id}",
        order: 0,
      },
    },
    authentik_endpoints_connector_agent: {
      agent: { name: "authentik Agent", jwt_federation_providers: ["${authentik_provider_oauth2.cli.id}"] },
    },
  },
};

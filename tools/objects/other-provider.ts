import type { ObjectType } from "./object-type";

/** Providers of the types that the agent does not use: an application takes any. */
export const otherProvider = {
  kind: "other provider",
  type: "authentik_provider_proxy",
  alsoTypes: [
    "authentik_provider_google_workspace",
    "authentik_provider_ldap",
    "authentik_provider_microsoft_entra",
    "authentik_provider_rac",
    "authentik_provider_radius",
    "authentik_provider_saml",
    "authentik_provider_scim",
    "authentik_provider_ssf",
    "authentik_provider_ws_federation",
  ],
  numbers: "providers",
  labels: ["name"],
  attributes: { id: { isHandle: true } },
} satisfies ObjectType;

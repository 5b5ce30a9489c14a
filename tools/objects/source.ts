import type { ObjectType } from "./object-type";

/** Sources of every type, from which people and tokens come. */
export const source = {
  kind: "source",
  type: "authentik_source_oauth",
  alsoTypes: [
    "authentik_source_kerberos",
    "authentik_source_ldap",
    "authentik_source_plex",
    "authentik_source_saml",
    "authentik_source_scim",
    "authentik_source_telegram",
  ],
  labels: ["name", "slug"],
  attributes: { id: { isHandle: true }, uuid: { isHandle: true } },
} satisfies ObjectType;

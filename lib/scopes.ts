/** What the `managed` values of authentik's own scope mappings begin with; the mapping's short name follows. */
export const MANAGED_SCOPE_PREFIX = "goauthentik.io/providers/oauth2/scope-";

/** Short names of authentik's own scope mappings, which are also their scopes. */
export const MANAGED_SCOPES = ["openid", "email", "profile", "offline_access", "entitlements"];

/** Scope that the agent's CLI asks for, and its mapping's short name: the one that differs. */
export const API_SCOPE = "goauthentik.io/api";
export const API_SCOPE_MAPPING = "authentik_api";

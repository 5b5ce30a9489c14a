/** What the `managed` values of authentik's own scope mappings begin with; the mapping's short name follows. */
export const MANAGED_SCOPE_PREFIX = "goauthentik.io/providers/oauth2/scope-";
/** Scope that the agent's CLI asks for, and the last part of its mapping's `managed` value: the one short name that differs. */
export const API_SCOPE = "goauthentik.io/api";
export const API_SCOPE_MAPPING = "authentik_api";

/** The scopes of authentik's own mappings, but for the API's. */
export const MANAGED_SCOPES = ["openid", "email", "profile", "offline_access", "entitlements"];

/** Whole `managed` value of a scope mapping that may be given by the scope's name. */
export function managedScope(scope: string): string {
  if (scope === API_SCOPE) return MANAGED_SCOPE_PREFIX + API_SCOPE_MAPPING;
  return scope.includes("/") ? scope : MANAGED_SCOPE_PREFIX + scope;
}

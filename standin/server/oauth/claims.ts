import { groupsOf } from "../core/authentication";
import { asList, type JsonObject, type Row } from "../core/json";
import type { Store } from "../core/store";

type Mapping = (user: Row, store: Store) => JsonObject;

/** What authentik's own scope mappings tell of a user; those of others are not run and tell nothing. */
const DEFAULT_MAPPINGS: Record<string, Mapping> = {
  email: (user) => ({ email: user.email, email_verified: false }),
  profile: (user, store) => ({
    name: user.name,
    given_name: user.name,
    preferred_username: user.username,
    nickname: user.username,
    groups: groupsOf(user, store).map(({ name }) => name),
  }),
  entitlements: () => ({ entitlements: [], roles: [] }),
};

/** The scope mappings of the provider, in the order the server has them. */
export const mappingsOf = (provider: Row, store: Store): Row[] =>
  store.filter("scopemapping", ({ pk }) => asList(provider.property_mappings).includes(pk));

/** The claims of the scopes the provider has a mapping for. */
export function claimsFor(provider: Row, user: Row, scopes: readonly string[], store: Store): JsonObject {
  const claims: JsonObject = {};
  const mappings = mappingsOf(provider, store).sort((left, right) =>
    String(left.scope_name) < String(right.scope_name) ? -1 : 1,
  );
  for (const { scope_name } of mappings)
    if (scopes.includes(String(scope_name)))
      Object.assign(claims, DEFAULT_MAPPINGS[String(scope_name)]?.(user, store));
  return claims;
}

/** Who the token is about, as the provider's subject mode says. */
export function subjectOf(provider: Row, user: Row): string {
  switch (provider.sub_mode) {
    case "user_id":
      return String(user.pk);
    case "user_uuid":
      return String(user.uuid);
    case "user_email":
      return String(user.email);
    case "user_username":
      return String(user.username);
    case "user_upn":
      return String((user.attributes as JsonObject).upn ?? user.uid);
    default:
      return String(user.uid);
  }
}

import { claimsOf } from "../core/expressions";
import { asList, type JsonObject, type Row } from "../core/json";
import type { Store } from "../core/store";

/** The scope mappings of the provider, in the order the server has them. */
export const mappingsOf = (provider: Row, store: Store): Row[] =>
  store.filter("scopemapping", ({ pk }) => asList(provider.property_mappings).includes(pk));

/** The claims of the scopes the provider has a mapping for. */
export function claimsFor(provider: Row, user: Row, scopes: readonly string[], store: Store): JsonObject {
  const claims: JsonObject = {};
  const mappings = mappingsOf(provider, store).sort((left, right) =>
    String(left.scope_name) < String(right.scope_name) ? -1 : 1,
  );
  for (const { scope_name, expression } of mappings)
    if (scopes.includes(String(scope_name))) Object.assign(claims, claimsOf(String(expression), user, store));
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

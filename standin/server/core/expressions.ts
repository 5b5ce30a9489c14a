import { groupsOf } from "./authentication";
import type { JsonObject, Row } from "./json";
import type { Store } from "./store";

interface ScopeExpression {
  readonly text: string;
  /** What it tells of a user. */
  claims(user: Row, store: Store): JsonObject;
}

const NOTHING: ScopeExpression = { text: "return {}", claims: () => ({}) };

/** The expressions of the scope mappings that come with the stand-in, by scope; they are its own, not authentik's. */
export const SCOPE_EXPRESSIONS = {
  openid: NOTHING,
  email: {
    text: 'return {"email": request.user.email, "email_verified": False}',
    claims: (user) => ({ email: user.email, email_verified: false }),
  },
  profile: {
    text: 'u = request.user\nreturn {"name": u.name, "given_name": u.name, "preferred_username": u.username, "nickname": u.username, "groups": [g.name for g in u.groups.all()]}',
    claims: (user, store) => ({
      name: user.name,
      given_name: user.name,
      preferred_username: user.username,
      nickname: user.username,
      groups: groupsOf(user, store).map(({ name }) => name),
    }),
  },
  entitlements: {
    text: 'return {"entitlements": [], "roles": []}',
    claims: () => ({ entitlements: [], roles: [] }),
  },
  offline_access: NOTHING,
  "goauthentik.io/api": NOTHING,
  ak_proxy: { text: 'return {"ak_proxy": {}}', claims: () => ({ ak_proxy: {} }) },
} satisfies Record<string, ScopeExpression>;

/** What a scope mapping's expression tells of a user; one that is not the stand-in's own is not run and tells nothing. */
export const claimsOf = (expression: string, user: Row, store: Store): JsonObject =>
  Object.values<ScopeExpression>(SCOPE_EXPRESSIONS)
    .find(({ text }) => text === expression)
    ?.claims(user, store) ?? {};

const OUTCOMES: Record<string, boolean> = { "return True": true, "return False": false };

/** Whether a policy with that expression passes; undefined for those that it takes Python to know of. */
export const outcomeOf = (expression: string): boolean | undefined => OUTCOMES[expression.trim()];

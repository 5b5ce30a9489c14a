import { groupsOf } from "./authentication";
import type { JsonObject, Row } from "./json";
import type { Store } from "./store";

interface ScopeExpression {
  readonly text: string;
  /** What it tells of a user. */
  claims(user: Row, store: Store): JsonObject;
}

/** The stand-in's own: their first line says so, and authentik's texts are not copied. */
const own = (body: string, claims: ScopeExpression["claims"] = () => ({})): ScopeExpression => ({
  text: `# of the authentik stand-in\n${body}`,
  claims,
});

/** The expressions of the scope mappings that come with the stand-in, by scope. */
export const SCOPE_EXPRESSIONS = {
  openid: own("return {}"),
  email: own('return {"email": request.user.email, "email_verified": False}', (user) => ({
    email: user.email,
    email_verified: false,
  })),
  profile: own(
    [
      "u = request.user",
      "groups = [group.name for group in u.groups.all()]",
      'names = {"given_name": u.name, "preferred_username": u.username, "nickname": u.username}',
      'return {"name": u.name, **names, "groups": groups}',
    ].join("\n"),
    (user, store) => ({
      name: user.name,
      given_name: user.name,
      preferred_username: user.username,
      nickname: user.username,
      groups: groupsOf(user, store).map(({ name }) => name),
    }),
  ),
  entitlements: own('return {"entitlements": [], "roles": []}', () => ({ entitlements: [], roles: [] })),
  offline_access: own("return {}"),
  "goauthentik.io/api": own("return {}"),
  ak_proxy: own('return {"ak_proxy": {}}', () => ({ ak_proxy: {} })),
};

/** What a scope mapping's expression tells of a user; one that is not the stand-in's own is not run and tells nothing. */
export const claimsOf = (expression: string, user: Row, store: Store): JsonObject =>
  Object.values(SCOPE_EXPRESSIONS)
    .find(({ text }) => text === expression)
    ?.claims(user, store) ?? {};

const OUTCOMES: Record<string, boolean> = { "return True": true, "return False": false };

/** Whether a policy with that expression passes; undefined for those that it takes Python to know of. */
export const outcomeOf = (expression: string): boolean | undefined => OUTCOMES[expression.trim()];

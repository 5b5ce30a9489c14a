import { createHash, randomBytes, randomUUID } from "node:crypto";
import { letsIn } from "../core/access";
import { isExpired } from "../core/authentication";
import { durationSeconds } from "../core/duration";
import type { Request } from "../core/http";
import { asList, type JsonObject, type Row } from "../core/json";
import { type Api, serveAction } from "../core/routes";
import type { Store } from "../core/store";
import { isSince } from "../releases";
import { DEVICE_CODE, TOKEN_EXCHANGE } from "../resources/providers";
import { claimsFor, subjectOf } from "./claims";
import { allowsGrant, applicationOf, clientOf, formOf, grantedScopes, originOf } from "./client";
import { type OAuthErrorCode, oauthError } from "./errors";
import { signWith } from "./signing";

const OFFLINE = "offline_access";
const KNOWN_GRANTS = ["authorization_code", "refresh_token", "client_credentials", "password", DEVICE_CODE];
const ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";
const JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/** Who issues the provider's tokens: the application it serves, or the whole server. */
export function issuerOf(provider: Row, origin: string, store: Store): string | null {
  if (provider.issuer_mode === "global") return `${origin}/`;
  const application = applicationOf(provider, store);
  return application ? `${origin}/application/o/${application.slug}/` : null;
}

const generatedKey = (): string => randomBytes(20).toString("hex");

/** The left half of the token's hash, by which an ID token vouches for it. */
const hashOf = (token: string): string =>
  createHash("sha256").update(token).digest().subarray(0, 16).toString("base64url");

interface Grant {
  provider: Row;
  user: Row;
  scopes: string[];
  authTime: number;
  /** Whether a new refresh token belongs to it. */
  isRenewable: boolean;
}

/** Serves `/application/o/token/` for devices, for refreshing, and for clients that trust another one's tokens. */
export function serveTokens({ app, store, now }: Api, version: string): void {
  serveAction(app, "POST", "/application/o/token/", async (request, reply) => {
    const client = clientOf(request);
    const provider = store.find("provider", (row) => row.client_id === client.id);
    if (!provider) throw oauthError("invalid_client");
    const { grant_type: grantType = "", ...form } = formOf(request);
    if (!allowsGrant(provider, grantType)) throw oauthError("invalid_grant");
    if (provider.client_type === "confidential" && provider.client_secret !== client.secret)
      throw oauthError("invalid_client");
    reply.header("cache-control", "no-store").header("pragma", "no-cache");
    if (grantType === DEVICE_CODE) return issue(redeemDeviceCode(provider, form.device_code), request);
    if (grantType === "refresh_token") return issue(redeemRefreshToken(provider, form), request);
    if (grantType === "client_credentials") return issue(redeemAssertion(provider, form), request);
    if (grantType === TOKEN_EXCHANGE && isSince(version, "2026.8.0")) {
      const { id_token, ...answer } = await issue(redeemSubjectToken(provider, form), request);
      return { ...answer, issued_token_type: ACCESS_TOKEN };
    }
    throw oauthError(KNOWN_GRANTS.includes(grantType) ? "invalid_grant" : "unsupported_grant_type");
  });

  const seconds = (): number => Math.floor(now().getTime() / 1000);

  function redeemDeviceCode(provider: Row, deviceCode: string | undefined): Grant {
    const code = store.find(
      "devicecode",
      (row) => row.device_code === deviceCode && row.provider === provider.pk,
    );
    if (!code || isExpired(code, now())) throw oauthError("invalid_grant");
    const user = store.get("user", code.user);
    if (!user) throw oauthError("authorization_pending");
    store.remove("devicecode", code);
    const scopes = asList(code.scope) as string[];
    return { provider, user, scopes, authTime: seconds(), isRenewable: scopes.includes(OFFLINE) };
  }

  function redeemAssertion(provider: Row, form: Record<string, string>): Grant {
    const { client_assertion_type: type, client_assertion: assertion, scope = "" } = form;
    if (type !== JWT_BEARER) throw oauthError("invalid_grant");
    return redeemForeign(provider, assertion, scope);
  }

  /** As RFC 8693 has it, without its delegation and its targets: that is not recorded. */
  function redeemSubjectToken(provider: Row, form: Record<string, string>): Grant {
    const { subject_token: token, subject_token_type: type, scope = "" } = form;
    const { requested_token_type: wanted = ACCESS_TOKEN, actor_token, actor_token_type } = form;
    if (form.resource !== undefined) throw oauthError("invalid_target");
    if (form.audience !== undefined && form.audience !== provider.client_id)
      throw oauthError("invalid_target");
    const isDelegated = actor_token !== undefined || actor_token_type !== undefined;
    if (type !== ACCESS_TOKEN || wanted !== ACCESS_TOKEN || isDelegated) throw oauthError("invalid_request");
    // It knows no other answer to a token that is refused, for whatever reason.
    return redeemForeign(provider, token, scope, "invalid_request");
  }

  /** A token that a provider has issued which this one federates with. */
  function redeemForeign(
    provider: Row,
    given: string | undefined,
    scope: string,
    refusal: OAuthErrorCode = "invalid_grant",
  ): Grant {
    const token = store.find("accesstoken", (row) => row.token === given && !isExpired(row, now()));
    const isTrusted = asList(provider.jwt_federation_providers).includes(token?.provider);
    const user = store.get("user", token?.user);
    const application = applicationOf(provider, store);
    if (!isTrusted || !user || !application) throw oauthError(refusal);
    if (!letsIn(application, user, store, true)) throw oauthError(refusal);
    const scopes = grantedScopes(scope, provider, store);
    return { provider, user, scopes, authTime: seconds(), isRenewable: false };
  }

  function redeemRefreshToken(provider: Row, { refresh_token, scope = "" }: Record<string, string>): Grant {
    const token = store.find(
      "refreshtoken",
      (row) => row.token === refresh_token && row.provider === provider.pk,
    );
    const user = store.get("user", token?.user);
    if (!token || !user || token.revoked || isExpired(token, now())) throw oauthError("invalid_grant");
    const held = asList(token.scope) as string[];
    const asked = grantedScopes(scope, provider, store);
    const wanted = asked.length > 0 ? asked : held;
    if (wanted.some((name) => !held.includes(name)) || !wanted.includes(OFFLINE))
      throw oauthError("invalid_scope");
    const threshold = durationSeconds(String(provider.refresh_token_threshold)) ?? 0;
    const left = (Date.parse(String(token.expires)) - now().getTime()) / 1000;
    const isRenewable = threshold === 0 || left < threshold;
    if (isRenewable) store.update("refreshtoken", token, { revoked: true });
    return { provider, user, scopes: held, authTime: token.authTime as number, isRenewable };
  }

  async function issue(
    { provider, user, scopes, authTime, isRenewable }: Grant,
    request: Request,
  ): Promise<JsonObject> {
    const validity = Math.floor(durationSeconds(String(provider.access_token_validity)) ?? 0);
    const issuedAt = seconds();
    const base: JsonObject = {
      iss: issuerOf(provider, originOf(request), store),
      sub: subjectOf(provider, user),
      aud: provider.client_id,
      exp: issuedAt + validity,
      iat: issuedAt,
      auth_time: authTime,
      acr: "goauthentik.io/providers/oauth2/default",
      jti: generatedKey(),
      ...(provider.include_claims_in_id_token ? claimsFor(provider, user, scopes, store) : {}),
    };
    const own = { azp: provider.client_id, uid: generatedKey(), scope: scopes.join(" ") };
    const accessToken = await signWith(provider, { ...base, ...own }, store);
    const answer: JsonObject = {
      access_token: accessToken,
      token_type: "Bearer",
      scope: scopes.join(" "),
      expires_in: validity,
      id_token: await signWith(provider, base, store),
    };
    const shared = { user: user.pk, provider: provider.pk, scope: scopes };
    const expiry = (after: number) => new Date(now().getTime() + after * 1000).toISOString();
    store.insert("accesstoken", {
      pk: randomUUID(),
      ...shared,
      claims: base,
      token: accessToken,
      expires: expiry(validity),
    });
    if (isRenewable) {
      const lasting = durationSeconds(String(provider.refresh_token_validity)) ?? 0;
      answer.refresh_token = randomBytes(64).toString("hex");
      store.insert("refreshtoken", {
        pk: randomUUID(),
        ...shared,
        token: answer.refresh_token,
        revoked: false,
        authTime,
        claims: { ...base, exp: issuedAt + Math.floor(lasting), at_hash: hashOf(accessToken) },
        expires: expiry(lasting),
      });
    }
    return answer;
  }
}

import { createHash, randomBytes, randomUUID } from "node:crypto";
import type { FastifyRequest } from "fastify";
import { isExpired } from "../core/authentication";
import { durationSeconds } from "../core/duration";
import { asList, type JsonObject, type Row } from "../core/json";
import { type Api, serveAction } from "../core/routes";
import type { Store } from "../core/store";
import { DEVICE_CODE } from "../resources/providers";
import { claimsFor, subjectOf } from "./claims";
import { allowsGrant, formOf, grantedScopes, originOf } from "./device-authorization";
import { oauthError } from "./errors";
import { signWith } from "./signing";

const OFFLINE = "offline_access";
const KNOWN_GRANTS = ["authorization_code", "refresh_token", "client_credentials", "password", DEVICE_CODE];

/** Who issues the provider's tokens: the application it serves, or the whole server. */
export function issuerOf(provider: Row, origin: string, store: Store): string | null {
  if (provider.issuer_mode === "global") return `${origin}/`;
  const application = store.find("application", (row) => row.provider === provider.pk);
  return application ? `${origin}/application/o/${application.slug}/` : null;
}

/** The left half of the token's hash, by which an ID token vouches for it. */
const hashOf = (token: string): string =>
  createHash("sha256").update(token).digest().subarray(0, 16).toString("base64url");

/** The client a request says it comes from. */
export function clientOf(request: FastifyRequest): { id?: string; secret?: string } {
  const [scheme, encoded] = (request.headers.authorization ?? "").split(" ");
  if (scheme?.toLowerCase() === "basic" && encoded) {
    const [id, ...secret] = Buffer.from(encoded, "base64").toString().split(":");
    return { id, secret: secret.join(":") };
  }
  const { client_id: id, client_secret: secret } = formOf(request);
  return { id, secret };
}

interface Grant {
  provider: Row;
  user: Row;
  scopes: string[];
  authTime: number;
}

/** Serves `/application/o/token/` for devices and for refreshing. */
export function serveTokens({ app, store, now }: Api): void {
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
    return { provider, user, scopes: asList(code.scope) as string[], authTime: seconds() };
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
    store.update("refreshtoken", token, { revoked: true });
    return { provider, user, scopes: held, authTime: token.authTime as number };
  }

  async function issue(
    { provider, user, scopes, authTime }: Grant,
    request: FastifyRequest,
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
      ...(provider.include_claims_in_id_token ? claimsFor(provider, user, scopes, store) : {}),
    };
    const unique = { azp: provider.client_id, uid: randomBytes(20).toString("hex") };
    const accessToken = await signWith(provider, { ...base, ...unique }, store);
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
    if (scopes.includes(OFFLINE)) {
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

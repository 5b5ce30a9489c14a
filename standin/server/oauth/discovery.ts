import { isExpired } from "../core/authentication";
import { ApiError, notFound } from "../core/errors";
import type { Request } from "../core/http";
import { asList, type JsonObject, type Row } from "../core/json";
import type { Resource } from "../core/resource";
import { type Api, keyOf, readerOf, serveAction } from "../core/routes";
import { DEVICE_CODE } from "../resources/providers";
import { claimsFor, mappingsOf, subjectOf } from "./claims";
import { originOf } from "./client";
import { keySet, signingAlgorithm } from "./signing";
import { issuerOf } from "./token";

const NO_USER: Row = { pk: 0, groups: [] };
const ALWAYS_CLAIMED = ["sub", "iss", "aud", "exp", "iat", "auth_time", "acr", "amr", "nonce"];
const RESPONSE_TYPES = [
  "code",
  "id_token",
  "id_token token",
  "code token",
  "code id_token",
  "code id_token token",
];
const GRANTS = [
  "authorization_code",
  "refresh_token",
  "implicit",
  "client_credentials",
  "password",
  DEVICE_CODE,
];

const BEARER_ERRORS = {
  invalid_token: "The access token provided is expired, revoked, malformed, or invalid for other reasons",
  insufficient_scope: "The request requires higher privileges than provided by the access token",
};

/** Serves what tells a client where an application's endpoints and keys are, and who a token is about. */
export function serveDiscovery(api: Api): void {
  const { app, store, now } = api;
  const providers = api.resources.find(({ path }) => path === "providers/oauth2") as Resource;

  function providerOf(request: Request): { slug: string; provider: Row } {
    const { slug } = request.params as { slug: string };
    const application = store.find("application", (row) => row.slug === slug);
    const provider = store.get("provider", application?.provider);
    if (!provider)
      throw new ApiError(404, "<!DOCTYPE html><title>Not Found - authentik</title><h1>Not Found</h1>");
    return { slug, provider };
  }

  function describe(provider: Row, slug: string, origin: string): JsonObject {
    const scopes = mappingsOf(provider, store).map(({ scope_name }) => String(scope_name));
    const base = `${origin}/application/o`;
    return {
      issuer: issuerOf(provider, origin, store),
      authorization_endpoint: `${base}/authorize/`,
      token_endpoint: `${base}/token/`,
      userinfo_endpoint: `${base}/userinfo/`,
      end_session_endpoint: `${base}/${slug}/end-session/`,
      introspection_endpoint: `${base}/introspect/`,
      revocation_endpoint: `${base}/revoke/`,
      device_authorization_endpoint: `${base}/device/`,
      backchannel_logout_supported: true,
      backchannel_logout_session_supported: true,
      frontchannel_logout_supported: true,
      frontchannel_logout_session_supported: true,
      response_types_supported: RESPONSE_TYPES,
      response_modes_supported: ["query", "fragment", "form_post"],
      jwks_uri: `${base}/${slug}/jwks/`,
      grant_types_supported: GRANTS,
      id_token_signing_alg_values_supported: [signingAlgorithm(provider, store)],
      subject_types_supported: ["public"],
      token_endpoint_auth_methods_supported: ["client_secret_post", "client_secret_basic"],
      acr_values_supported: ["goauthentik.io/providers/oauth2/default"],
      scopes_supported: scopes.includes("openid") ? scopes : [...scopes, "openid"],
      request_parameter_supported: false,
      claims_supported: [...ALWAYS_CLAIMED, ...Object.keys(claimsFor(provider, NO_USER, scopes, store))],
      claims_parameter_supported: false,
      code_challenge_methods_supported: ["plain", "S256"],
    };
  }

  app.get("/application/o/:slug/.well-known/openid-configuration", (request) => {
    const { slug, provider } = providerOf(request);
    return describe(provider, slug, originOf(request));
  });
  app.get("/application/o/authorize/", (_request, reply) => reply.callNotFound());
  app.get("/application/o/:slug/", (request, reply) =>
    reply.redirect(`/application/o/${providerOf(request).slug}/.well-known/openid-configuration`),
  );
  serveAction(app, "GET", "/api/v3/providers/oauth2/:key/setup_urls/", (request) => {
    readerOf(api, request, providers);
    const provider = store.get("provider", Number(keyOf(request)));
    if (!provider) throw notFound("OAuth2Provider");
    const application = store.find("application", (row) => row.provider === provider.pk);
    const base = `${originOf(request)}/application/o`;
    const own = (path: string) => (application ? `${base}/${application.slug}/${path}` : null);
    return {
      issuer: issuerOf(provider, originOf(request), store),
      authorize: `${base}/authorize/`,
      token: `${base}/token/`,
      user_info: `${base}/userinfo/`,
      provider_info: own(".well-known/openid-configuration"),
      logout: own("end-session/"),
      ...(application ? { jwks: own("jwks/") } : {}),
    };
  });
  app.get("/application/o/:slug/jwks/", (request) => keySet(providerOf(request).provider, store));
  app.route({
    method: ["GET", "POST"],
    url: "/application/o/userinfo/",
    handler: (request, reply) => {
      const key = (request.headers.authorization ?? "").replace(/^bearer\s+/i, "");
      const token = store.find("accesstoken", (row) => row.token === key && !isExpired(row, now()));
      const provider = store.get("provider", token?.provider);
      const user = store.get("user", token?.user);
      const refuse = (status: number, error: keyof typeof BEARER_ERRORS) =>
        reply
          .code(status)
          .header("www-authenticate", `error="${error}", error_description="${BEARER_ERRORS[error]}"`)
          .send();
      if (!token || !provider || !user) return refuse(401, "invalid_token");
      const scopes = asList(token.scope) as string[];
      if (!scopes.includes("openid")) return refuse(403, "insufficient_scope");
      return reply.send({ sub: subjectOf(provider, user), ...claimsFor(provider, user, scopes, store) });
    },
  });
}

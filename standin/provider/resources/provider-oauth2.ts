import { ClientTypeEnum } from "@goauthentik/api/dist/models/ClientTypeEnum";
import { GrantTypeEnum } from "@goauthentik/api/dist/models/GrantTypeEnum";
import { IssuerModeEnum } from "@goauthentik/api/dist/models/IssuerModeEnum";
import type { MatchingModeEnum } from "@goauthentik/api/dist/models/MatchingModeEnum";
import { OAuth2ProviderLogoutMethodEnum } from "@goauthentik/api/dist/models/OAuth2ProviderLogoutMethodEnum";
import type { OAuth2ProviderRequest } from "@goauthentik/api/dist/models/OAuth2ProviderRequest";
import type { RedirectURI } from "@goauthentik/api/dist/models/RedirectURI";
import type { RedirectURITypeEnum } from "@goauthentik/api/dist/models/RedirectURITypeEnum";
import { SubModeEnum } from "@goauthentik/api/dist/models/SubModeEnum";
import { optional, optionalComputed, required, withId } from "../schema/attribute";
import { ProviderError } from "../schema/diagnostic";
import { oneOf, relativeDuration } from "../schema/validators";
import { keepOrder } from "../sdk/keep-order";
import type { Resource } from "../sdk/resource";
import type { ResourceData } from "../sdk/resource-data";

const request = (data: ResourceData): OAuth2ProviderRequest => ({
  name: data.string("name"),
  authorizationFlow: data.string("authorization_flow"),
  authenticationFlow: data.optionalString("authentication_flow") ?? null,
  invalidationFlow: data.string("invalidation_flow"),
  accessCodeValidity: data.string("access_code_validity"),
  accessTokenValidity: data.string("access_token_validity"),
  refreshTokenValidity: data.string("refresh_token_validity"),
  refreshTokenThreshold: data.optionalString("refresh_token_threshold"),
  includeClaimsInIdToken: data.bool("include_claims_in_id_token"),
  clientId: data.string("client_id"),
  clientSecret: data.optionalString("client_secret"),
  issuerMode: data.string("issuer_mode") as IssuerModeEnum,
  subMode: data.string("sub_mode") as SubModeEnum,
  clientType: data.string("client_type") as ClientTypeEnum,
  propertyMappings: data.strings("property_mappings"),
  jwtFederationSources: data.strings("jwt_federation_sources"),
  jwtFederationProviders: data.ints("jwt_federation_providers"),
  logoutMethod: data.optionalString("logout_method") as OAuth2ProviderLogoutMethodEnum | undefined,
  logoutUri: data.optionalString("logout_uri"),
  signingKey: data.optionalString("signing_key") ?? null,
  encryptionKey: data.optionalString("encryption_key") ?? null,
  redirectUris: data.maps("allowed_redirect_uris").map((uri) => ({
    matchingMode: uri.matching_mode as MatchingModeEnum,
    url: uri.url ?? "",
    redirectUriType: (uri.redirect_uri_type || undefined) as RedirectURITypeEnum | undefined,
  })),
  // authentik refuses an empty list and chooses by itself when there is none.
  grantTypes: nonEmpty(data.strings("grant_types") as GrantTypeEnum[]),
});

const nonEmpty = <T>(list: T[]): T[] | undefined => (list.length > 0 ? list : undefined);

const redirectUri = ({ matchingMode, url, redirectUriType }: RedirectURI) => ({
  matching_mode: matchingMode,
  url,
  ...(redirectUriType && { redirect_uri_type: redirectUriType }),
});

function numericId(id: string): number {
  const refuse = (reason: string) =>
    new ProviderError(`strconv.ParseInt: parsing ${JSON.stringify(id)}: ${reason}`);
  if (!/^[+-]?\d+$/.test(id)) throw refuse("invalid syntax");
  const number = Number(id);
  if (number !== (number | 0)) {
    throw refuse("value out of range");
  }
  return number;
}

const { UrnIetfParamsOauthGrantTypeTokenExchange: _exchange, ...FIRST_GRANTS } = GrantTypeEnum;

/** As later versions have it: there is one more grant. */
export const laterProviderOauth2 = (): Resource => ({
  ...providerOauth2,
  attributes: {
    ...providerOauth2.attributes,
    grant_types: optionalComputed(["list", "string"], { validate: oneOf(GrantTypeEnum) }),
  },
});

export const providerOauth2: Resource = {
  attributes: withId({
    name: required("string"),
    authentication_flow: optional("string"),
    authorization_flow: required("string"),
    invalidation_flow: required("string"),
    property_mappings: optional(["list", "string"]),
    client_type: optional("string", { default: "confidential", validate: oneOf(ClientTypeEnum) }),
    grant_types: optionalComputed(["list", "string"], { validate: oneOf(FIRST_GRANTS) }),
    client_id: required("string"),
    client_secret: optionalComputed("string", { sensitive: true }),
    access_code_validity: optional("string", { default: "minutes=1", validate: relativeDuration }),
    access_token_validity: optional("string", { default: "minutes=10", validate: relativeDuration }),
    refresh_token_validity: optional("string", { default: "days=30", validate: relativeDuration }),
    refresh_token_threshold: optional("string", { default: "seconds=0", validate: relativeDuration }),
    include_claims_in_id_token: optional("bool", { default: true }),
    signing_key: optional("string"),
    encryption_key: optional("string"),
    allowed_redirect_uris: optional(["list", ["map", "string"]]),
    logout_method: optional("string", {
      default: "backchannel",
      validate: oneOf(OAuth2ProviderLogoutMethodEnum),
    }),
    logout_uri: optional("string"),
    sub_mode: optional("string", { default: "hashed_user_id", validate: oneOf(SubModeEnum) }),
    issuer_mode: optional("string", { default: "per_provider", validate: oneOf(IssuerModeEnum) }),
    jwks_sources: optional(["list", "string"]),
    jwt_federation_sources: optional(["list", "string"]),
    jwt_federation_providers: optional(["list", "number"]),
  }),
  async create({ providers }, data) {
    const { pk } = await providers.providersOauth2Create({ oAuth2ProviderRequest: request(data) });
    return String(pk);
  },
  async read({ providers }, data) {
    const provider = await providers.providersOauth2Retrieve({ id: numericId(data.id) });
    const server = {
      mappings: provider.propertyMappings ?? [],
      uris: provider.redirectUris.map(redirectUri),
      federatedProviders: provider.jwtFederationProviders ?? [],
      federatedSources: provider.jwtFederationSources ?? [],
    };
    return {
      name: provider.name,
      authentication_flow: provider.authenticationFlow,
      authorization_flow: provider.authorizationFlow,
      invalidation_flow: provider.invalidationFlow,
      client_id: provider.clientId,
      client_secret: provider.clientSecret,
      client_type: provider.clientType,
      grant_types: provider.grantTypes,
      include_claims_in_id_token: provider.includeClaimsInIdToken,
      issuer_mode: provider.issuerMode,
      logout_method: provider.logoutMethod,
      logout_uri: provider.logoutUri,
      property_mappings: keepOrder(data.strings("property_mappings"), server.mappings),
      allowed_redirect_uris: keepOrder<object>(data.maps("allowed_redirect_uris"), server.uris),
      signing_key: provider.signingKey,
      encryption_key: provider.encryptionKey,
      sub_mode: provider.subMode,
      access_code_validity: provider.accessCodeValidity,
      access_token_validity: provider.accessTokenValidity,
      refresh_token_validity: provider.refreshTokenValidity,
      refresh_token_threshold: provider.refreshTokenThreshold,
      jwt_federation_providers: keepOrder(data.ints("jwt_federation_providers"), server.federatedProviders),
      jwt_federation_sources: keepOrder(data.strings("jwt_federation_sources"), server.federatedSources),
    };
  },
  async update({ providers }, data) {
    const { pk } = await providers.providersOauth2Update({
      id: numericId(data.id),
      oAuth2ProviderRequest: request(data),
    });
    return String(pk);
  },
  async delete({ providers }, data) {
    await providers.providersOauth2Destroy({ id: numericId(data.id) });
  },
};

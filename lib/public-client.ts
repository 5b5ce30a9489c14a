import { ProviderOauth2 } from "@cdktf/provider-authentik/lib/provider-oauth2";
import { Token } from "cdktf";
import type { Construct } from "constructs";
import { certificateByName, flowBySlug } from "./lookup";
import { failingApplyOn, keptText, understood } from "./provider-traps";
import { type RedirectUri, redirectUris } from "./redirect-uris";
import type { GrantType, IssuerMode, LogoutMethod, SubjectMode } from "./rules/choices";
import { type Scopes, scopeMappings } from "./scope-mappings";
import { isKnown } from "./stack-release";

/** What a public client is made of, as its construct's props say it, with their defaults. */
interface PublicClient extends Scopes {
  readonly name: string;
  readonly clientId: string;
  readonly authorizationFlow: string;
  readonly authenticationFlow?: string;
  readonly invalidationFlow: string;
  readonly signingKey: string;
  readonly grantTypes: readonly GrantType[] | false;
  readonly redirectUris: readonly RedirectUri[];
  readonly accessCodeValidity: string;
  readonly accessTokenValidity: string;
  readonly refreshTokenValidity: string;
  readonly refreshTokenThreshold: string;
  readonly includeClaimsInIdToken: boolean;
  readonly issuerMode: IssuerMode;
  readonly subjectMode: SubjectMode;
  readonly logoutMethod: LogoutMethod;
  /** Numbers of the providers whose tokens it takes. @default - none */
  readonly federatedProviderIds?: readonly number[];
}

/** By what others refer to a client. */
interface ReferredTo {
  readonly clientId: string;
  readonly providerId: number;
}

/** The OAuth2 provider of a public client, in which every attribute that matters is written out. */
export function publicClient(scope: Construct, client: PublicClient): ReferredTo {
  const grantTypes = isKnown(scope, ProviderOauth2.tfResourceType, "grant_types") && client.grantTypes;
  const provider = new ProviderOauth2(scope, "provider", {
    name: client.name,
    clientType: "public",
    clientId: client.clientId,
    authorizationFlow: flowBySlug(scope, client.authorizationFlow),
    authenticationFlow: client.authenticationFlow && flowBySlug(scope, client.authenticationFlow),
    invalidationFlow: flowBySlug(scope, client.invalidationFlow),
    signingKey: certificateByName(scope, client.signingKey),
    propertyMappings: scopeMappings(scope, client),
    grantTypes: grantTypes === false ? undefined : [...grantTypes],
    jwtFederationProviders: client.federatedProviderIds && [...new Set(client.federatedProviderIds)],
    allowedRedirectUris: redirectUris(scope, client.redirectUris),
    accessCodeValidity: client.accessCodeValidity,
    accessTokenValidity: client.accessTokenValidity,
    refreshTokenValidity: client.refreshTokenValidity,
    refreshTokenThreshold: client.refreshTokenThreshold,
    includeClaimsInIdToken: client.includeClaimsInIdToken,
    issuerMode: client.issuerMode,
    subMode: client.subjectMode,
    logoutMethod: client.logoutMethod,
    lifecycle: failingApplyOn([
      ...keptText("logout_uri", undefined),
      ...(grantTypes === false ? [] : [understood("grant_types", grantTypes)]),
    ]),
  });
  return { clientId: provider.clientId, providerId: Token.asNumber(provider.id) };
}

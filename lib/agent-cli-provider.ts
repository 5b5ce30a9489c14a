import type { Construct } from "constructs";
import type { AccessBinding } from "./access";
import type { GrantType, IssuerMode, LogoutMethod, PolicyEngineMode, SubjectMode } from "./choices";

/** An OAuth2 provider whose tokens a connector accepts: ours, or one that exists. */
export interface IOAuth2Provider {
  /** Number of the provider, the form in which connectors and applications refer to it. */
  readonly providerId: number;
}

export interface AgentCliProviderProps {
  /** Name of the provider, unique in authentik. @default "authentik-cli" */
  readonly name?: string;
  /** What the agent's CLI sends as its client id. @default "authentik-cli", the agent's own default */
  readonly clientId?: string;
  /** Slug of the flow in which people allow the CLI. @default "default-provider-authorization-implicit-consent" */
  readonly authorizationFlow?: string;
  /** Slug of the flow in which people log in first. @default - the brand's authentication flow */
  readonly authenticationFlow?: string;
  /** Slug of the flow that ends the session. @default "default-provider-invalidation-flow" */
  readonly invalidationFlow?: string;
  /** Name of the certificate that signs the tokens. @default "authentik Self-signed Certificate" */
  readonly signingKey?: string;
  /**
   * Scopes from authentik's managed mappings: a short name such as `openid`, or the mapping's whole `managed` value.
   *
   * @default ["openid", "email", "profile", "offline_access"]
   */
  readonly scopes?: readonly string[];
  /** Lets the CLI call authentik's API in the user's name (scope `goauthentik.io/api`). @default false */
  readonly apiAccess?: boolean;
  /** Names of further scope mappings, made by yourselves. @default - none */
  readonly customScopeMappings?: readonly string[];
  /**
   * Grants the client may use; `false` leaves them to servers that do not know the field (before 2026.5).
   *
   * @default ["urn:ietf:params:oauth:grant-type:device_code", "refresh_token"]
   */
  readonly grantTypes?: readonly GrantType[] | false;
  /** @default "minutes=1" */
  readonly accessCodeValidity?: string;
  /** @default "minutes=10" */
  readonly accessTokenValidity?: string;
  /** How long a login lasts without a new one. @default "days=30" */
  readonly refreshTokenValidity?: string;
  /** How long before its end a refresh token is renewed. @default "seconds=0" */
  readonly refreshTokenThreshold?: string;
  /** @default true */
  readonly includeClaimsInIdToken?: boolean;
  /** @default "per_provider" */
  readonly issuerMode?: IssuerMode;
  /** What identifies a user in the tokens. @default "hashed_user_id" */
  readonly subjectMode?: SubjectMode;
  /** @default "backchannel" */
  readonly logoutMethod?: LogoutMethod;
  /** @default - the documentation's values */
  readonly application?: AgentCliApplicationProps;
  /** Who may use the CLI. @default - everyone who can log in to authentik */
  readonly access?: readonly AccessBinding[];
}

export interface AgentCliApplicationProps {
  /** @default "authentik-cli" */
  readonly name?: string;
  /** Part of the tokens' issuer, and the application's Terraform id. @default "authentik-cli", the agent's own default */
  readonly slug?: string;
  /** Heading under which the dashboard shows the application. @default - none */
  readonly group?: string;
  /** Whether all bindings must pass or any. @default "any" */
  readonly policyEngineMode?: PolicyEngineMode;
  /** Where the dashboard's tile leads. @default - none */
  readonly launchUrl?: string;
  /** URL of the tile's icon. @default - none */
  readonly icon?: string;
  /** @default - none */
  readonly description?: string;
  /** @default - none */
  readonly publisher?: string;
  /** @default false */
  readonly openInNewTab?: boolean;
  /** Hides the application from people's dashboards. @default false */
  readonly hide?: boolean;
}

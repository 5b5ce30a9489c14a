import { Application } from "@cdktf/provider-authentik/lib/application";
import { DataAuthentikPropertyMappingProviderScope } from "@cdktf/provider-authentik/lib/data-authentik-property-mapping-provider-scope";
import { ProviderOauth2 } from "@cdktf/provider-authentik/lib/provider-oauth2";
import { Annotations, Fn, Token } from "cdktf";
import { Construct } from "constructs";
import { Access, type AccessBinding } from "./access";
import {
  DEVICE_CODE_GRANT,
  type GrantType,
  type IssuerMode,
  type LogoutMethod,
  type PolicyEngineMode,
  type SubjectMode,
} from "./choices";
import { cliSchema } from "./configuration/schema";
import { certificateByName, flowBySlug, oauth2ProviderByName, scopeMappingByName } from "./lookup";
import { validateProps } from "./prop-validation";
import { failingApplyOn, keptText, understood } from "./provider-traps";
import { API_SCOPE, API_SCOPE_MAPPING, MANAGED_SCOPE_PREFIX } from "./scopes";

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
   * Scopes from authentik's managed mappings: the scope's name such as `openid`, or the mapping's whole `managed` value.
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

export const DEFAULT_SCOPES = ["openid", "email", "profile", "offline_access"] as const;
export const DEFAULT_GRANT_TYPES = [
  DEVICE_CODE_GRANT,
  "refresh_token",
] as const satisfies readonly GrantType[];

/**
 * The OAuth2 provider and the application with which the agent's command line logs people in.
 *
 * Every attribute in which a change outside matters is written out, so that it shows up in the plan.
 */
export class AgentCliProvider extends Construct implements IOAuth2Provider {
  /** An OAuth2 provider that exists already, looked up by its name. */
  static fromName(scope: Construct, name: string): IOAuth2Provider {
    validateProps(scope, { name }, cliSchema);
    return { providerId: oauth2ProviderByName(scope, name) };
  }

  readonly clientId: string;
  readonly providerId: number;
  readonly applicationSlug: string;

  constructor(scope: Construct, id: string, props: AgentCliProviderProps = {}) {
    super(scope, id);
    const { access = [], scopes = DEFAULT_SCOPES, ...others } = props;
    validateProps(this, scopes.length === 0 ? others : { ...others, scopes }, cliSchema);
    const grantTypes = props.grantTypes ?? DEFAULT_GRANT_TYPES;
    const provider = new ProviderOauth2(this, "provider", {
      name: props.name ?? "authentik-cli",
      clientType: "public",
      clientId: props.clientId ?? "authentik-cli",
      authorizationFlow: flowBySlug(
        this,
        props.authorizationFlow ?? "default-provider-authorization-implicit-consent",
      ),
      authenticationFlow: props.authenticationFlow && flowBySlug(this, props.authenticationFlow),
      invalidationFlow: flowBySlug(this, props.invalidationFlow ?? "default-provider-invalidation-flow"),
      signingKey: certificateByName(this, props.signingKey ?? "authentik Self-signed Certificate"),
      propertyMappings: this.scopeMappings(scopes, props),
      grantTypes: grantTypes === false ? undefined : [...grantTypes],
      allowedRedirectUris: [],
      accessCodeValidity: props.accessCodeValidity ?? "minutes=1",
      accessTokenValidity: props.accessTokenValidity ?? "minutes=10",
      refreshTokenValidity: props.refreshTokenValidity ?? "days=30",
      refreshTokenThreshold: props.refreshTokenThreshold ?? "seconds=0",
      includeClaimsInIdToken: props.includeClaimsInIdToken ?? true,
      issuerMode: props.issuerMode ?? "per_provider",
      subMode: props.subjectMode ?? "hashed_user_id",
      logoutMethod: props.logoutMethod ?? "backchannel",
      lifecycle: failingApplyOn([
        ...keptText("logout_uri", undefined),
        ...(grantTypes === false ? [] : [understood("grant_types", grantTypes, "set `grantTypes: false`")]),
      ]),
    });
    this.clientId = provider.clientId;
    this.providerId = Token.asNumber(provider.id);

    const settings = props.application ?? {};
    const texts = {
      group: settings.group,
      meta_launch_url: settings.launchUrl,
      meta_icon: settings.icon,
      meta_description: settings.description,
      meta_publisher: settings.publisher,
    };
    const application = new Application(this, "application", {
      name: settings.name ?? "authentik-cli",
      slug: settings.slug ?? "authentik-cli",
      protocolProvider: this.providerId,
      group: texts.group,
      metaLaunchUrl: texts.meta_launch_url,
      metaIcon: texts.meta_icon,
      metaDescription: texts.meta_description,
      metaPublisher: texts.meta_publisher,
      policyEngineMode: settings.policyEngineMode ?? "any",
      openInNewTab: settings.openInNewTab ?? false,
      metaHide: settings.hide ?? false,
      lifecycle: failingApplyOn([
        ...Object.entries(texts).flatMap(([attribute, text]) => keptText(attribute, text)),
        ...(settings.hide === true ? [understood("meta_hide", true, "leave `hide` out")] : []),
      ]),
    });
    this.applicationSlug = application.slug;

    new Access(this, "access", { target: application.uuid, bindings: access });
    if (access.length === 0) {
      Annotations.of(this).addInfo(
        "no access is configured: everyone who can log in to authentik may use the CLI; name groups, users or policies in `access` to limit it",
      );
    }
  }

  private scopeMappings(scopes: readonly string[], props: AgentCliProviderProps): string[] {
    const managed = [...new Set([...scopes, ...(props.apiAccess ? [API_SCOPE] : [])].map(managedScope))];
    const custom = (props.customScopeMappings ?? []).map((name) => scopeMappingByName(this, name));
    if (managed.length === 0) return custom;
    const mappings = new DataAuthentikPropertyMappingProviderScope(this, "scopes", {
      managedList: managed,
      lifecycle: {
        postcondition: [
          {
            condition: `\${length(self.ids) == ${managed.length}}`,
            errorMessage: `authentik has \${length(self.ids)} of these ${managed.length} scope mappings: ${managed.join(", ")}; create the missing one or leave it out of \`scopes\``,
          },
        ],
      },
    });
    return custom.length === 0 ? mappings.ids : Fn.distinct(Fn.concat([mappings.ids, custom]));
  }
}

/** Whole `managed` value of a scope mapping that may be given by the scope's name. */
export function managedScope(scope: string): string {
  if (scope === API_SCOPE) return MANAGED_SCOPE_PREFIX + API_SCOPE_MAPPING;
  return scope.includes("/") ? scope : MANAGED_SCOPE_PREFIX + scope;
}

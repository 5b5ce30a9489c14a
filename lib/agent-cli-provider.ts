import { Annotations } from "cdktf";
import { Construct } from "constructs";
import { Access, type AccessBinding } from "./access";
import { oauth2ProviderByName } from "./lookup";
import type { IPolicyTarget } from "./policy-target";
import { validateProps, warnOfProps } from "./prop-validation";
import { publicClient } from "./public-client";
import type { RedirectUri } from "./redirect-uris";
import { APPLICATION, agentCliProvider, CLI, existingProvider } from "./rules/agent-cli-provider";
import type { GrantType, IssuerMode, LogoutMethod, PolicyEngineMode, SubjectMode } from "./rules/choices";
import { completed } from "./rules/completed";
import { clientReleaseRules } from "./rules/release-rules";
import { API_SCOPE, managedScope } from "./rules/scopes";
import { shownApplication } from "./shown-application";
import { releaseOf } from "./stack-release";

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
  /** Lets the agent and its CLI call authentik's API in the user's name (scope `goauthentik.io/api`). @default true */
  readonly apiAccess?: boolean;
  /** Names of further scope mappings that you made yourself. @default - none */
  readonly customScopeMappings?: readonly string[];
  /**
   * Grants the client may use; `false` leaves them as they are. Releases before 2026.5 do not know them.
   *
   * @default ["urn:ietf:params:oauth:grant-type:device_code", "refresh_token"], none before 2026.5
   */
  readonly grantTypes?: readonly GrantType[] | false;
  /** Addresses that people may be sent back to with a code. @default - none, the agent's CLI needs none */
  readonly redirectUris?: readonly RedirectUri[];
  /**
   * How long the code of a device login can be approved; the agent's CLI gives up after 55 seconds all the same.
   *
   * @default "minutes=1"
   */
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

/**
 * The OAuth2 provider and the application with which the agent's command line logs people in.
 *
 * Every attribute in which a change outside matters is written out, so that it shows up in the plan.
 */
export class AgentCliProvider extends Construct implements IOAuth2Provider, IPolicyTarget {
  /** An OAuth2 provider that exists already, looked up by its name. */
  static fromName(scope: Construct, id: string, name: string): IOAuth2Provider {
    return new ExistingProvider(scope, id, name);
  }

  readonly clientId: string;
  readonly providerId: number;
  readonly applicationSlug: string;
  /** UUID of the application, the form in which bindings refer to it. */
  readonly policyTargetId: string;

  constructor(scope: Construct, id: string, props: AgentCliProviderProps = {}) {
    super(scope, id);
    const { access = [], ...settings } = props;
    validateProps(this, settings, {
      ...agentCliProvider,
      rules: [...agentCliProvider.rules, ...clientReleaseRules(releaseOf(this))],
    });
    warnOfProps(this, settings, agentCliProvider);
    const values = completed(settings, CLI);
    const provider = publicClient(this, values);
    this.clientId = provider.clientId;
    this.providerId = provider.providerId;

    const shown = completed(props.application ?? {}, APPLICATION);
    const application = shownApplication(this, shown, this.providerId);
    this.applicationSlug = application.slug;
    this.policyTargetId = application.uuid;

    new Access(this, "access", { target: this, bindings: access });
    if (!values.apiAccess && !values.scopes.map(managedScope).includes(managedScope(API_SCOPE))) {
      Annotations.of(this).addInfo(
        `no API access is configured: \`ak api\` and \`ak version\` are answered 403, and the agent shows itself as disconnected; remove \`apiAccess: false\` to let it use authentik's API`,
      );
    }
    if (access.length === 0) {
      Annotations.of(this).addInfo(
        "no access is configured: everyone who can log in to authentik may use the CLI; name groups, users or policies in `access` to limit it",
      );
    }
  }
}

class ExistingProvider extends Construct implements IOAuth2Provider {
  readonly providerId: number;

  constructor(scope: Construct, id: string, name: string) {
    super(scope, id);
    validateProps(this, { name }, existingProvider);
    this.providerId = oauth2ProviderByName(this, name);
  }
}

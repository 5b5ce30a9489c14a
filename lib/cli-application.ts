import { Annotations } from "cdktf";
import { Construct } from "constructs";
import { Access, type AccessBinding } from "./access";
import type { AgentCliApplicationProps, IOAuth2Provider } from "./agent-cli-provider";
import type { IPolicyTarget } from "./policy-target";
import { validateProps, warnOfProps } from "./prop-validation";
import { publicClient } from "./public-client";
import type { RedirectUri } from "./redirect-uris";
import { CLI } from "./rules/agent-cli-provider";
import {
  type GrantType,
  type IssuerMode,
  type LogoutMethod,
  type SubjectMode,
  TOKEN_EXCHANGE_GRANT,
} from "./rules/choices";
import {
  CLI_APPLICATION,
  CLI_APPLICATION_SHOWN,
  type CliApplicationPreset,
  cliApplication,
  cliApplicationOfNewerAgents,
  identityOf,
} from "./rules/cli-application";
import { completed } from "./rules/completed";
import { clientReleaseRules } from "./rules/release-rules";
import { shownApplication } from "./shown-application";
import { isKnownGrant, releaseOf } from "./stack-release";

export interface CliApplicationProps {
  /** Name of the provider, unique in authentik. */
  readonly name: string;
  /** The CLI's provider, first, and others whose tokens the application takes. */
  readonly federatedProviders: readonly IOAuth2Provider[];
  /** What it is for: gives the documentation's client id, and a stack outputs to paste. @default - none of them */
  readonly preset?: CliApplicationPreset;
  /**
   * What `ak auth … --client-id` names.
   *
   * @default - the documentation's: `kubernetes-cluster` or `authentik-aws-cli` by the preset, else the name
   */
  readonly clientId?: string;
  /**
   * Slug of the flow in which people allow it; the command line does not go through it.
   *
   * @default "default-provider-authorization-implicit-consent"
   */
  readonly authorizationFlow?: string;
  /** Slug of the flow in which people log in first. @default - the brand's authentication flow */
  readonly authenticationFlow?: string;
  /** Slug of the flow that ends the session. @default "default-provider-invalidation-flow" */
  readonly invalidationFlow?: string;
  /**
   * Name of the certificate that signs the tokens, by which others check them.
   *
   * @default - authentik's self-signed one; in a stack the CLI's
   */
  readonly signingKey?: string;
  /**
   * Scopes from authentik's managed mappings: the scope's name such as `openid`, or the mapping's whole `managed` value.
   *
   * @default ["openid", "email", "profile"]
   */
  readonly scopes?: readonly string[];
  /** Lets whoever has the token call authentik's API in the user's name (scope `goauthentik.io/api`). @default false */
  readonly apiAccess?: boolean;
  /** Names of further scope mappings that you made yourself. @default - none */
  readonly customScopeMappings?: readonly string[];
  /**
   * Grants the client may use; `false` leaves them as they are. Releases before 2026.5 do not know them.
   *
   * @default ["client_credentials", "urn:ietf:params:oauth:grant-type:token-exchange"], the second from release 2026.8 on
   */
  readonly grantTypes?: readonly GrantType[] | false;
  /** Addresses that people may be sent back to with a code. @default - none, the command line needs none */
  readonly redirectUris?: readonly RedirectUri[];
  /** @default "minutes=1" */
  readonly accessCodeValidity?: string;
  /** How long a token lasts; the command line gets a new one by itself. @default "minutes=10" */
  readonly accessTokenValidity?: string;
  /** @default "days=30" */
  readonly refreshTokenValidity?: string;
  /** @default "seconds=0" */
  readonly refreshTokenThreshold?: string;
  /** Puts what the scopes say about the user into the tokens. @default true */
  readonly includeClaimsInIdToken?: boolean;
  /** @default "per_provider" */
  readonly issuerMode?: IssuerMode;
  /** What identifies a user in the tokens. @default "hashed_user_id" */
  readonly subjectMode?: SubjectMode;
  /** @default "backchannel" */
  readonly logoutMethod?: LogoutMethod;
  /** How authentik shows the application. @default - by the name, with the client id as its slug */
  readonly application?: CliApplicationShownProps;
  /** Who may use it. @default - everyone who can log in to authentik */
  readonly access?: readonly AccessBinding[];
}

export interface CliApplicationShownProps extends Omit<AgentCliApplicationProps, "name" | "slug"> {
  /** @default - the name of the provider */
  readonly name?: string;
  /** Part of the tokens' issuer, and the application's Terraform id. @default - the client id */
  readonly slug?: string;
}

/**
 * An application that takes the CLI's tokens and gives tokens of its own for them, as `ak auth kubectl`, `aws`, `vault` and
 * `raw` need it: a public client that federates the CLI's provider.
 *
 * Every attribute in which a change outside matters is written out, so that it shows up in the plan.
 */
export class CliApplication extends Construct implements IOAuth2Provider, IPolicyTarget {
  readonly clientId: string;
  readonly providerId: number;
  /** Path below authentik's address that, with the address before it, issues the tokens. */
  readonly issuerPath: string;
  /** UUID of the application, the form in which bindings refer to it. */
  readonly policyTargetId: string;

  constructor(scope: Construct, id: string, props: CliApplicationProps) {
    super(scope, id);
    const { access = [], federatedProviders, ...settings } = props;
    validateProps(this, settings, {
      ...cliApplication,
      rules: [...cliApplication.rules, ...clientReleaseRules(releaseOf(this))],
    });
    warnOfProps(this, settings, cliApplication);
    if (isKnownGrant(this, TOKEN_EXCHANGE_GRANT)) warnOfProps(this, settings, cliApplicationOfNewerAgents);
    const values = completed(
      { ...settings, grantTypes: settings.grantTypes ?? this.grantsByDefault() },
      CLI_APPLICATION,
    );
    const { name } = values;
    const { clientId = name, slug = clientId } = identityOf(settings);
    const provider = publicClient(this, {
      ...values,
      clientId,
      signingKey: values.signingKey ?? CLI.signingKey.byDefault,
      federatedProviderIds: federatedProviders.map((each) => each.providerId),
    });
    this.clientId = clientId;
    this.providerId = provider.providerId;
    this.issuerPath = values.issuerMode === "global" ? "/" : `/application/o/${slug}/`;

    const shown = completed({ name, ...settings.application, slug }, CLI_APPLICATION_SHOWN);
    this.policyTargetId = shownApplication(this, shown, this.providerId).uuid;

    new Access(this, "access", { target: this, bindings: access });
    if (access.length === 0) {
      Annotations.of(this).addInfo(
        `no access to "${name}" is configured: everyone who can log in to authentik gets tokens for it; name groups, users or policies in \`access\` to limit it`,
      );
    }
  }

  private grantsByDefault(): GrantType[] {
    return CLI_APPLICATION.grantTypes.byDefault.filter((grant) => isKnownGrant(this, grant));
  }
}

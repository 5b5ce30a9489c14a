import { EndpointsConnectorAgent } from "@cdktf/provider-authentik/lib/endpoints-connector-agent";
import { Construct } from "constructs";
import type { IOAuth2Provider } from "./agent-cli-provider";
import { certificateByName, flowBySlug } from "./lookup";
import { validateProps } from "./prop-validation";
import { failingApplyOn, keptZeros } from "./provider-traps";
import { agentConnector, CONNECTOR } from "./rules/agent-connector";
import { completed } from "./rules/completed";

export interface AgentConnectorProps {
  /** @default "authentik Agent" */
  readonly name?: string;
  /** How often agents check in. They fetch their configuration only when they start and when they join. @default "minutes=30" */
  readonly refreshInterval?: string;
  /** Whether devices may enrol and check in. @default true */
  readonly enabled?: boolean;
  /** Providers whose tokens the connector accepts. */
  readonly federatedProviders: readonly IOAuth2Provider[];
  /** How long what a device reported about itself counts. @default "hours=24" */
  readonly snapshotExpiry?: string;
  /** How long a login on a device lasts. @default "hours=8" */
  readonly authSessionDuration?: string;
  /** Ends the device's session when the login has expired. @default true */
  readonly authTerminateSessionOnExpiry?: boolean;
  /**
   * Slug of the flow in which people log in on a device; `false` for none, so that nobody can log in there.
   *
   * @default "default-provider-authorization-implicit-consent"
   */
  readonly authorizationFlow?: string | false;
  /** Added to a user's number to make the device's uid. @default 2000 */
  readonly nssUidOffset?: number;
  /** Added to a group's number to make the device's gid. @default 4000 */
  readonly nssGidOffset?: number;
  /** Name of the certificate whose key signs challenges to browsers. @default - none; in a stack with endpoint stages, the CLI's signing key */
  readonly challengeKey?: string;
  /** How long a browser waits for the agent's answer to a challenge. @default "seconds=3" */
  readonly challengeIdleTimeout?: string;
  /** Makes the agent check in with each challenge. @default true */
  readonly challengeTriggerCheckIn?: boolean;
}

/** A connector that enrollment tokens and endpoint stages refer to; authentik's provider (2026.5.0) cannot look one up. */
export interface IAgentConnector {
  /** UUID, the form in which enrollment tokens and endpoint stages refer to the connector. */
  readonly connectorId: string;
  /** Whether the connector has a challenge key, without which endpoint stages check nothing. @default - not known */
  readonly signsChallenges?: boolean;
}

/**
 * The connector through which devices enrol, fetch their configuration and check logins.
 *
 * Values that the documentation does not name are the provider's own defaults (the server's differ), written out so
 * that a change outside shows up in the plan.
 */
export class AgentConnector extends Construct implements IAgentConnector {
  readonly connectorId: string;
  readonly signsChallenges: boolean;

  constructor(scope: Construct, id: string, props: AgentConnectorProps) {
    super(scope, id);
    const { federatedProviders, ...settings } = props;
    validateProps(this, settings, agentConnector);
    const values = completed(settings, CONNECTOR);
    const attributes = {
      name: values.name,
      refreshInterval: values.refreshInterval,
      enabled: values.enabled,
      jwtFederationProviders: [...new Set(federatedProviders.map((provider) => provider.providerId))],
      snapshotExpiry: values.snapshotExpiry,
      authSessionDuration: values.authSessionDuration,
      authTerminateSessionOnExpiry: values.authTerminateSessionOnExpiry,
      authorizationFlow:
        values.authorizationFlow === false ? undefined : flowBySlug(this, values.authorizationFlow),
      challengeKey: values.challengeKey && certificateByName(this, values.challengeKey),
      challengeIdleTimeout: values.challengeIdleTimeout,
      challengeTriggerCheckIn: values.challengeTriggerCheckIn,
      nssUidOffset: values.nssUidOffset,
      nssGidOffset: values.nssGidOffset,
    };
    this.signsChallenges = values.challengeKey !== undefined;
    const lifecycle = failingApplyOn(keptZeros(attributes));
    this.connectorId = new EndpointsConnectorAgent(this, "Resource", { ...attributes, lifecycle }).id;
  }
}

import { EndpointsConnectorAgent } from "@cdktf/provider-authentik/lib/endpoints-connector-agent";
import { Construct } from "constructs";
import type { IOAuth2Provider } from "./agent-cli-provider";
import { connectorSchema } from "./configuration/schema";
import { certificateByName, flowBySlug } from "./lookup";
import { validateProps } from "./prop-validation";
import { failingApplyOn, keptZero } from "./provider-traps";

export interface AgentConnectorProps {
  /** @default "authentik Agent" */
  readonly name?: string;
  /** How often agents fetch their configuration. @default "minutes=30" */
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
  /** Slug of the flow in which people log in on a device. @default - none */
  readonly authorizationFlow?: string;
  /** Added to a user's number to make the device's uid. @default 2000 */
  readonly nssUidOffset?: number;
  /** Added to a group's number to make the device's gid. @default 4000 */
  readonly nssGidOffset?: number;
  /** Name of the certificate whose key signs challenges to browsers. @default - none */
  readonly challengeKey?: string;
  /** How long a browser waits for the agent's answer to a challenge. @default "seconds=3" */
  readonly challengeIdleTimeout?: string;
  /** Makes the agent check in with each challenge. @default true */
  readonly challengeTriggerCheckIn?: boolean;
}

/**
 * The connector through which devices enrol, fetch their configuration and check logins.
 *
 * Values that the documentation does not name are the provider's own defaults (the server's differ), written out so
 * that a change outside shows up in the plan.
 */
export class AgentConnector extends Construct {
  /** UUID, the form in which enrollment tokens and endpoint stages refer to the connector. */
  readonly connectorId: string;

  constructor(scope: Construct, id: string, props: AgentConnectorProps) {
    super(scope, id);
    const { federatedProviders, ...settings } = props;
    validateProps(this, settings, connectorSchema);
    const droppable = {
      enabled: props.enabled ?? true,
      auth_terminate_session_on_expiry: props.authTerminateSessionOnExpiry ?? true,
      challenge_trigger_check_in: props.challengeTriggerCheckIn ?? true,
      nss_uid_offset: props.nssUidOffset ?? 2000,
      nss_gid_offset: props.nssGidOffset ?? 4000,
    };
    const connector = new EndpointsConnectorAgent(this, "Resource", {
      name: props.name ?? "authentik Agent",
      refreshInterval: props.refreshInterval ?? "minutes=30",
      enabled: droppable.enabled,
      jwtFederationProviders: [...new Set(federatedProviders.map((provider) => provider.providerId))],
      snapshotExpiry: props.snapshotExpiry ?? "hours=24",
      authSessionDuration: props.authSessionDuration ?? "hours=8",
      authTerminateSessionOnExpiry: droppable.auth_terminate_session_on_expiry,
      authorizationFlow: props.authorizationFlow && flowBySlug(this, props.authorizationFlow),
      nssUidOffset: droppable.nss_uid_offset,
      nssGidOffset: droppable.nss_gid_offset,
      challengeKey: props.challengeKey && certificateByName(this, props.challengeKey),
      challengeIdleTimeout: props.challengeIdleTimeout ?? "seconds=3",
      challengeTriggerCheckIn: droppable.challenge_trigger_check_in,
      lifecycle: failingApplyOn(
        Object.entries(droppable).flatMap(([attribute, value]) => keptZero(attribute, value)),
      ),
    });
    this.connectorId = connector.id;
  }
}

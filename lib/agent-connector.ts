import type { IOAuth2Provider } from "./agent-cli-provider";

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

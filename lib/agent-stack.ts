import type { AgentCliProviderProps } from "./agent-cli-provider";
import type { AgentConnectorProps } from "./agent-connector";
import type { EndpointStageMode } from "./choices";
import type { DeviceAccessGroupProps } from "./device-access-group";
import type { DeviceCodeFlowProps } from "./device-code-flow";
import type { StateBackend } from "./state-backend";

export interface AgentStackProps {
  /** The device code flow to create, or `existing`: the slug of one that is already deployed. @default - a new one */
  readonly deviceCodeFlow?: DeviceCodeFlowProps | { readonly existing: string };
  /** The brands that use the device code flow. @default - the default brand */
  readonly brands?: BrandsProps;
  /** The CLI's provider, its application and who may use it. @default - the documentation's values, open to everyone */
  readonly cli?: AgentCliProviderProps;
  /** @default - the documentation's values */
  readonly connector?: ConnectorProps;
  /** @default - none */
  readonly deviceAccessGroups?: readonly DeviceAccessGroupProps[];
  /** @default - none */
  readonly enrollmentTokens?: readonly EnrollmentTokenSettings[];
  /** @default - none */
  readonly endpointStages?: readonly EndpointStageSettings[];
  /** Where Terraform keeps the state. @default - cdktf's local file */
  readonly backend?: StateBackend;
  /** Versions of the authentik provider to accept. @default "~> 2026.5.0" */
  readonly providerVersion?: string;
}

export interface BrandsProps {
  /** Domain of the default brand. @default "authentik-default", that of a fresh installation */
  readonly default?: string;
  /** Domains of further existing brands that get the flow too. @default - none */
  readonly others?: readonly string[];
  /** Lets go of the brands without changing them, to be applied before a teardown. @default false */
  readonly release?: boolean;
}

export interface ConnectorProps extends Omit<AgentConnectorProps, "federatedProviders"> {
  /** Names of further OAuth2 providers whose tokens the connector accepts beside the CLI's. @default - none */
  readonly furtherFederatedProviders?: readonly string[];
}

export interface EnrollmentTokenSettings {
  readonly name: string;
  /** Name of one of the stack's device access groups, which enrolled devices join. @default - none */
  readonly deviceAccessGroup?: string;
  /** Whether the token ends: 30 minutes after it is made, or at `expires`. @default true */
  readonly expiring?: boolean;
  /** When the token ends, as RFC 3339. @default - 30 minutes after it is made */
  readonly expires?: string;
  /** Reads the key into state and a sensitive output. @default false */
  readonly retrieveKey?: boolean;
}

export interface EndpointStageSettings {
  readonly name: string;
  /** Whether a login needs a known device. @default "optional" */
  readonly mode?: EndpointStageMode;
}

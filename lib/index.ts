export { Access, type AccessBinding, type AccessProps, type PolicyReference } from "./access";
export {
  type AgentCliApplicationProps,
  AgentCliProvider,
  type AgentCliProviderProps,
  type IOAuth2Provider,
} from "./agent-cli-provider";
export { AgentConnector, type AgentConnectorProps, type IAgentConnector } from "./agent-connector";
export {
  AgentStack,
  type AgentStackProps,
  type BrandsProps,
  type CliApplicationSettings,
  type ConnectorProps,
  type DeviceAccessGroupSettings,
  type EndpointStageSettings,
  type EnrollmentTokenSettings,
} from "./agent-stack";
export { AuthentikServer, type AuthentikServerProps } from "./authentik-server";
export { CliApplication, type CliApplicationProps, type CliApplicationShownProps } from "./cli-application";
export { DefaultBrand, type DefaultBrandProps } from "./default-brand";
export {
  DeviceAccessGroup,
  type DeviceAccessGroupProps,
  type IDeviceAccessGroup,
} from "./device-access-group";
export { DeviceCodeFlow, type DeviceCodeFlowProps, type IDeviceCodeFlow } from "./device-code-flow";
export { EndpointStage, type EndpointStageBinding, type EndpointStageProps } from "./endpoint-stage";
export { EnrollmentToken, type EnrollmentTokenProps } from "./enrollment-token";
export type { FormerEnvironment } from "./former-place";
export { FurtherBrands, type FurtherBrandsProps } from "./further-brands";
export type { IPolicyTarget } from "./policy-target";
export type { RedirectUri } from "./redirect-uris";
export * from "./rules/choices";
export type { CliApplicationPreset } from "./rules/cli-application";
export type { Release } from "./rules/releases";
export type {
  AzurermState,
  CloudState,
  GcsState,
  HttpState,
  LocalState,
  PgState,
  RemoteState,
  S3State,
  StateBackend,
} from "./state-backend";

export { Access, type AccessBinding, type AccessProps, type PolicyReference } from "./access";
export {
  type AgentCliApplicationProps,
  AgentCliProvider,
  type AgentCliProviderProps,
  type IOAuth2Provider,
} from "./agent-cli-provider";
export { AgentConnector, type AgentConnectorProps } from "./agent-connector";
export {
  AgentStack,
  type AgentStackProps,
  type BrandsProps,
  type ConnectorProps,
  type EndpointStageSettings,
  type EnrollmentTokenSettings,
} from "./agent-stack";
export { AuthentikServer, type AuthentikServerProps } from "./authentik-server";
export * from "./choices";
export {
  type Configuration,
  type Environment,
  parseConfiguration,
} from "./configuration/parse-configuration";
export { ConfigurationError, type Problem } from "./configuration/problem";
export { DefaultBrand, type DefaultBrandProps } from "./default-brand";
export { DeviceAccessGroup, type DeviceAccessGroupProps } from "./device-access-group";
export { DeviceCodeFlow, type DeviceCodeFlowProps, type IDeviceCodeFlow } from "./device-code-flow";
export { EndpointStage, type EndpointStageProps } from "./endpoint-stage";
export { EnrollmentToken, type EnrollmentTokenProps } from "./enrollment-token";
export { FurtherBrands, type FurtherBrandsProps } from "./further-brands";
export type * from "./state-backend";

export type { AccessBinding, AccessProps, PolicyReference } from "./access";
export { Access } from "./access";
export type { AgentCliApplicationProps, AgentCliProviderProps, IOAuth2Provider } from "./agent-cli-provider";
export type { AgentConnectorProps } from "./agent-connector";
export type {
  AgentStackProps,
  BrandsProps,
  ConnectorProps,
  EndpointStageSettings,
  EnrollmentTokenSettings,
} from "./agent-stack";
export * from "./choices";
export type { DeviceAccessGroupProps } from "./device-access-group";
export type { DeviceCodeFlowProps, IDeviceCodeFlow } from "./device-code-flow";
export { DeviceCodeFlow } from "./device-code-flow";
export type * from "./state-backend";

import { StageEndpoints } from "@cdktf/provider-authentik/lib/stage-endpoints";
import { Construct } from "constructs";
import type { IAgentConnector } from "./agent-connector";
import { validateProps } from "./prop-validation";
import type { EndpointStageMode } from "./rules/choices";
import { completed } from "./rules/completed";
import { ENDPOINT_STAGE, endpointStage } from "./rules/endpoint-stage";

export interface EndpointStageProps {
  /** Unique among authentik's stages. */
  readonly name: string;
  /** The connector that knows the devices. */
  readonly connector: IAgentConnector;
  /** Whether a login needs a device that the connector knows. @default "optional" */
  readonly mode?: EndpointStageMode;
}

/** A stage that checks the device on which someone logs in, to be bound to an authentication flow. */
export class EndpointStage extends Construct {
  constructor(scope: Construct, id: string, props: EndpointStageProps) {
    super(scope, id);
    const { connector, ...settings } = props;
    validateProps(this, settings, endpointStage);
    const values = completed(settings, ENDPOINT_STAGE);
    new StageEndpoints(this, "Resource", {
      name: values.name,
      connector: connector.connectorId,
      mode: values.mode,
    });
  }
}

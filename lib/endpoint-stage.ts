import { StageEndpoints } from "@cdktf/provider-authentik/lib/stage-endpoints";
import { Construct } from "constructs";
import type { EndpointStageMode } from "./choices";
import { endpointStageSchema } from "./configuration/schema";
import { validateProps } from "./prop-validation";

export interface EndpointStageProps {
  /** Unique among authentik's stages. */
  readonly name: string;
  /** UUID of the connector that knows the devices. */
  readonly connectorId: string;
  /** Whether a login needs a device that the connector knows. @default "optional" */
  readonly mode?: EndpointStageMode;
}

/** A stage that checks the device on which someone logs in, to be bound to an authentication flow. */
export class EndpointStage extends Construct {
  constructor(scope: Construct, id: string, props: EndpointStageProps) {
    super(scope, id);
    const { connectorId, ...settings } = props;
    validateProps(this, settings, endpointStageSchema);
    new StageEndpoints(this, "Resource", {
      name: props.name,
      connector: connectorId,
      mode: props.mode ?? "optional",
    });
  }
}

import { FlowStageBinding } from "@cdktf/provider-authentik/lib/flow-stage-binding";
import { StageEndpoints } from "@cdktf/provider-authentik/lib/stage-endpoints";
import { Annotations } from "cdktf";
import { Construct } from "constructs";
import type { IAgentConnector } from "./agent-connector";
import { flowBySlug } from "./lookup";
import { validateProps } from "./prop-validation";
import type { EndpointStageMode } from "./rules/choices";
import { completed } from "./rules/completed";
import { ENDPOINT_STAGE, endpointStage, NEEDS_CHALLENGE_KEY } from "./rules/endpoint-stage";

export interface EndpointStageProps {
  /** Unique among authentik's stages. */
  readonly name: string;
  /** The connector that knows the devices. */
  readonly connector: IAgentConnector;
  /** Whether a login needs a device that the connector knows. @default "optional" */
  readonly mode?: EndpointStageMode;
  /** The flow that the stage is put into. @default - none, so that it checks nothing until somebody binds it */
  readonly bind?: EndpointStageBinding;
}

export interface EndpointStageBinding {
  /** Slug of an existing flow, such as `default-authentication-flow`. */
  readonly flow: string;
  /** Place among the flow's stages, which run from the lowest to the highest. */
  readonly order: number;
}

/** A stage that checks the device on which someone logs in, and its place in a flow. */
export class EndpointStage extends Construct {
  constructor(scope: Construct, id: string, props: EndpointStageProps) {
    super(scope, id);
    const { connector, ...settings } = props;
    validateProps(this, settings, endpointStage);
    this.node.addValidation({
      validate: () => (connector.signsChallenges === false ? [NEEDS_CHALLENGE_KEY] : []),
    });
    const values = completed(settings, ENDPOINT_STAGE);
    const stage = new StageEndpoints(this, "Resource", {
      name: values.name,
      connector: connector.connectorId,
      mode: values.mode,
    });
    if (values.bind === undefined) {
      Annotations.of(this).addInfo(
        `endpoint stage "${values.name}" is in no flow that is configured here: it checks nothing until it is; name one in \`bind\``,
      );
      return;
    }
    new FlowStageBinding(this, "binding", {
      target: flowBySlug(this, values.bind.flow),
      stage: stage.id,
      order: values.bind.order,
      // As authentik's own pages have it; Terraform's provider would turn both around.
      evaluateOnPlan: false,
      reEvaluatePolicies: true,
      policyEngineMode: "any",
      invalidResponseAction: "retry",
    });
  }
}

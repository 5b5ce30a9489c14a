import { Flow } from "@cdktf/provider-authentik/lib/flow";
import { Construct } from "constructs";
import { flowBySlug } from "./lookup";
import { validateProps } from "./prop-validation";
import { failingApplyOn, keptText } from "./provider-traps";
import type {
  DeniedAction,
  FlowAuthentication,
  FlowDesignation,
  FlowLayout,
  PolicyEngineMode,
} from "./rules/choices";
import { completed } from "./rules/completed";
import { DEVICE_CODE_FLOW, deviceCodeFlow, existingFlow } from "./rules/device-code-flow";

/** A flow that brands can use for device codes: ours, or one that is already deployed. */
export interface IDeviceCodeFlow {
  /** UUID, the form in which brands refer to flows. */
  readonly uuid: string;
}

export interface DeviceCodeFlowProps {
  /** @default "default-device-code-flow" */
  readonly name?: string;
  /** What people see above the flow. @default "Device code flow" */
  readonly title?: string;
  /** Also the flow's Terraform id. @default "default-device-code-flow" */
  readonly slug?: string;
  /** @default "stage_configuration" */
  readonly designation?: FlowDesignation;
  /** Who may enter the flow. @default "require_authenticated" */
  readonly authentication?: FlowAuthentication;
  /** @default "stacked" */
  readonly layout?: FlowLayout;
  /** URL of the background image, `""` for that of the brand. @default "/static/dist/assets/images/flow_background.jpg" */
  readonly background?: string;
  /** Whether all bindings of the flow must pass or any. @default "any" */
  readonly policyEngineMode?: PolicyEngineMode;
  /** What happens to people whom a binding denies. @default "message_continue" */
  readonly deniedAction?: DeniedAction;
  /** Helps password managers and mobile devices at the price of a simpler page. @default true */
  readonly compatibilityMode?: boolean;
}

/**
 * The flow in which people enter the code that their device shows, with the values of authentik's documentation.
 *
 * Every attribute is written out, so that a change of any of them outside shows up in the plan.
 */
export class DeviceCodeFlow extends Construct implements IDeviceCodeFlow {
  /** A flow that is already deployed: nothing is created or changed, brands point to it. */
  static fromSlug(scope: Construct, id: string, slug: string): IDeviceCodeFlow {
    return new ExistingFlow(scope, id, slug);
  }

  readonly uuid: string;

  constructor(scope: Construct, id: string, props: DeviceCodeFlowProps = {}) {
    super(scope, id);
    validateProps(this, props, deviceCodeFlow);
    const values = completed(props, DEVICE_CODE_FLOW);
    const flow = new Flow(this, "Resource", {
      name: values.name,
      title: values.title,
      slug: values.slug,
      designation: values.designation,
      authentication: values.authentication,
      layout: values.layout,
      background: values.background,
      policyEngineMode: values.policyEngineMode,
      deniedAction: values.deniedAction,
      compatibilityMode: values.compatibilityMode,
      lifecycle: failingApplyOn(values.background === "" ? keptText("background", "") : []),
    });
    this.uuid = flow.uuid;
  }
}

class ExistingFlow extends Construct implements IDeviceCodeFlow {
  readonly uuid: string;

  constructor(scope: Construct, id: string, slug: string) {
    super(scope, id);
    validateProps(this, { slug }, existingFlow);
    this.uuid = flowBySlug(this, slug);
  }
}

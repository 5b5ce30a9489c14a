import { EndpointsConnectorAgentEnrollmentToken } from "@cdktf/provider-authentik/lib/endpoints-connector-agent-enrollment-token";
import { Annotations } from "cdktf";
import { Construct } from "constructs";
import { enrollmentTokenSchema } from "./configuration/schema";
import { validateProps } from "./prop-validation";

export interface EnrollmentTokenProps {
  readonly name: string;
  /** UUID of the connector that the devices enrol with. */
  readonly connectorId: string;
  /** UUID of the device access group that they join. @default - none */
  readonly deviceAccessGroupId?: string;
  /** Whether the token ends: 30 minutes after it is made, or at `expires`. @default true */
  readonly expiring?: boolean;
  /** When the token ends, as RFC 3339 (`2027-01-31T12:00:00Z`). @default - 30 minutes after it is made */
  readonly expires?: string;
  /** Reads the key into Terraform's state and an output. @default false */
  readonly retrieveKey?: boolean;
}

/** A token with which devices enrol; authentik removes an expired one, so that the next plan makes it anew. */
export class EnrollmentToken extends Construct {
  /** The key that devices enrol with, sensitive, where `retrieveKey` asks for it. */
  readonly key: string | undefined;

  constructor(scope: Construct, id: string, props: EnrollmentTokenProps) {
    super(scope, id);
    const { connectorId, deviceAccessGroupId, ...settings } = props;
    validateProps(this, settings, enrollmentTokenSchema);
    const { retrieveKey = false, expiring = true } = settings;
    const token = new EndpointsConnectorAgentEnrollmentToken(this, "Resource", {
      name: props.name,
      connector: connectorId,
      deviceAccessGroup: deviceAccessGroupId,
      expiring,
      expires: props.expires,
      retrieveKey,
    });
    this.key = retrieveKey ? token.key : undefined;
    if (!expiring) {
      Annotations.of(this).addWarning(
        `enrollment token "${props.name}" never expires: whoever gets hold of it can enrol devices; set \`expires\` instead`,
      );
    }
  }
}

import { EndpointsConnectorAgentEnrollmentToken } from "@cdktf/provider-authentik/lib/endpoints-connector-agent-enrollment-token";
import { Annotations } from "cdktf";
import { Construct } from "constructs";
import type { IAgentConnector } from "./agent-connector";
import type { IDeviceAccessGroup } from "./device-access-group";
import { validateProps } from "./prop-validation";
import { completed } from "./rules/completed";
import { ENROLLMENT_TOKEN, enrollmentToken } from "./rules/enrollment-token";

export interface EnrollmentTokenProps {
  readonly name: string;
  /** The connector that the devices enrol with. */
  readonly connector: IAgentConnector;
  /** The device access group that they join. @default - none */
  readonly deviceAccessGroup?: IDeviceAccessGroup;
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
    const { connector, deviceAccessGroup, ...settings } = props;
    validateProps(this, settings, enrollmentToken);
    const values = completed(settings, ENROLLMENT_TOKEN);
    const token = new EndpointsConnectorAgentEnrollmentToken(this, "Resource", {
      name: values.name,
      connector: connector.connectorId,
      deviceAccessGroup: deviceAccessGroup?.groupId,
      expiring: values.expiring,
      expires: values.expires,
      retrieveKey: values.retrieveKey,
    });
    if (!deviceAccessGroup) {
      Annotations.of(this).addWarning(
        `enrollment token "${props.name}" puts devices into no device access group: they enrol, and nobody can log in to them unless bound to the device itself; name one in \`deviceAccessGroup\``,
      );
    }
    this.key = values.retrieveKey ? token.key : undefined;
    if (!values.expiring) {
      Annotations.of(this).addWarning(
        `enrollment token "${props.name}" never expires: whoever gets hold of it can enrol devices; set \`expires\` instead`,
      );
    }
  }
}

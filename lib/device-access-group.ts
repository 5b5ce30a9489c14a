import { EndpointsDeviceAccessGroup } from "@cdktf/provider-authentik/lib/endpoints-device-access-group";
import { Annotations } from "cdktf";
import { Construct } from "constructs";
import { Access, type AccessBinding } from "./access";
import type { IPolicyTarget } from "./policy-target";
import { validateProps } from "./prop-validation";
import { deviceAccessGroup } from "./rules/device-access-group";

export interface DeviceAccessGroupProps {
  /** Unique in authentik. */
  readonly name: string;
  /** Who may log in to the group's devices. @default - nobody */
  readonly access?: readonly AccessBinding[];
}

/** A group of devices that enrollment tokens refer to; authentik's provider (2026.5.0) cannot look one up. */
export interface IDeviceAccessGroup extends IPolicyTarget {
  /** UUID, the form in which enrollment tokens refer to the group. */
  readonly groupId: string;
}

/** A group of devices and who may log in to them. */
export class DeviceAccessGroup extends Construct implements IDeviceAccessGroup {
  readonly groupId: string;
  readonly policyTargetId: string;

  constructor(scope: Construct, id: string, props: DeviceAccessGroupProps) {
    super(scope, id);
    validateProps(this, { name: props.name }, deviceAccessGroup);
    const group = new EndpointsDeviceAccessGroup(this, "Resource", { name: props.name });
    this.groupId = group.id;
    this.policyTargetId = group.id;
    const access = props.access ?? [];
    new Access(this, "access", { target: this, bindings: access });
    if (access.every(({ enabled }) => enabled === false)) {
      const has = access.length === 0 ? "no access" : "no access that is enabled";
      Annotations.of(this).addWarning(
        `device access group "${props.name}" has ${has}: nobody may log in to its devices; name groups, users or policies in \`access\``,
      );
    }
  }
}

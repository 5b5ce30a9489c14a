import type { AccessBinding } from "./access";

export interface DeviceAccessGroupProps {
  /** Unique in authentik. */
  readonly name: string;
  /** Who may log in to the group's devices. @default - nobody */
  readonly access?: readonly AccessBinding[];
}

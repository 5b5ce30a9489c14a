import { credentials, isExpired } from "./authentication";
import { authenticationFailed, permissionDenied } from "./errors";
import type { Row } from "./json";
import type { Store } from "./store";

/** How an agent names its token. */
export const AGENT_SCHEME = "bearer+agent";

/** A device that authorizes itself, and the connector through which it came. */
export interface AuthorizedDevice {
  readonly device: Row;
  readonly connector: Row;
}

/**
 * The device whose token the header carries.
 *
 * @throws 403 when there is none, it is not valid, or its connector is disabled
 */
export function authorizedDevice(header: string | undefined, store: Store, now: Date): AuthorizedDevice {
  const key = credentials(header, AGENT_SCHEME);
  if (!key) throw authenticationFailed("Authentication credentials were not provided.");
  const token = store.find("devicetoken", (row) => row.key === key);
  const device = store.get("device", token?.device);
  const connector = store.get("connector", token?.connector);
  if (!device || !connector?.enabled || isExpired(device, now)) throw permissionDenied();
  return { device, connector };
}

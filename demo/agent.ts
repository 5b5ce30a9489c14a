import { reason, send } from "./http";

/* What the agent on a device says to authentik. */

const CONNECTORS = "/api/v3/endpoints/agents/connectors";

export interface EnrolledDevice {
  /** With which the agent on the device authorizes itself: `Bearer+agent <token>`. */
  readonly token: string;
  readonly expires_in: number;
}

export interface AgentConfiguration {
  readonly device_id: string;
  /** Seconds between two check-ins. */
  readonly refresh_interval: number;
  readonly nss_uid_offset: number;
  readonly nss_gid_offset: number;
  readonly license_status: string;
}

/** A login on a device. */
export interface DeviceLogin {
  readonly token: string;
  /** Seconds the session lasts. */
  readonly expires_in: number;
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const agent = (token: string) => ({ authorization: `Bearer+agent ${token}` });

/**
 * Makes a device known to authentik, as `ak-sysd domains join` does.
 *
 * @param key - The enrollment token's key.
 * @throws when the key is wrong or expired, the connector is disabled, or another device has the name
 */
export async function enrolDevice(
  url: string,
  key: string,
  serial: string,
  name: string,
): Promise<EnrolledDevice> {
  const json = { device_serial: serial, device_name: name };
  const answer = await send(`${url}${CONNECTORS}/enroll/`, { headers: bearer(key), json });
  if (answer.ok) return answer.json as unknown as EnrolledDevice;
  throw new Error(`authentik did not enrol device "${name}": ${reason(answer)}`);
}

/** Reads what the connector tells a device. @throws when the device's token is wrong or the connector disabled */
export async function readConfiguration(url: string, token: string): Promise<AgentConfiguration> {
  const answer = await send(`${url}${CONNECTORS}/agent_config/`, { method: "GET", headers: agent(token) });
  if (answer.ok) return answer.json as unknown as AgentConfiguration;
  throw new Error(`authentik told the device no configuration: ${reason(answer)}`);
}

/** Tells what the device is like. @throws when the device's token is wrong or the connector disabled */
export async function checkIn(url: string, token: string, facts: object): Promise<void> {
  const answer = await send(`${url}${CONNECTORS}/check_in/`, { headers: agent(token), json: facts });
  if (!answer.ok) throw new Error(`authentik did not take the device's check-in: ${reason(answer)}`);
}

/**
 * Logs in on a device with a token of the command line.
 *
 * @throws when no access group lets the user in, or the connector does not trust the token's provider
 */
export async function logInOn(url: string, device: string, accessToken: string): Promise<DeviceLogin> {
  const path = `${CONNECTORS}/auth_fed/?device=${encodeURIComponent(device)}`;
  const answer = await send(`${url}${path}`, { headers: bearer(accessToken) });
  if (answer.ok) return answer.json as unknown as DeviceLogin;
  throw new Error(`authentik refused the login on device "${device}": ${reason(answer)}`);
}

/** What the agent's CLI and an enrolling device say to authentik: OAuth's device grant (RFC 8628) and enrolment. */

import { Browser, type Page } from "./browser";

const APPROVED = "successfully authenticated your device";
const DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code";

export interface DeviceAuthorization {
  readonly device_code: string;
  readonly user_code: string;
  readonly verification_uri: string;
  readonly verification_uri_complete: string;
  /** Seconds until the codes are worthless. */
  readonly expires_in: number;
  /** Seconds to wait between two polls. */
  readonly interval: number;
}

export interface Tokens {
  readonly access_token: string;
  readonly id_token: string;
  /** Only with the scope `offline_access`. */
  readonly refresh_token?: string;
  readonly token_type: string;
  readonly scope: string;
  /** Seconds the access token lasts. */
  readonly expires_in: number;
}

export interface EnrolledDevice {
  /** With which the agent on the device authorizes itself: `Bearer+agent <token>`. */
  readonly token: string;
  readonly expires_in: number;
}

/**
 * Asks for the codes of a device login.
 *
 * @throws when authentik does not know the client, does not allow it the device grant, or was asked too often
 */
export async function authorizeDevice(
  url: string,
  clientId: string,
  scopes: readonly string[],
): Promise<DeviceAuthorization> {
  const answer = await postForm(`${url}/application/o/device/`, {
    client_id: clientId,
    scope: scopes.join(" "),
  });
  if (answer.ok) return answer.json as unknown as DeviceAuthorization;
  throw new Error(`authentik did not start a device login for client "${clientId}": ${reason(answer)}`);
}

/**
 * Opens the page that the device shows, logs in, and approves, as the user would in a browser.
 *
 * @throws when the brand has no device code flow, the code is wrong or expired, or the user may not use the application
 */
export async function approve(verificationUri: string, userCode: string, username: string): Promise<void> {
  const browser = new Browser();
  const entrance = await browser.open(`${verificationUri}?code=${userCode}`);
  const page = entrance.text.includes('name="username"')
    ? await browser.open(entrance.url, { username })
    : entrance;
  if (page.status === 200 && page.text.includes(APPROVED)) return;
  throw new Error(`"${username}" cannot approve the device login: ${said(page)}`);
}

/** What a page says, on one line. */
function said({ status, text }: Page): string {
  const [, sentence = ""] = /<p[^>]*>([^<]+)<\/p>/.exec(text) ?? [];
  return sentence === "" ? `HTTP ${status}` : sentence.trim();
}

/**
 * Waits for the approval and gives the tokens.
 *
 * @param intervalSeconds - `interval` of the device authorization. @default 5
 * @throws when the code is expired, used or unknown
 */
export async function pollForToken(
  url: string,
  clientId: string,
  deviceCode: string,
  intervalSeconds = 5,
): Promise<Tokens> {
  const answer = await postForm(`${url}/application/o/token/`, {
    grant_type: DEVICE_CODE,
    client_id: clientId,
    device_code: deviceCode,
  });
  if (answer.ok) return answer.json as unknown as Tokens;
  const { error } = answer.json;
  if (error !== "authorization_pending" && error !== "slow_down")
    throw new Error(`authentik gave client "${clientId}" no token: ${reason(answer)}`);
  const seconds = error === "slow_down" ? intervalSeconds + 5 : intervalSeconds;
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  return pollForToken(url, clientId, deviceCode, seconds);
}

/**
 * Trades a refresh token, which works once, for new tokens.
 *
 * @throws when the token is used, revoked or expired
 */
export async function refresh(url: string, clientId: string, refreshToken: string): Promise<Tokens> {
  const answer = await postForm(`${url}/application/o/token/`, {
    grant_type: "refresh_token",
    client_id: clientId,
    refresh_token: refreshToken,
  });
  if (answer.ok) return answer.json as unknown as Tokens;
  throw new Error(`authentik did not renew the tokens of client "${clientId}": ${reason(answer)}`);
}

/**
 * Makes a device known to authentik, as `ak enrol` does.
 *
 * @param key - The enrollment token's key.
 * @throws when the key is wrong or expired, or the connector is disabled
 */
export async function enrolDevice(
  url: string,
  key: string,
  serial: string,
  name: string,
): Promise<EnrolledDevice> {
  const answer = await post(
    `${url}/api/v3/endpoints/agents/connectors/enroll/`,
    JSON.stringify({ device_serial: serial, device_name: name }),
    { authorization: `Bearer ${key}`, "content-type": "application/json" },
  );
  if (answer.ok) return answer.json as unknown as EnrolledDevice;
  throw new Error(`authentik did not enrol device "${name}": ${reason(answer)}`);
}

interface Answer {
  readonly ok: boolean;
  readonly status: number;
  readonly json: Readonly<Record<string, unknown>>;
  readonly text: string;
}

const postForm = (url: string, fields: Record<string, string>) => post(url, new URLSearchParams(fields));

async function post(
  url: string,
  body: string | URLSearchParams,
  headers: Record<string, string> = {},
): Promise<Answer> {
  let response: Response;
  try {
    response = await fetch(url, { method: "POST", body, headers });
  } catch (error) {
    const { code, message } = ((error as Error).cause ?? error) as NodeJS.ErrnoException;
    throw new Error(`cannot reach ${url}: ${code ?? message}`);
  }
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.includes("json");
  return { ok: response.ok, status: response.status, json: isJson ? JSON.parse(text) : {}, text };
}

/** authentik's own words, on one line: OAuth's errors, the API's, or what its page says. */
function reason({ status, json, text }: Answer): string {
  const { error, error_description: description, detail } = json;
  if (error !== undefined) return `${error} (${description ?? `HTTP ${status}`})`;
  if (detail !== undefined) return `${detail} (HTTP ${status})`;
  const words = text.startsWith("<") ? "" : text.trim();
  return words === "" ? `HTTP ${status}` : `${words} (HTTP ${status})`;
}

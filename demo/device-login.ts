import { Browser, type Page } from "./browser";
import { reason, send } from "./http";

/* What the agent's CLI says to authentik: OAuth's device grant (RFC 8628), and tokens for other applications. */

const APPROVED = "successfully authenticated your device";
const DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code";
const JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

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
  const form = { client_id: clientId, scope: scopes.join(" ") };
  const answer = await send(`${url}/application/o/device/`, { form });
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
  const form = { grant_type: DEVICE_CODE, client_id: clientId, device_code: deviceCode };
  const answer = await send(`${url}/application/o/token/`, { form });
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
  const form = { grant_type: "refresh_token", client_id: clientId, refresh_token: refreshToken };
  const answer = await send(`${url}/application/o/token/`, { form });
  if (answer.ok) return answer.json as unknown as Tokens;
  throw new Error(`authentik did not renew the tokens of client "${clientId}": ${reason(answer)}`);
}

/**
 * Gets tokens for another application by showing the command line's, as `ak auth … --client-id` does.
 *
 * @throws when the client does not trust the command line's provider, or the user may not use its application
 */
export async function tokensFor(url: string, clientId: string, accessToken: string): Promise<Tokens> {
  const answer = await send(`${url}/application/o/token/`, {
    form: {
      grant_type: "client_credentials",
      client_id: clientId,
      client_assertion_type: JWT_BEARER,
      client_assertion: accessToken,
      scope: "openid email profile",
    },
  });
  if (answer.ok) return answer.json as unknown as Tokens;
  throw new Error(`authentik gave client "${clientId}" no token: ${reason(answer)}`);
}

import { createRemoteJWKSet, decodeJwt, jwtVerify } from "jose";
import { checkIn, enrolDevice, logInOn, readConfiguration } from "./agent";
import { approve, authorizeDevice, pollForToken, refresh, tokensFor } from "./device-login";
import type { Someone } from "./someone";

const CLIENT = "authentik-cli";
const CLUSTER = "kubernetes-cluster";
const LAPTOP = "demo-laptop";
const SCOPES = ["openid", "profile", "email", "offline_access", "goauthentik.io/api"];
const FACTS = { os: { family: "linux", name: "Debian GNU/Linux", version: "13", arch: "amd64" } };

/** What the agent on a laptop and its command line do in a day; each step says what came of it. */
export class AgentsDay {
  private accessToken = "";
  private deviceToken = "";

  constructor(
    private readonly url: string,
    private readonly someone: Someone,
  ) {}

  async setUp(): Promise<string[]> {
    const { url } = this;
    const device = await authorizeDevice(url, CLIENT, SCOPES);
    await approve(device.verification_uri, device.user_code, "akadmin");
    const first = await pollForToken(url, CLIENT, device.device_code, device.interval);
    if (!first.refresh_token) throw new Error("offline_access gave no refresh token");
    const tokens = await refresh(url, CLIENT, first.refresh_token);
    this.accessToken = tokens.access_token;
    const issuer = `${url}/application/o/${CLIENT}/`;
    const keys = createRemoteJWKSet(new URL("jwks/", issuer));
    const { payload } = await jwtVerify(tokens.id_token, keys, { issuer, audience: CLIENT });
    return [
      `${device.verification_uri} · code ${device.user_code} · approved by ${payload.preferred_username}`,
      `token of ${payload.iss}, its signature checked, with ${tokens.scope}`,
    ];
  }

  async enrol(): Promise<string[]> {
    const { token_uuid } = await this.someone.find("/endpoints/agents/enrollment_tokens/", {});
    const path = `/endpoints/agents/enrollment_tokens/${token_uuid}/view_key/`;
    const { key } = await this.someone.call("GET", path);
    this.deviceToken = (await enrolDevice(this.url, String(key), "SN-0001", LAPTOP)).token;
    return [];
  }

  async configure(): Promise<string[]> {
    const { refresh_interval, nss_uid_offset } = await readConfiguration(this.url, this.deviceToken);
    return [`a check-in every ${refresh_interval} seconds · user ids from ${nss_uid_offset}`];
  }

  async checkIn(): Promise<string[]> {
    await checkIn(this.url, this.deviceToken, FACTS);
    const device = await this.someone.find("/endpoints/devices/", { name: LAPTOP });
    const { os } = (device.facts as { data: { os: { name: string; version: string } } }).data;
    return [`authentik knows ${LAPTOP} as ${os.name} ${os.version}`];
  }

  async logIn(): Promise<string[]> {
    const { token, expires_in } = await logInOn(this.url, LAPTOP, this.accessToken);
    const { preferred_username } = decodeJwt(token);
    return [`${preferred_username} is in, for ${Math.ceil(expires_in / 3600)} hours`];
  }

  /** The cluster checks the token as an API server does that is started with the stack's flags. */
  async useCluster(): Promise<string[]> {
    const { access_token } = await tokensFor(this.url, CLUSTER, this.accessToken);
    const issuer = `${this.url}/application/o/${CLUSTER}/`;
    const keys = createRemoteJWKSet(new URL("jwks/", issuer));
    const { payload } = await jwtVerify(access_token, keys, { issuer, audience: CLUSTER });
    return [
      `the cluster knows oidc:${payload.preferred_username} of oidc:${[payload.groups].join(", oidc:")}`,
    ];
  }
}

import { createRemoteJWKSet, jwtVerify } from "jose";
import { enrolDevice, readConfiguration } from "../../demo/agent";
import { approve, authorizeDevice, pollForToken, refresh, type Tokens } from "../../demo/device-login";
import type { AgentStackProps } from "../../lib";
import { plannedChanges } from "../../tools/changes/changes";
import { parsePlanJson } from "../../tools/set-up/plan-json";
import { Api } from "./api";
import { Deployment } from "./deployment";
import { openStandIn } from "./target";

jest.setTimeout(60_000);

const CLIENT = "authentik-cli";
/** What the agent's CLI asks for. */
const SCOPES = ["openid", "profile", "email", "offline_access", "goauthentik.io/api"];

let target: Awaited<ReturnType<typeof openStandIn>>;
let api: Api;
let deployment: Deployment;

beforeEach(async () => {
  target = await openStandIn();
  api = new Api(target);
  deployment = new Deployment(target.environment);
});

afterEach(async () => {
  deployment.remove();
  await target.close();
});

async function deploy(props: AgentStackProps = {}): Promise<void> {
  deployment.configure(props);
  await apply();
}

async function apply(): Promise<void> {
  const { code, stderr } = await deployment.apply();
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
}

async function logIn(username = "akadmin", scopes = SCOPES): Promise<Tokens> {
  const code = await authorizeDevice(target.url, CLIENT, scopes);
  await approve(code.verification_uri, code.user_code, username);
  return pollForToken(target.url, CLIENT, code.device_code, code.interval);
}

/** Claims of a token that the application's published keys signed, for this client and by this issuer. */
async function verified(token: string) {
  const discovery = `${target.url}/application/o/${CLIENT}/.well-known/openid-configuration`;
  const { issuer, jwks_uri } = (await (await fetch(discovery)).json()) as Record<string, string>;
  const keys = createRemoteJWKSet(new URL(jwks_uri ?? ""));
  return (await jwtVerify(token, keys, { issuer, audience: CLIENT, algorithms: ["RS256"] })).payload;
}

const usernameOf = async (token: string) =>
  ((await new Api({ url: target.url, token }).get("/core/users/me/")) as { user: { username: string } }).user
    .username;

test("what is deployed lets the agent's CLI log in, call the API and renew its tokens", async () => {
  await deploy();

  const tokens = await logIn();
  const renewed = await refresh(target.url, CLIENT, tokens.refresh_token ?? "");

  expect(tokens).toMatchObject({ token_type: "Bearer", expires_in: 600, scope: SCOPES.join(" ") });
  for (const { id_token, access_token } of [tokens, renewed]) {
    expect(await verified(id_token)).toMatchObject({
      iss: `${target.url}/application/o/${CLIENT}/`,
      preferred_username: "akadmin",
      email: expect.any(String),
    });
    expect(await usernameOf(access_token)).toBe("akadmin");
  }
  await expect(refresh(target.url, CLIENT, tokens.refresh_token ?? "")).rejects.toThrow(
    'authentik did not renew the tokens of client "authentik-cli": invalid_grant',
  );
});

test("a scope that is not on the provider is left out of the token", async () => {
  await deploy({ cli: { apiAccess: false } });

  const tokens = await logIn();

  expect(tokens.scope).toBe("openid profile email offline_access");
  await expect(usernameOf(tokens.access_token)).rejects.toThrow("403");
});

test("a set-up from before the API scope was the default sees one change, which the plan explains", async () => {
  await deploy({ cli: { apiAccess: false } });
  deployment.configure({});

  await deployment.plan();

  const plan = parsePlanJson((await deployment.terraform("show", "-json", "planned")).stdout);
  const { changes } = plannedChanges(plan);
  expect(changes.map(({ address, attributes }) => [address, attributes.map(({ name }) => name)])).toEqual([
    ["authentik_provider_oauth2.cli_provider", ["property_mappings"]],
  ]);
  expect(changes[0]?.consequences.map(({ text }) => text)).toEqual([
    "`goauthentik.io/api` is among the scopes: `ak api`, `ak version` and the agent's own calls work, and whoever holds a CLI token can use authentik's API as that person; `apiAccess: false` leaves it out",
    "the CLI's tokens carry the claims of a further scope",
  ]);
});

test("the CLI waits for the approval", async () => {
  await deploy();
  const code = await authorizeDevice(target.url, CLIENT, SCOPES);

  const waiting = pollForToken(target.url, CLIENT, code.device_code, 0.05);
  const first = await Promise.race([waiting, approvedAfter(200)]);

  expect(first).toBe("approved");
  expect(await verified((await waiting).id_token)).toMatchObject({ preferred_username: "akadmin" });

  async function approvedAfter(milliseconds: number): Promise<string> {
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    await approve(code.verification_uri, code.user_code, "akadmin");
    return "approved";
  }
});

test("only those whom a binding lets in can approve", async () => {
  target.standIn.server.seed.group("staff");
  target.standIn.server.seed.user("insider", ["staff"]);
  target.standIn.server.seed.user("outsider");
  await deploy({ cli: { access: [{ group: "staff" }, { user: "akadmin" }] } });

  await expect(logIn("outsider")).rejects.toThrow(
    '"outsider" cannot approve the device login: Request has been denied.',
  );
  expect(await verified((await logIn("insider")).id_token)).toMatchObject({ preferred_username: "insider" });
  expect(await verified((await logIn("akadmin")).id_token)).toMatchObject({ preferred_username: "akadmin" });
});

const emptyBrand = async () => {
  const { brand_uuid } = await api.find("/core/brands/", { domain: "authentik-default" });
  await api.change(`/core/brands/${brand_uuid}/`, { flow_device_code: null });
};

const changeProvider = async (fields: Record<string, unknown>) => {
  const { pk } = await api.find("/providers/oauth2/", { name: CLIENT });
  await api.change(`/providers/oauth2/${pk}/`, fields);
};

const negateBinding = async () => {
  const { pk } = await api.find("/policies/bindings/", { target: await applicationUuid() });
  await api.change(`/policies/bindings/${pk}/`, { negate: true });
};

const applicationUuid = async () => (await api.get(`/core/applications/${CLIENT}/`)).pk as string;

const NOT_STARTED = 'authentik did not start a device login for client "authentik-cli": invalid_client';

test.each<[what: string, change: () => Promise<void>, message: string]>([
  [
    "the brand's device code flow emptied",
    emptyBrand,
    '"akadmin" cannot approve the device login: Brand has no device code flow configured',
  ],
  ["the device grant taken away", () => changeProvider({ grant_types: ["authorization_code"] }), NOT_STARTED],
  ["the client id changed", () => changeProvider({ client_id: "someones-client" }), NOT_STARTED],
  ["the application deleted", () => api.delete(`/core/applications/${CLIENT}/`), NOT_STARTED],
  [
    "the binding negated",
    negateBinding,
    '"akadmin" cannot approve the device login: Request has been denied.',
  ],
])("%s outside: people are kept out until the next apply", async (_, change, message) => {
  await deploy({ cli: { access: [{ group: "authentik Admins" }] } });
  await change();

  await expect(logIn()).rejects.toThrow(message);
  await apply();

  expect(await verified((await logIn()).id_token)).toMatchObject({ preferred_username: "akadmin" });
});

test("a device enrols with the token's key, unless the connector is disabled outside, until the next apply", async () => {
  await deploy({ enrollmentTokens: [{ name: "First laptops" }] });
  const key = await enrollmentKey();
  const { connector_uuid } = await api.find("/endpoints/agents/connectors/", {});

  const { token } = await enrolDevice(target.url, key, "SN-1", "laptop-1");
  const configuration = await readConfiguration(target.url, token);
  await api.change(`/endpoints/agents/connectors/${connector_uuid}/`, { enabled: false });

  expect(configuration).toMatchObject({ nss_uid_offset: 2000, refresh_interval: 1800 });
  const refusal =
    'authentik did not enrol device "laptop-2": You do not have permission to perform this action. (HTTP 403)';
  await expect(enrolDevice(target.url, key, "SN-2", "laptop-2")).rejects.toThrow(refusal);
  await apply();
  await expect(enrolDevice(target.url, "a-wrong-key", "SN-2", "laptop-2")).rejects.toThrow(refusal);
  await expect(enrolDevice(target.url, key, "SN-2", "laptop-2")).resolves.toMatchObject({
    token: expect.any(String),
  });
});

async function enrollmentKey(): Promise<string> {
  const { token_uuid } = await api.find("/endpoints/agents/enrollment_tokens/", { name: "First laptops" });
  return (await api.get(`/endpoints/agents/enrollment_tokens/${token_uuid}/view_key/`)).key as string;
}

test("a server that is not there is named", async () => {
  await expect(authorizeDevice("http://127.0.0.1:9", CLIENT, SCOPES)).rejects.toThrow(
    "cannot reach http://127.0.0.1:9/application/o/device/",
  );
});

import { Browser } from "../../../demo/browser";
import type { Recording } from "../../../standin/recordings";
import { RECORDED_VERSION } from "../../../standin/server";
import { type Client, DEVICE_GRANT, startClient } from "./client";

const CONNECTORS = "endpoints/agents/connectors";
const ADMINS = "authentik Admins";
const SCOPE = "openid profile email offline_access goauthentik.io/api";

/** What a check-in tells, where the recordings leave it out. */
const REPORT: Record<string, unknown> = {
  disks: [{ name: "/dev/vda1", mountpoint: "/" }],
  network: { hostname: "vm", interfaces: [] },
  hardware: { model: "vm", manufacturer: "QEMU", serial: "SN-REAL-0002" },
  processes: [{ id: 1, name: "init" }],
  users: [{ id: "0", username: "root" }],
  groups: [{ id: "0", name: "root" }],
  vendor: { "goauthentik.io/platform": { ssh_host_keys: ["vm ssh-ed25519 AAAA"] } },
};

/** What the real agent was recorded with: its set-up in authentik, and what it holds at the moment. */
export class AgentWorld {
  deviceCode = "";
  userCode = "";
  accessToken = "";
  refreshToken = "";
  enrollmentKey = "";
  deviceToken = "";
  basicClient = "agent-cli";
  browser = new Browser();

  private constructor(
    readonly client: Client,
    private readonly ids: Readonly<Record<"provider" | "connector" | "group" | "application", string>>,
  ) {}

  static async start(): Promise<AgentWorld> {
    const client = await startClient({ version: RECORDED_VERSION });
    const flow = (
      await client.post("flows/instances/", {
        name: "Device",
        slug: "agent-device-code",
        title: "Device code flow",
        designation: "stage_configuration",
        authentication: "require_authenticated",
      })
    ).body.pk;
    const brand = await client.only("core/brands/", "brand_uuid");
    await client.patch(`core/brands/${brand}/`, { flow_device_code: flow });
    await client.post("core/users/", {
      username: "one-user",
      name: "One",
      email: "alice@example.com",
      groups: [await client.only(`core/groups/?name=${encodeURIComponent(ADMINS)}`)],
    });
    const provider = await providerOf(client, "agent-cli", {
      grant_types: [DEVICE_GRANT, "refresh_token"],
      access_token_validity: "minutes=30",
    });
    const application = (await client.get("core/applications/agent-cli/")).body.pk as string;
    const { connector_uuid: connector } = (
      await client.post(`${CONNECTORS}/`, {
        name: "agent",
        refresh_interval: "minutes=5",
        nss_uid_offset: 2000,
        nss_gid_offset: 4000,
        auth_terminate_session_on_expiry: true,
        jwt_federation_providers: [provider],
      })
    ).body;
    const { pbm_uuid: group } = (await client.post("endpoints/device_access_groups/", { name: "laptops" }))
      .body;
    const admins = await client.only(`core/groups/?name=${encodeURIComponent(ADMINS)}`);
    await client.post("policies/bindings/", { target: group, group: admins, order: 0 });
    const ids = { provider, connector, group, application } as AgentWorld["ids"];
    const world = new AgentWorld(client, ids);
    await world.useEnrollmentToken("first");
    return world;
  }

  /** Takes the key of a new enrollment token, for the access group unless told otherwise. */
  async useEnrollmentToken(name: string, device_group: string | null = this.ids.group): Promise<void> {
    const values = { name, connector: this.ids.connector, device_group, expiring: false };
    const { token_uuid } = (await this.client.post("endpoints/agents/enrollment_tokens/", values)).body;
    const { key } = (await this.client.get(`endpoints/agents/enrollment_tokens/${token_uuid}/view_key/`))
      .body;
    this.enrollmentKey = String(key);
  }

  async enrol(name: string): Promise<void> {
    const device = this.client.as(this.enrollmentKey);
    await device.post(`${CONNECTORS}/enroll/`, { device_serial: name, device_name: name });
  }

  setConnector = (values: object) => this.client.patch(`${CONNECTORS}/${this.ids.connector}/`, values);
  setProvider = (values: object) => this.client.patch(`providers/oauth2/${this.ids.provider}/`, values);

  /** The application that takes the tokens of the command line. */
  async addFederated(): Promise<void> {
    const { client, ids } = this;
    const jwt_federation_providers = [ids.provider];
    await providerOf(client, "agent-k8s", { grant_types: ["client_credentials"], jwt_federation_providers });
  }

  logInBrowser = async (username: string): Promise<void> => {
    const entrance = await this.browser.open(
      `${this.client.server.url}/flows/-/default/authentication/?next=/`,
    );
    await this.browser.open(entrance.url, { username });
  };

  /** Goes through a whole login anew, after which the agent holds other tokens. */
  async logIn(): Promise<void> {
    const code = (await this.client.form("/application/o/device/", { client_id: "agent-cli", scope: SCOPE }))
      .body;
    await this.client.approve(code.user_code, "one-user");
    const tokens = await this.client.form("/application/o/token/", {
      grant_type: DEVICE_GRANT,
      client_id: "agent-cli",
      device_code: String(code.device_code),
    });
    this.remember(tokens.body);
  }

  async waitForDevice(): Promise<void> {
    const code = (await this.client.form("/application/o/device/", { client_id: "agent-cli" })).body;
    this.userCode = String(code.user_code);
  }

  /** Keeps somebody from using the command line. */
  async shutOut(): Promise<void> {
    const user = (await this.client.post("core/users/", { username: "other", name: "" })).body.pk;
    await this.client.post("policies/bindings/", { target: this.ids.application, user, order: 0 });
  }

  remember(body: unknown): void {
    const { device_code, user_code, access_token, refresh_token } = body as Record<
      string,
      string | undefined
    >;
    if (device_code) this.deviceCode = device_code;
    if (user_code) this.userCode = user_code;
    if (access_token) this.accessToken = access_token;
    if (refresh_token) this.refreshToken = refresh_token;
  }

  /** Sends what was recorded, with what stands here for what is masked. */
  async send({ auth = "none", method, path, request }: Recording): Promise<Response> {
    const isForm = path.startsWith("/application/");
    const body =
      request === null
        ? undefined
        : isForm
          ? new URLSearchParams(this.unmasked(request as Record<string, string>))
          : JSON.stringify(request, (key, value) => (value === "…" ? REPORT[key] : value));
    const headers = new Headers(isForm || body === undefined ? {} : { "content-type": "application/json" });
    const authorization = this.authorizations[auth];
    if (authorization) headers.set("authorization", authorization);
    const cookie = this.browser.cookie();
    if (cookie) headers.set("cookie", cookie);
    const address = this.client.server.url + path.replace("***", this.userCode);
    return fetch(address, { method, body: method === "GET" ? undefined : body, headers, redirect: "manual" });
  }

  private unmasked(form: Record<string, string>): Record<string, string> {
    const held: Record<string, string> = {
      device_code: this.deviceCode,
      refresh_token: this.refreshToken,
      client_assertion: this.accessToken,
    };
    return Object.fromEntries(
      Object.entries(form).map(([name, value]) => [name, value === "***" ? (held[name] ?? "") : value]),
    );
  }

  private get authorizations(): Readonly<Record<string, string | undefined>> {
    return {
      none: undefined,
      "bearer: user's access token": `Bearer ${this.accessToken}`,
      "bearer: enrollment key": `Bearer ${this.enrollmentKey}`,
      "bearer: nonsense": "Bearer nonsense",
      "bearer: api token": `Bearer ${this.client.server.token}`,
      "device token (Bearer+agent)": `Bearer+agent ${this.deviceToken}`,
      "basic: nonsense": "Basic bm9uc2Vuc2U=",
      "basic: client id, empty secret": `Basic ${btoa(`${this.basicClient}:`)}`,
    };
  }
}

const SCOPES = ["openid", "email", "profile", "offline_access", "authentik_api"];

/** Makes a public client and its application, and tells the client's number. */
async function providerOf(client: Client, name: string, values: object): Promise<string> {
  const managed = SCOPES.map((scope) => `managed=goauthentik.io/providers/oauth2/scope-${scope}`);
  const mappings = (await client.list(`propertymappings/provider/scope/?${managed.join("&")}`)).body.results;
  const flow = (kind: string) => client.only(`flows/instances/?slug=default-provider-${kind}`);
  const { pk: provider } = (
    await client.post("providers/oauth2/", {
      name,
      client_id: name,
      client_type: "public",
      authorization_flow: await flow("authorization-implicit-consent"),
      invalidation_flow: await flow("invalidation-flow"),
      signing_key: await client.only("crypto/certificatekeypairs/"),
      property_mappings: mappings.map(({ pk }) => pk),
      redirect_uris: [],
      ...values,
    })
  ).body;
  await client.post("core/applications/", { name, slug: name, provider });
  return String(provider);
}

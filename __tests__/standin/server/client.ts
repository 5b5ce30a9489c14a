import { Browser, type Page } from "../../../demo/browser";
import { type StandInOptions, type StandInServer, startServer } from "../../../standin/server";

type Json = Record<string, unknown>;

/** A JSON answer and its status. */
export interface Answer<Body = Json> {
  status: number;
  body: Body;
}

/** A page of a list. */
export interface ListPage {
  pagination: Record<string, number>;
  results: Json[];
}

/** Calls the API of a stand-in as akadmin unless told otherwise. */
export class Client {
  constructor(
    readonly server: StandInServer,
    private readonly token: string = server.token,
  ) {}

  /** The same server with another token. */
  as = (token: string): Client => new Client(this.server, token);

  async call<Body = Json>(method: string, path: string, body?: unknown): Promise<Answer<Body>> {
    const response = await fetch(`${this.server.url}/api/v3/${path}`, {
      method,
      headers: { authorization: `Bearer ${this.token}`, "content-type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, body: (text === "" ? undefined : JSON.parse(text)) as Body };
  }

  get = <Body = Json>(path: string) => this.call<Body>("GET", path);
  list = (path: string) => this.call<ListPage>("GET", path);
  post = (path: string, body: unknown) => this.call("POST", path, body);
  patch = (path: string, body: unknown) => this.call("PATCH", path, body);
  put = (path: string, body: unknown) => this.call("PUT", path, body);
  delete = (path: string) => this.call("DELETE", path);

  /** Posts a form outside the API. */
  async form(path: string, fields: Record<string, string>): Promise<Answer> {
    const response = await this.page(path, fields);
    return { status: response.status, body: (await response.json()) as Json };
  }

  /** Posts a form, or gets a page when there are no fields. */
  page = (path: string, fields?: Record<string, string>): Promise<Response> =>
    fetch(this.server.url + path, fields ? { method: "POST", body: new URLSearchParams(fields) } : {});

  /** Opens the page for the code that a device shows, logging in on the way; the last page of that. */
  async approve(userCode: unknown, username = "akadmin"): Promise<Page> {
    const browser = new Browser();
    const entrance = await browser.open(`${this.server.url}/device?code=${userCode}`);
    return entrance.text.includes('name="username"') ? browser.open(entrance.url, { username }) : entrance;
  }

  /** The primary key of the one object the list has. */
  async only(path: string, pk = "pk"): Promise<string> {
    const { results } = (await this.list(path)).body;
    if (results.length !== 1) throw new Error(`${path} lists ${results.length} objects, not one`);
    return results[0]?.[pk] as string;
  }
}

/** Starts a stand-in and a client for it. */
export const startClient = async (options?: StandInOptions): Promise<Client> =>
  new Client(await startServer(options));

const MAPPINGS = ["openid", "email", "profile", "offline_access", "authentik_api"];
export const DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";

/** What it takes for a device login, as the agent's documentation says; returns the primary keys. */
export async function setUpDeviceLogin(client: Client, provider: Json = {}) {
  const flow = (
    await client.post("flows/instances/", {
      name: "Device",
      slug: "device",
      title: "Device code flow",
      designation: "stage_configuration",
      authentication: "require_authenticated",
    })
  ).body;
  const brand = await client.only("core/brands/", "brand_uuid");
  await client.patch(`core/brands/${brand}/`, { flow_device_code: flow.pk });
  const managed = MAPPINGS.map((scope) => `managed=goauthentik.io/providers/oauth2/scope-${scope}`);
  const mappings = (await client.list(`propertymappings/provider/scope/?${managed.join("&")}`)).body.results;
  const created = await client.post("providers/oauth2/", {
    name: "cli",
    client_id: "cli",
    client_type: "public",
    authorization_flow: await client.only(
      "flows/instances/?slug=default-provider-authorization-implicit-consent",
    ),
    invalidation_flow: await client.only("flows/instances/?slug=default-provider-invalidation-flow"),
    signing_key: await client.only("crypto/certificatekeypairs/?name=authentik%20Self-signed%20Certificate"),
    property_mappings: mappings.map(({ pk }) => pk),
    grant_types: [DEVICE_GRANT, "refresh_token"],
    redirect_uris: [],
    ...provider,
  });
  const application = (
    await client.post("core/applications/", {
      name: "cli",
      slug: "cli",
      provider: created.body.pk,
    })
  ).body;
  return { flow: flow.pk, brand, provider: created.body.pk, application: application.pk as string };
}

/** An application `other` whose provider takes the tokens of the given ones; returns the primary keys. */
export async function setUpFederated(client: Client, jwt_federation_providers: unknown[]) {
  const { body: own } = await client.get(`providers/oauth2/${jwt_federation_providers[0]}/`);
  const { pk: provider } = (
    await client.post("providers/oauth2/", {
      ...own,
      name: "other",
      client_id: "other",
      grant_types: ["client_credentials"],
      jwt_federation_providers,
    })
  ).body;
  const { pk } = (await client.post("core/applications/", { name: "other", slug: "other", provider })).body;
  return { provider, application: pk as string };
}

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decodeJwt } from "jose";
import { allResources } from "../../../standin/server/resources";
import { type Client, DEVICE_GRANT, setUpDeviceLogin, setUpFederated, startClient } from "./client";

type Json = Record<string, unknown>;

/** The published client of each release. */
const CLIENTS = {
  "2025.12.6": "goauthentik-api-2025-12",
  "2026.2.0": "goauthentik-api-2026-2",
  "2026.5.6": "goauthentik-api-2026-5",
  "2026.8.6": "@goauthentik/api",
} as const;

const MODELS = {
  "core/applications": "Application",
  "core/brands": "Brand",
  "core/brands/current": "CurrentBrand",
  "endpoints/agents/connectors": "AgentConnector",
  "endpoints/agents/enrollment_tokens": "EnrollmentToken",
  "endpoints/connectors": "Connector",
  "endpoints/device_access_groups": "DeviceAccessGroup",
  "flows/instances": "Flow",
  "policies/bindings": "PolicyBinding",
  "propertymappings/provider/scope": "ScopeMapping",
  "providers/all": "Provider",
  "providers/oauth2": "OAuth2Provider",
  "stages/endpoints": "EndpointStage",
};

/** Collections whose objects a client may write. */
const WRITTEN = Object.entries(MODELS).filter(
  ([path]) => !["core/brands/current", "endpoints/connectors", "providers/all"].includes(path),
);

const modelIn = (client: string, model: string) => require(`${client}/dist/models/${model}`);

/** The fields that a client reads of an answer. */
function fieldsRead(client: string, model: string, answer: Json): string[] {
  const read = new Set<string>();
  const told = new Proxy(answer, {
    get: (target, name) => {
      read.add(String(name));
      return target[String(name)];
    },
  });
  modelIn(client, model)[`${model}FromJSON`](told);
  return [...read].sort();
}

/** The fields that a client sends. */
function fieldsSent(client: string, model: string): string[] {
  const lists = { redirectUris: [] };
  return Object.keys(modelIn(client, `${model}Request`)[`${model}RequestToJSON`](lists)).sort();
}

describe.each(Object.entries(CLIENTS))("authentik %s", (version, published) => {
  let client: Client;
  beforeAll(async () => {
    client = await startClient({ version });
    const { application } = await setUpDeviceLogin(client);
    const { connector_uuid: connector } = (await client.post("endpoints/agents/connectors/", { name: "c" }))
      .body;
    await client.post("endpoints/device_access_groups/", { name: "g" });
    await client.post("stages/endpoints/", { name: "s", connector });
    await client.post("policies/bindings/", { target: application, user: 3, order: 0 });
    await client.post("endpoints/agents/enrollment_tokens/", { name: "t", connector });
  });
  afterAll(() => client.server.close());

  test.each(Object.entries(MODELS))(
    "answers at %s with the fields of the published client",
    async (path, model) => {
      const { body } = await client.get<{ results?: Json[] } & Json>(`${path}/`);
      const [answer = body] = body.results ?? [];

      const optional = model === "CurrentBrand" ? absentFlows(published) : [];
      expect([...Object.keys(answer), ...optional.filter((name) => !(name in answer))].sort()).toEqual(
        fieldsRead(published, model, answer),
      );
    },
  );

  test.each(WRITTEN)("takes at %s the fields of the published client", (path, model) => {
    const served = allResources({ version, now: () => new Date() }).find((each) => each.path === path);

    // A client may choose the id of a new connector, which nobody does.
    const sent = fieldsSent(published, model).filter((name) => name !== served?.pk);
    expect(Object.keys(served?.fields ?? {}).sort()).toEqual(sent);
  });

  test("knows the grants of the published client", async () => {
    const flow = await client.only("flows/instances/?slug=default-provider-authorization-implicit-consent");
    const invalidation = await client.only("flows/instances/?slug=default-provider-invalidation-flow");
    const known = knownGrants(published);
    const provider = (name: string, grant: string) => ({
      name,
      authorization_flow: flow,
      invalidation_flow: invalidation,
      redirect_uris: [],
      grant_types: [grant],
    });
    const taken = async (grant: string) =>
      (await client.post("providers/oauth2/", provider(`of ${grant}`, grant))).body.grant_types;

    const answers = await Promise.all([...known, EXCHANGE].map(taken));

    expect(answers).toEqual(
      known.length === 0
        ? [undefined]
        : [...known.map((grant) => [grant]), known.includes(EXCHANGE) ? undefined : { 0: [NO_CHOICE] }],
    );
  });
});

const EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
const NO_CHOICE = `"${EXCHANGE}" is not a valid choice.`;

/** A brand tells only the flows that it has. */
function absentFlows(client: string): string[] {
  return fieldsRead(client, "CurrentBrand", { ui_footer_links: [], flags: {} }).filter((name) =>
    name.startsWith("flow_"),
  );
}

function knownGrants(client: string): string[] {
  for (const name of ["GrantTypeEnum", "GrantTypesEnum"]) {
    try {
      const { UnknownDefaultOpenApi: _, ...known } = modelIn(client, name)[name] as Record<string, string>;
      return Object.values(known);
    } catch {
      // A release calls it so or otherwise, or has none.
    }
  }
  return [];
}

describe("an upgrade", () => {
  const folder = mkdtempSync(join(tmpdir(), "agent-stack-upgrade-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  /** The provider and the application of a device login before an upgrade and after it. */
  async function upgraded(from: string, to: string, settings: Json = {}) {
    const stateFile = join(folder, `${from}-${to}.json`);
    const before = await startClient({ stateFile, version: from });
    const { provider, application } = await setUpDeviceLogin(before, settings);
    await before.server.close();
    const after = await startClient({ stateFile, version: to });
    const [brand] = (await after.list("core/brands/")).body.results;
    const oauth2 = (await after.get(`providers/oauth2/${provider}/`)).body;
    const shown = (await after.get("core/applications/cli/")).body;
    await after.server.close();
    return { brand, oauth2, shown, application };
  }

  test("gives all providers all grants of 2026.5, and objects what they lack", async () => {
    const { brand, oauth2, shown, application } = await upgraded("2026.2.0", "2026.8.6");

    expect(oauth2.grant_types).toEqual([
      "authorization_code",
      "implicit",
      "hybrid",
      "refresh_token",
      "client_credentials",
      "password",
      "urn:ietf:params:oauth:grant-type:device_code",
    ]);
    expect(brand).toMatchObject({
      flow_lockdown: null,
      flow_user_switch: null,
      flow_request: null,
      branding_map_tiles: "",
    });
    expect(shown).toMatchObject({ pk: application, pbm_uuid: application, meta_hide: false });
  });

  test("leaves alone what was chosen in the release before", async () => {
    const { oauth2 } = await upgraded("2026.5.6", "2026.8.6", { grant_types: ["refresh_token"] });

    expect(oauth2.grant_types).toEqual(["refresh_token"]);
  });
});

describe("the token exchange", () => {
  /** A token of the CLI's, and what another client that federates with it is answered for it. */
  async function exchanged(version: string, grants: readonly string[], fields: Record<string, string> = {}) {
    const client = await startClient({ version });
    const { provider } = await setUpDeviceLogin(client);
    const authorized = await client.form("/application/o/device/", { client_id: "cli", scope: "openid" });
    await client.approve(authorized.body.user_code, "akadmin");
    const { body } = await client.form("/application/o/token/", {
      grant_type: DEVICE_GRANT,
      client_id: "cli",
      device_code: String(authorized.body.device_code),
    });
    const { provider: other } = await setUpFederated(client, [provider]);
    await client.patch(`providers/oauth2/${other}/`, { grant_types: grants });
    const answer = await client.form("/application/o/token/", {
      grant_type: EXCHANGE,
      client_id: "other",
      subject_token: String(body.access_token),
      subject_token_type: ACCESS_TOKEN,
      scope: "openid",
      ...fields,
    });
    await client.server.close();
    return answer;
  }
  const ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";
  const JWT = "urn:ietf:params:oauth:token-type:jwt";

  test("of 2026.8 changes a token for one of a client that federates with it", async () => {
    const { status, body } = await exchanged("2026.8.6", [EXCHANGE]);

    expect({ status, body }).toMatchObject({
      status: 200,
      body: { scope: "openid", token_type: "Bearer", issued_token_type: ACCESS_TOKEN },
    });
    expect(Object.keys(body).sort()).toEqual([
      "access_token",
      "expires_in",
      "issued_token_type",
      "scope",
      "token_type",
    ]);
    expect(decodeJwt(String(body.access_token))).toMatchObject({ aud: "other" });
  });

  test.each<[string, Record<string, string>, string]>([
    ["another kind of token", { subject_token_type: JWT }, "invalid_request"],
    ["another kind of token that is wanted", { requested_token_type: JWT }, "invalid_request"],
    ["a token that nobody issued", { subject_token: "mine" }, "invalid_request"],
    ["the type of an actor's token without the token", { actor_token_type: ACCESS_TOKEN }, "invalid_request"],
    ["another audience", { audience: "third" }, "invalid_target"],
    ["a resource", { resource: "https://api.example.com" }, "invalid_target"],
  ])("refuses %s", async (_, fields, error) => {
    const { status, body } = await exchanged("2026.8.6", [EXCHANGE], fields);

    expect([status, body.error]).toEqual([400, error]);
  });

  test("takes what it gives anyway for wanted", async () => {
    const fields = { requested_token_type: ACCESS_TOKEN, audience: "other" };

    expect((await exchanged("2026.8.6", [EXCHANGE], fields)).status).toBe(200);
  });

  test.each([
    ["a client without the grant", "2026.8.6", ["client_credentials"], "invalid_grant"],
    ["a release before it", "2026.2.1", [], "unsupported_grant_type"],
  ])("refuses %s", async (_, version, grants, error) => {
    const { status, body } = await exchanged(version, grants);

    expect([status, body.error]).toEqual([400, error]);
  });
});

describe("access that people request", () => {
  let client: Client;
  beforeEach(async () => {
    client = await startClient();
  });
  afterEach(() => client.server.close());

  test("is a binding that ends by itself", async () => {
    // Arrange
    const { application } = await setUpDeviceLogin(client);
    const { pk: user } = client.server.seed.user("visitor");
    const end = new Date(Date.now() + 3_600_000);
    client.server.seed.approvedRequest(application, user, end);

    // Act
    const bindings = () => client.list(`policies/bindings/?target=${application}`);
    const granted = (await bindings()).body.results;
    client.server.advance(3_601);
    const ended = (await bindings()).body.results;

    // Assert
    expect(granted).toMatchObject([{ user, expiring: true, expires: expect.any(String) }]);
    expect(Date.parse(String(granted[0]?.expires))).toBe(end.getTime());
    expect(ended).toEqual([]);
  });

  test("is open where a rule says so", async () => {
    const { application } = await setUpDeviceLogin(client);
    const rules = () => client.list(`requests/rule-bindings/?target=${application}`);
    const before = (await rules()).body.results;
    client.server.seed.openToRequests(application);

    expect([before, (await rules()).body.results]).toMatchObject([[], [{ target: application }]]);
  });
});

import { App, Testing } from "cdktf";
import { AgentStack, type AgentStackProps } from "../../../lib";
import { type StandInServer, startServer } from "../../../standin/server";
import { connectorChoice, type Relations, relationsOf } from "../../../tools/adopt/relations";
import { listsFor } from "../../../tools/adopt/sight";
import { pathText } from "../../../tools/adopt/snippet";
import { AuthentikClient } from "../../../tools/authentik/client";
import { connectionFrom } from "../../../tools/authentik/connection";
import { PermittedReader } from "../../../tools/authentik/permitted-reader";
import { managedSetUp, type StateJson } from "../../../tools/set-up/stack";
import { Api, type ApiObject } from "../../e2e/api";
import { SetUps } from "../../e2e/set-ups";

const FLOW = "authentik_flow.device_code_flow";
const PROVIDER = "authentik_provider_oauth2.cli_provider";
const APPLICATION = "authentik_application.cli_application";
const CONNECTOR = "authentik_endpoints_connector_agent.connector";

let server: StandInServer;
let api: Api;
let setUps: SetUps;
let client: AuthentikClient;
beforeEach(async () => {
  server = await startServer();
  api = new Api(server);
  setUps = new SetUps(api);
  client = new AuthentikClient(connectionFrom({ AUTHENTIK_URL: server.url, AUTHENTIK_TOKEN: server.token }));
});
afterEach(() => server.close());

const managedBy = (props: AgentStackProps, state: StateJson = {}) =>
  managedSetUp("e2e", JSON.parse(Testing.synth(new AgentStack(new App(), "e2e", props))), state);

const relations = (
  props: AgentStackProps = {},
  choices: Record<string, string> = {},
  state?: StateJson,
  hidden: readonly string[] = [],
) =>
  relationsOf(
    client,
    listsFor(new PermittedReader(client), { isWhole: true, hidden }),
    managedBy(props, state),
    new Map(Object.entries(choices)),
  );

const settingsOf = ({ settings }: Relations) =>
  Object.fromEntries(settings.map(({ path, value }) => [pathText(path), value]));

/** A state with one object. */
const stateWith = (address: string, values: ApiObject): StateJson => {
  const [type = "", name = ""] = address.split(".");
  return { values: { root_module: { resources: [{ address, mode: "managed", type, name, values }] } } };
};

test("a fresh installation has nothing of it", async () => {
  const found = await relations();

  expect({ ...found, ids: [...found.ids] }).toEqual({
    found: [],
    ids: [],
    settings: [],
    policies: [],
    unmanaged: [],
  });
});

test("from the brand and the client id everything is found, whatever it is called", async () => {
  const { provider, connector } = await setUps.ofBlueprints();

  const found = await relations();

  expect(Object.fromEntries(found.ids)).toEqual({
    [FLOW]: "device-code",
    [APPLICATION]: "authentik-cli",
    [CONNECTOR]: connector.connector_uuid,
  });
  expect(provider.client_id).toBe("authentik-cli");
  expect(settingsOf(found)).toEqual({
    "deviceCodeFlow.slug": "device-code",
    "connector.name": "agent",
    "deviceAccessGroups[workstation-prod]": {},
    "deviceAccessGroups[workstation-prod].access[authentik Admins]": {},
    "enrollmentTokens[workstation-prod]": {},
    "enrollmentTokens[workstation-prod].deviceAccessGroup": "workstation-prod",
    "enrollmentTokens[workstation-prod].expiring": false,
  });
  expect(found.unmanaged).toEqual([]);
});

test("what the configuration and the state have is not found again", async () => {
  const { connector } = await setUps.ofBlueprints();
  const token = await setUps.token("removed from the configuration", connector);

  const found = await relations(
    {
      deviceCodeFlow: { existing: "device-code" },
      connector: { name: "agent" },
      deviceAccessGroups: [{ name: "workstation-prod", access: [{ group: "authentik Admins" }] }],
      enrollmentTokens: [{ name: "workstation-prod" }],
      adopt: { [CONNECTOR]: String(connector.connector_uuid), [APPLICATION]: "authentik-cli" },
    },
    {},
    stateWith("authentik_endpoints_connector_agent_enrollment_token.enrollment_token_removed", {
      id: token.token_uuid,
    }),
  );

  expect({ found: found.found, ids: [...found.ids], settings: found.settings }).toEqual({
    found: [],
    ids: [],
    settings: [],
  });
});

test("a provider of another client id is the one that connectors accept, of several one is to be chosen", async () => {
  const first = await setUps.provider({ name: "first", client_id: "first" });
  await setUps.connector("agent", [first]);
  const one = await relations();
  const second = await setUps.provider({ name: "second", client_id: "second" });
  await setUps.connector("other", [second]);
  const several = await relations();
  const chosen = await relations({}, { [PROVIDER]: String(second.pk) });

  expect(one.ids.get(PROVIDER)).toBe(String(first.pk));
  expect(settingsOf(one)).toMatchObject({ "cli.clientId": "first", "connector.name": "agent" });
  expect(several.several).toMatchObject({
    what: "provider",
    address: PROVIDER,
    candidates: [{ name: "first" }, { name: "second" }],
  });
  expect(settingsOf(chosen)).toMatchObject({ "connector.name": "other" });
});

test("a client id that is given is that of another set-up, for which none of these is taken", async () => {
  await setUps.connector("agent", [await setUps.provider({ name: "first", client_id: "first" })]);

  const found = await relations({ cli: { name: "second", clientId: "second" } });

  expect([...found.ids]).toEqual([]);
  expect(found.settings).toEqual([]);
});

test("a confidential provider is no CLI's", async () => {
  const confidential = { name: "web", client_id: "web", client_type: "confidential" };
  await setUps.connector("agent", [await setUps.provider(confidential)]);

  expect((await relations()).ids).toEqual(new Map());
});

test("the default brand is named where it has another domain, and others with the same flow are added", async () => {
  const flow = await setUps.flow("device-code");
  await setUps.giveBrand(flow);
  const { brand_uuid } = await api.find("/core/brands/", { domain: "authentik-default" });
  await api.change(`/core/brands/${brand_uuid}/`, { domain: "id.example.com" });
  const brand = (domain: string, given: ApiObject) => api.post("/core/brands/", { domain, ...given });
  await brand("known.example.com", { flow_device_code: flow.pk });
  await brand("same.example.com", { flow_device_code: flow.pk });
  await brand("none.example.com", {});
  await brand("other.example.com", { flow_device_code: (await setUps.flow("other")).pk });

  const found = await relations({ brands: { others: ["known.example.com"] } });

  expect(settingsOf(found)).toEqual({
    "deviceCodeFlow.slug": "device-code",
    "brands.default": "id.example.com",
    "brands.others": ["known.example.com", "same.example.com"],
  });
  expect(found.unmanaged).toEqual([
    { what: "brand other.example.com", why: "it has another flow for device codes" },
  ]);
});

test("where the default brand has no flow it is that of the others", async () => {
  const flow = await setUps.flow("device-code");
  await api.post("/core/brands/", { domain: "a.example.com", flow_device_code: flow.pk });

  expect((await relations()).ids.get(FLOW)).toBe("device-code");
});

test("a flow that the provider needs too is looked up and not made the set-up's own", async () => {
  const slug = "default-provider-authorization-implicit-consent";
  await setUps.giveBrand({ pk: await setUps.flowId(slug) });
  await setUps.provider();

  const found = await relations();

  expect(settingsOf(found)).toEqual({ "deviceCodeFlow.existing": slug });
  expect(found.ids.has(FLOW)).toBe(false);
});

test("a connector that does not accept the CLI's tokens is told, with the way to take it over", async () => {
  await setUps.provider();
  await setUps.connector("agent", []);

  expect((await relations()).unmanaged).toEqual([
    {
      what: "connector agent",
      why: 'it does not accept the CLI\'s tokens; --connector "agent" takes it over all the same',
    },
  ]);
});

test("endpoint stages of a connector without challenge key are left alone, since a key would come with them", async () => {
  const provider = await setUps.provider();
  await setUps.stage("known", await setUps.connector("agent", [provider]));

  const found = await relations();

  expect(Object.keys(settingsOf(found))).toEqual(["connector.name"]);
  expect(found.unmanaged).toEqual([
    {
      what: "endpoint stage known",
      why: "its connector has no challenge key, so that it checks nothing; name it under endpointStages to take it over, which gives the connector one",
    },
  ]);
});

test("a stage is put into one flow, as authentik's pages do it, and another place of it is told", async () => {
  const { connector } = await setUps.ofBlueprints();
  const { pk: stage } = await setUps.stage("known", connector, { mode: "required" });
  const place = async (slug: string, order: number, values: ApiObject = {}) =>
    api.post("/flows/bindings/", {
      ...{ stage, target: await setUps.flowId(slug), order },
      ...{ evaluate_on_plan: false, re_evaluate_policies: true },
      ...values,
    });
  await place("default-authentication-flow", 15);
  await place("default-invalidation-flow", 5, { policy_engine_mode: "all" });
  await place("default-user-settings-flow", 5);
  await place("default-user-settings-flow", 6);

  const found = await relations();

  expect(settingsOf(found)).toMatchObject({
    "endpointStages[known].mode": "required",
    "endpointStages[known].bind": { flow: "default-authentication-flow", order: 15 },
  });
  expect(found.unmanaged.map(({ what, why }) => `${what}: ${why}`).sort()).toEqual([
    "place 5 of stage known in flow default-invalidation-flow: there are no settings for its policy_engine_mode",
    "place 5 of stage known in flow default-user-settings-flow: the stage is in this flow twice",
    "place 6 of stage known in flow default-user-settings-flow: the stage is in this flow twice",
  ]);
});

test("what may not be seen is not asked for, and a token whose group is hidden is left alone", async () => {
  await setUps.ofBlueprints();
  const before = server.requests.length;

  const found = await relations({}, {}, undefined, [
    "authentik_endpoints.view_deviceaccessgroup",
    "authentik_endpoints.view_endpointstage",
  ]);

  expect(Object.keys(settingsOf(found))).toEqual(["deviceCodeFlow.slug", "connector.name"]);
  expect(found.unmanaged).toEqual([
    {
      what: "enrollment token workstation-prod",
      why: "the device access group of its devices is not shown, or the configuration cannot name it",
    },
  ]);
  const asked = server.requests.slice(before).map(({ path }) => path);
  expect(asked).not.toContain("/api/v3/endpoints/device_access_groups/");
  expect(asked).not.toContain("/api/v3/stages/endpoints/");
});

test("policies are named by their ids, and told with their names", async () => {
  const policy = server.seed.policy("office hours", true);
  const application = await setUps.application("authentik-cli", await setUps.provider());
  await setUps.bind(application, { policy });

  const found = await relations();

  expect(settingsOf(found)).toEqual({ [`cli.access[${policy}]`]: {} });
  expect(found.policies).toEqual([[policy, "office hours"]]);
});

test.each([
  ["agent", undefined],
  ["nothing", "--connector nothing: there is no such connector, expected one of agent, twice, twice"],
  ["twice", "--connector twice: several are called so, give the id of one: "],
])("--connector %s", async (given, message) => {
  const { connector_uuid: id } = await setUps.connector("agent", []);
  await setUps.connector("twice", []);
  await setUps.connector("twice", []);

  const choice = connectorChoice(client, managedBy({}), given);

  if (message === undefined) expect(await choice).toEqual([CONNECTOR, id]);
  else await expect(choice).rejects.toThrow(message);
});

test("--connector takes an id, and nothing where the connector is taken over already", async () => {
  const { connector_uuid: id } = await setUps.connector("agent", []);

  expect(await connectorChoice(client, managedBy({}), String(id))).toEqual([CONNECTOR, id]);
  await expect(
    connectorChoice(client, managedBy({ adopt: { [CONNECTOR]: String(id) } }), "agent"),
  ).rejects.toThrow("--connector agent: e2e has taken over its connector already");
});

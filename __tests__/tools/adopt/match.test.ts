import { App, Testing } from "cdktf";
import { AgentStack, type AgentStackProps } from "../../../lib";
import { literal } from "../../../lib/literal";
import { type StandInServer, startServer } from "../../../standin/server";
import { type Match, matchesOf } from "../../../tools/adopt/match";
import { AuthentikClient } from "../../../tools/authentik/client";
import { connectionFrom } from "../../../tools/authentik/connection";
import { managedSetUp, type StateJson } from "../../../tools/set-up/stack";
import { Api } from "../../e2e/api";

const PROVIDER = "authentik_provider_oauth2.cli_provider";
const APPLICATION = "authentik_application.cli_application";
const CONNECTOR = "authentik_endpoints_connector_agent.connector";
const CONNECTORS = "/endpoints/agents/connectors/";

let server: StandInServer;
let api: Api;
beforeEach(async () => {
  server = await startServer();
  api = new Api(server);
});
afterEach(() => server.close());

/** Kind and ids of what is found, by address. */
async function matches(
  props: AgentStackProps,
  choices: Record<string, string> = {},
  state: StateJson = {},
): Promise<Record<string, string>> {
  const stack = JSON.parse(Testing.synth(new AgentStack(new App(), "e2e", props)));
  const client = new AuthentikClient(
    connectionFrom({ AUTHENTIK_URL: server.url, AUTHENTIK_TOKEN: server.token }),
  );
  const managed = managedSetUp("e2e", stack, state);
  const found = await matchesOf(client, managed, new Map(Object.entries(choices)));
  return Object.fromEntries(found.map((match) => [match.address, idsOf(match)]));
}

function idsOf(match: Match): string {
  if (match.kind === "several") return match.candidates.map(({ id }) => id).join(" or ");
  return match.kind === "found" ? match.id : "none";
}

async function provider(name: string, client_id: string): Promise<string> {
  const flow = (await api.get("/flows/instances/default-provider-invalidation-flow/")).pk;
  const flows = { authorization_flow: flow, invalidation_flow: flow };
  return String((await api.post("/providers/oauth2/", { name, client_id, ...flows, redirect_uris: [] })).pk);
}

test("a fresh installation has nothing of it, and the brands are nothing to look for", async () => {
  expect(await matches({ cli: { access: [{ group: "authentik Admins" }] } })).toEqual({
    "authentik_flow.device_code_flow": "none",
    "authentik_policy_binding.cli_access_group_authentik_Admins": "none",
    [PROVIDER]: "none",
    [APPLICATION]: "none",
    [CONNECTOR]: "none",
  });
  expect(server.requests.map(({ path }) => path)).not.toContain("/api/v3/core/brands/");
});

test("a provider is the one with the client id, else the one with the name", async () => {
  const named = await provider("authentik-cli", "other");
  expect(await matches({})).toMatchObject({ [PROVIDER]: named });

  const clients = await provider("Some other name", "authentik-cli");
  expect(await matches({})).toMatchObject({ [PROVIDER]: clients });
});

test("names are compared exactly", async () => {
  await api.post(CONNECTORS, { name: "Authentik agent" });

  expect(await matches({})).toMatchObject({ [CONNECTOR]: "none" });
});

test("tokens, stages and bindings are found through what they belong to", async () => {
  const policy = server.seed.policy("office hours", true);
  const application = await api.post("/core/applications/", { name: "CLI", slug: "authentik-cli" });
  const group = await api.post("/endpoints/device_access_groups/", { name: "Laptops" });
  const connector = (await api.post(CONNECTORS, { name: "authentik Agent" })).connector_uuid;
  const elsewhere = (await api.post(CONNECTORS, { name: "elsewhere" })).connector_uuid;
  const tokens = "/endpoints/agents/enrollment_tokens/";
  await api.post(tokens, { name: "first", connector: elsewhere });
  const token = await api.post(tokens, { name: "first", connector });
  const stage = await api.post("/stages/endpoints/", { name: "known", connector });
  const flow = (await api.get("/flows/instances/default-authentication-flow/")).pk;
  const other = (await api.get("/flows/instances/default-user-settings-flow/")).pk;
  await api.post("/flows/bindings/", { target: other, stage: stage.pk, order: 5 });
  const placed = await api.post("/flows/bindings/", { target: flow, stage: stage.pk, order: 5 });
  const admins = (await api.find("/core/groups/", { name: "authentik Admins" })).pk;
  const akadmin = (await api.find("/core/users/", { username: "akadmin" })).pk;
  const bind = async (target: unknown, whom: object) =>
    (await api.post("/policies/bindings/", { target, ...whom, order: 0 })).pk;
  const bound = [
    await bind(application.pk, { group: admins }),
    await bind(application.pk, { user: akadmin }),
    await bind(application.pk, { policy }),
    await bind(group.pbm_uuid, { group: admins }),
  ];

  const found = await matches({
    cli: {
      access: [
        { group: "authentik Admins" },
        { user: "akadmin" },
        { policy: { name: "hours", id: policy } },
        { group: "authentik Read-only" },
      ],
    },
    deviceAccessGroups: [
      { name: "Laptops", access: [{ group: "authentik Admins" }] },
      { name: "Desktops", access: [{ group: "authentik Admins" }] },
    ],
    enrollmentTokens: [{ name: "first", deviceAccessGroup: "Laptops" }],
    endpointStages: [{ name: "known", bind: { flow: "default-authentication-flow", order: 15 } }],
  });

  expect(found).toEqual({
    "authentik_flow.device_code_flow": "none",
    [PROVIDER]: "none",
    [APPLICATION]: "authentik-cli",
    [CONNECTOR]: connector,
    "authentik_policy_binding.cli_access_group_authentik_Admins": bound[0],
    "authentik_policy_binding.cli_access_user_akadmin": bound[1],
    "authentik_policy_binding.cli_access_policy_hours": bound[2],
    "authentik_policy_binding.cli_access_group_authentik_Read-only": "none",
    "authentik_endpoints_device_access_group.device_access_group_Laptops": group.pbm_uuid,
    "authentik_endpoints_device_access_group.device_access_group_Desktops": "none",
    "authentik_policy_binding.device_access_group_Laptops_access_group_authentik_Admins": bound[3],
    "authentik_policy_binding.device_access_group_Desktops_access_group_authentik_Admins": "none",
    "authentik_endpoints_connector_agent_enrollment_token.enrollment_token_first": token.token_uuid,
    "authentik_stage_endpoints.endpoint_stage_known": stage.pk,
    "authentik_flow_stage_binding.endpoint_stage_known_binding": placed.pk,
  });
});

test("what is in the state is not looked for, and no candidate for anything else", async () => {
  const first = await api.post(CONNECTORS, { name: "authentik Agent" });
  const second = await api.post(CONNECTORS, { name: "authentik Agent" });
  const twice = await matches({});
  const inState = (name: string) => ({
    values: {
      root_module: {
        resources: [
          {
            address: `authentik_endpoints_connector_agent.${name}`,
            mode: "managed",
            type: "authentik_endpoints_connector_agent",
            name,
            values: { id: first.connector_uuid },
          },
        ],
      },
    },
  });

  expect(twice[CONNECTOR]?.split(" or ").sort()).toEqual(
    [first.connector_uuid, second.connector_uuid].map(String).sort(),
  );
  expect(await matches({}, {}, inState("connector"))).not.toHaveProperty(CONNECTOR);
  expect(await matches({}, {}, inState("earlier"))).toMatchObject({ [CONNECTOR]: second.connector_uuid });
});

test("a chosen id is taken as it is, and so is one of the configuration", async () => {
  const { connector_uuid } = await api.post(CONNECTORS, { name: "Our agents" });
  const id = String(connector_uuid);

  expect(await matches({}, { [CONNECTOR]: id })).toMatchObject({ [CONNECTOR]: id });
  expect(await matches({ adopt: { [CONNECTOR]: id } }, { [CONNECTOR]: id })).toMatchObject({
    [CONNECTOR]: id,
  });
});

test.each([
  [
    { "authentik_flow.codes": "x" },
    {},
    `--id authentik_flow.codes=x: nothing is to be found for this address, expected one of authentik_application.cli_application, ${CONNECTOR}, authentik_flow.device_code_flow, ${PROVIDER}`,
  ],
  [{ [PROVIDER]: "99" }, {}, `authentik has no object "99" for ${PROVIDER}: give the id of one that exists`],
  [
    { [PROVIDER]: "99" },
    { [PROVIDER]: "98" },
    `--id ${PROVIDER}=99: the configuration adopts 98, change it there`,
  ],
])("refuses the choice %j", async (choices, adopt, message) => {
  await expect(matches({ adopt: adopt as Record<string, string> }, choices)).rejects.toThrow(message);
});

test("names the permission that is missing", async () => {
  server.fail(({ path }) => (path === "/api/v3/endpoints/device_access_groups/" ? 403 : undefined));

  await expect(matches({ deviceAccessGroups: [{ name: "Laptops" }] })).rejects.toThrow(
    "give it the permission authentik_endpoints.view_deviceaccessgroup through a role",
  );
});

test.each(["${path.root}", "100%{of us}", "$${twice} %%{twice}"])("finds what is called %s", async (name) => {
  const { connector_uuid } = await api.post(CONNECTORS, { name });
  const id = await provider(name, name);
  const group = await api.post("/endpoints/device_access_groups/", { name });
  const people = await api.post("/core/groups/", { name });
  const bound = await api.post("/policies/bindings/", {
    target: group.pbm_uuid,
    group: people.pk,
    order: 0,
  });

  const found = await matches(
    literal({
      cli: { name },
      connector: { name },
      deviceAccessGroups: [{ name, access: [{ group: name }] }],
    }),
  );

  const idOf = (type: string) =>
    Object.entries(found).find(([address]) => address.startsWith(`${type}.`))?.[1];
  expect(found[CONNECTOR]).toBe(connector_uuid);
  expect(found[PROVIDER]).toBe(id);
  expect(idOf("authentik_endpoints_device_access_group")).toBe(group.pbm_uuid);
  expect(idOf("authentik_policy_binding")).toBe(bound.pk);
});

test("the bindings of an application are read once, however many are looked for", async () => {
  const flow = await provider("authentik-cli", "authentik-cli");
  await api.post("/core/applications/", { name: "a", slug: "authentik-cli", provider: Number(flow) });
  const groups = Array.from({ length: 20 }, (_, index) => server.seed.group(`team ${index}`));
  const before = server.requests.length;

  await matches({ cli: { access: groups.map((_, index) => ({ group: `team ${index}` })) } });

  const asked = server.requests.slice(before).filter(({ path }) => path === "/api/v3/policies/bindings/");
  expect(asked).toHaveLength(1);
});

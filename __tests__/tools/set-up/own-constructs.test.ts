import { PolicyBinding } from "@cdktf/provider-authentik/lib/policy-binding";
import { App, TerraformStack, Testing } from "cdktf";
import { Construct } from "constructs";
import {
  AgentCliProvider,
  AgentConnector,
  AgentStack,
  AuthentikServer,
  DefaultBrand,
  DeviceAccessGroup,
  DeviceCodeFlow,
  EnrollmentToken,
} from "../../../lib";
import { type StandInServer, startServer } from "../../../standin/server";
import { matchesOf } from "../../../tools/adopt/match";
import { keeping } from "../../../tools/adopt/settings";
import { AuthentikClient } from "../../../tools/authentik/client";
import { connectionFrom } from "../../../tools/authentik/connection";
import { EMPTY_LOCK } from "../../../tools/findings/scope-mapping-lock";
import { verifyEnvironment } from "../../../tools/findings/verify-environment";
import { referredTo } from "../../../tools/set-up/meaning";
import { type ManagedSetUp, managedSetUp } from "../../../tools/set-up/stack";
import { cliApplication, cliProvider, deviceCodeFlow } from "../../../tools/set-up/the-agents";
import { Api } from "../../e2e/api";

const POLICY = "7f5a4f1e-9f04-4c55-9f1a-6a3b1d6a2c11";
const access = [
  { group: "authentik Admins" },
  { user: "akadmin" },
  { policy: { name: "office hours", id: POLICY } },
];

const agentStack = () =>
  new AgentStack(new App(), "production", {
    cli: { access },
    deviceAccessGroups: [{ name: "laptops", access: [{ group: "authentik Admins" }] }],
    enrollmentTokens: [{ name: "first", deviceAccessGroup: "laptops" }],
  });

/** The same set-up of the same constructs, nested and named otherwise, beside another application. */
function ownStack(): TerraformStack {
  const stack = new TerraformStack(new App(), "production");
  new AuthentikServer(stack, "idp");
  new AgentCliProvider(stack, "cli", {
    name: "wiki",
    clientId: "wiki",
    application: { name: "wiki", slug: "wiki" },
  });
  const office = new Construct(new Construct(stack, "europe"), "office");
  const codes = new DeviceCodeFlow(office, "codes");
  new DefaultBrand(office, "login-page", { deviceCodeFlow: codes });
  const people = new AgentCliProvider(office, "people", { access });
  const machines = new AgentConnector(office, "machines", { federatedProviders: [people] });
  const laptops = new DeviceAccessGroup(office, "some", { name: "laptops", access: [] });
  new EnrollmentToken(office, "one", {
    name: "first",
    connector: machines,
    deviceAccessGroup: laptops,
  });
  const binding = new PolicyBinding(office, "door", { target: laptops.groupId, order: 0 });
  binding.addOverride("for_each", { admins: "${data.authentik_group.lookup_group_x.id}" });
  binding.addOverride("group", "${each.value}");
  stack.addOverride("data.authentik_group.lookup_group_x", { name: "authentik Admins" });
  return stack;
}

const managedOf = (stack: TerraformStack): ManagedSetUp =>
  managedSetUp("production", JSON.parse(Testing.synth(stack)), {});

let server: StandInServer;
let client: AuthentikClient;
beforeAll(async () => {
  server = await startServer();
  client = new AuthentikClient(connectionFrom({ AUTHENTIK_URL: server.url, AUTHENTIK_TOKEN: server.token }));
  const api = new Api(server);
  const application = await api.post("/core/applications/", { name: "CLI", slug: "authentik-cli" });
  const group = await api.post("/endpoints/device_access_groups/", { name: "laptops" });
  const connector = await api.post("/endpoints/agents/connectors/", { name: "authentik Agent" });
  await api.post("/endpoints/agents/enrollment_tokens/", {
    name: "first",
    connector: connector.connector_uuid,
  });
  const admins = (await api.find("/core/groups/", { name: "authentik Admins" })).pk;
  for (const target of [application.pk, group.pbm_uuid]) {
    await api.post("/policies/bindings/", { target, group: admins, order: 0 });
  }
});
afterAll(() => server.close());

/** The ids that adoption finds for the agent's objects, by type. */
async function found(managed: ManagedSetUp): Promise<string[]> {
  const matches = await matchesOf(client, managed, new Map());
  return matches
    .flatMap((match) => (match.kind === "found" ? [`${match.address.split(".")[0]} ${match.id}`] : []))
    .sort();
}

/** Where in agent-stack.yaml the settings of each object would be written, by type. */
async function places(managed: ManagedSetUp): Promise<string[]> {
  const changed = { name: "name", live: "x", configured: "y" };
  const objects = managed.objects.filter(({ mode }) => mode === "managed");
  const settings = await Promise.all(
    objects.map(async (object) => {
      const name = object.type === "authentik_policy_binding" ? "order" : "name";
      const [setting] = (await keeping(client, managed, object, { ...changed, name })) ?? [];
      return setting ? [`${object.type} ${JSON.stringify(setting.path)}`] : [];
    }),
  );
  return settings.flat().sort();
}

test("the agent's objects are the same, whatever the constructs' ids and nesting", () => {
  const names = (managed: ManagedSetUp) => [
    deviceCodeFlow(managed)?.configured?.slug,
    cliProvider(managed)?.configured?.client_id,
    cliApplication(managed)?.configured?.slug,
  ];

  expect(names(managedOf(ownStack()))).toEqual(names(managedOf(agentStack())));
  expect(names(managedOf(ownStack()))).toEqual([
    "default-device-code-flow",
    "authentik-cli",
    "authentik-cli",
  ]);
});

test("adoption finds the same objects", async () => {
  const own = await found(managedOf(ownStack()));

  expect(own).toEqual(await found(managedOf(agentStack())));
  expect(own).toHaveLength(6);
});

test("adoption keeps values at the same places, and another application's at none", async () => {
  const own = await places(managedOf(ownStack()));

  expect(own).toEqual(await places(managedOf(agentStack())));
  expect(own).toContain(
    `authentik_policy_binding ${JSON.stringify(["cli", "access", { policy: POLICY }, "order"])}`,
  );
  expect(own).toContain(
    `authentik_policy_binding ${JSON.stringify(["deviceAccessGroups", { name: "laptops" }, "access", { group: "authentik Admins" }, "order"])}`,
  );
});

test("an instance of for_each refers to what its own key and value stand for", () => {
  const managed = managedOf(ownStack());
  const binding = managed.objects.find(({ address }) => address.endsWith('["admins"]'));

  expect(binding && referredTo(managed, binding, "group")?.address).toBe(
    "data.authentik_group.lookup_group_x",
  );
});

test("no device code is asked for where the stack does not tell as which client", async () => {
  const authentik_provider_oauth2 = { a: { client_id: "a" }, b: { client_id: "b" } };
  const managed = managedSetUp("production", { resource: { authentik_provider_oauth2 } }, {});

  const options = { lock: EMPTY_LOCK, now: new Date(), probe: true };
  const { findings, notes } = await verifyEnvironment(client, managed, options);

  expect(findings.map(({ code }) => code)).toEqual(["agent-object-unknown", "not-deployed"]);
  expect(notes).toContain(
    "no device code was asked for: the stack does not tell the client id and the slug of the agent's CLI",
  );
  expect(server.requests.map(({ path }) => path)).not.toContain("/application/o/device/");
});

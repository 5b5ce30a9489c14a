import { parse } from "yaml";
import { AppProgram } from "../app-program";
import { Api, type ApiObject } from "./api";
import { everything } from "./everything";
import { Project } from "./project";
import { SetUps } from "./set-ups";
import { openStandIn, TIME_LIMIT_MS } from "./target";

jest.setTimeout(TIME_LIMIT_MS);

const app = new AppProgram();
let target: Awaited<ReturnType<typeof openStandIn>>;
let project: Project;
let api: Api;
let setUps: SetUps;

beforeEach(async () => {
  target = await openStandIn();
  api = new Api(target);
  setUps = new SetUps(api);
  project = new Project(app.bundle, target);
  project.configure({});
});

afterEach(async () => {
  project.remove();
  await target.close();
});

afterAll(() => app.remove());

const written = () => parse(project.read("agent-stack.yaml")).environments.e2e;

/** Adopts and deploys; what adopt printed and Terraform's count. */
async function adoptAndDeploy(...options: readonly string[]) {
  const adopted = await project.agentStack("adopt", "--yes", ...options);
  const deployed = await project.terraform("apply", "-auto-approve");
  const [count] = /Resources: .*/.exec(deployed.stdout) ?? [deployed.stderr];
  return { code: adopted.code, stdout: adopted.stdout, stderr: adopted.stderr, count };
}

/** What a second plan and a verification say. */
async function afterwards() {
  const plan = await project.agentStack("plan", "--no-verify");
  const verified = await project.agentStack("verify", "--format", "json");
  const [{ findings }] = JSON.parse(verified.stdout).environments;
  return { plan: plan.code, findings: findings.map(({ code }: { code: string }) => code) };
}

/** As authentik's own pages do. */
const bindStage = (values: ApiObject) =>
  api.post("/flows/bindings/", { evaluate_on_plan: false, re_evaluate_policies: true, ...values });

test("the blueprints of the agent's repository: what devices are enrolled in is taken, and nothing is made", async () => {
  await setUps.ofBlueprints();
  const before = await everything(api);

  const { code, stdout, stderr, count } = await adoptAndDeploy();

  expect({ code, stderr, count }).toEqual({
    code: 0,
    stderr: "",
    count: "Resources: 8 imported, 1 added, 1 changed, 0 destroyed.",
  });
  expect(stdout).toContain(`Found by what belongs together:
  flow device-code: a brand has it for device codes
  application authentik-cli: its provider is the CLI's
  connector agent: it accepts the CLI's tokens
  device access group workstation-prod: gets the devices of an enrollment token
  group authentik Admins at device access group workstation-prod: is bound to it
  enrollment token workstation-prod: enrols at the connector
`);
  expect(stdout).not.toContain("to be created");
  expect(stdout).toContain("Deploying changes nothing.");
  expect(written()).toMatchObject({
    deviceCodeFlow: { slug: "device-code", name: "Device code" },
    connector: { name: "agent", challengeKey: "authentik Self-signed Certificate" },
    deviceAccessGroups: [{ name: "workstation-prod", access: [{ group: "authentik Admins", order: 0 }] }],
    enrollmentTokens: [{ name: "workstation-prod", deviceAccessGroup: "workstation-prod", expiring: false }],
  });
  expect(await everything(api)).toEqual(before);
  expect(await afterwards()).toEqual({ plan: 0, findings: [] });
});

test("HCL of somebody's own: other names, slugs and client id, redirect URIs, explicit grants, a policy", async () => {
  await setUps.ofHandWrittenHcl();
  const before = await everything(api);

  const { code, stdout, stderr, count } = await adoptAndDeploy();

  // The memories of the server and of the orders that are given.
  expect({ code, stderr, count }).toEqual({
    code: 0,
    stderr: "",
    count: "Resources: 18 imported, 3 added, 2 changed, 0 destroyed.",
  });
  expect(stdout).not.toContain("to be created");
  expect(stdout).toContain("Deploying changes nothing.");
  expect(written().policies).toEqual({
    "office hours": (await api.find("/policies/all/", { search: "office hours" })).pk,
  });
  expect(written().cli).toMatchObject({
    clientId: "acme-cli",
    application: { slug: "acme-terminal", name: "ACME terminal" },
    redirectUris: [
      { url: "http://localhost:8250/callback" },
      { url: "https://.*\\.acme\\.example/cb", matchingMode: "regex" },
      { url: "https://acme.example/bye", type: "logout" },
    ],
  });
  expect(await everything(api)).toEqual(before);
  expect(await afterwards()).toEqual({ plan: 0, findings: [] });
});

test("the documentation's clicks", async () => {
  await setUps.ofClicks();
  const before = await everything(api);

  const { code, stderr, count } = await adoptAndDeploy();

  expect({ code, stderr, count }).toEqual({
    code: 0,
    stderr: "",
    count: "Resources: 5 imported, 1 added, 1 changed, 0 destroyed.",
  });
  expect(await everything(api)).toEqual(before);
  expect(await afterwards()).toMatchObject({ plan: 0 });
});

test("between adoption and the first apply, no command calls what it is about to import a stranger", async () => {
  await setUps.ofClicks();
  await project.agentStack("adopt", "--yes");
  const said = async (...command: readonly string[]) => {
    const { code, stdout } = await project.agentStack(...command, "--format", "text");
    return { code, stdout };
  };

  const verified = await said("verify");
  const drifted = await said("drift");
  const planned = await said("plan");
  const repaired = await project.agentStack("repair");

  for (const { code, stdout } of [verified, drifted]) {
    expect(code).toBe(2);
    expect(stdout).toContain("\n🔵 1 finding\n");
    expect(stdout).toContain(
      "\ncosmetic: nothing is deployed yet: the next apply imports 4 objects that were adopted\n",
    );
  }
  expect(planned.code).toBe(2);
  expect(planned.stdout).toContain("\n1 to create, 5 to import, 1 to change.\n");
  expect(planned.stdout).toContain(
    "\n  ~ authentik_provider_oauth2.cli_provider (id 1) is changed after it is imported: property_mappings, in their order only\n",
  );
  expect(planned.stdout).toContain(" → the same in another order\n");
  expect([repaired.code, repaired.stdout]).toEqual([0, "e2e: nothing to repair\n"]);
  for (const { stdout } of [verified, drifted, planned]) {
    expect(stdout).not.toMatch(/take it over|delete it|breaks logins|weakens security/);
  }
});

test("a provider that was clicked without grants stays so, and verify says how to mend that", async () => {
  await setUps.ofClicks();
  await adoptAndDeploy();

  const verified = await project.agentStack("verify", "--format", "json");

  const [{ findings }] = JSON.parse(verified.stdout).environments;
  expect(findings.map(({ code, remedy }: Record<string, string>) => [code, remedy])).toEqual([
    [
      "device-grant-missing",
      "take `grantTypes: false` out of cli in the configuration and run agent-stack apply",
    ],
    [
      "refresh-grant-missing",
      "take `grantTypes: false` out of cli in the configuration and run agent-stack apply",
    ],
  ]);
});

test("half of it: what the blueprints made of the CLI is taken, and only the connector is made", async () => {
  await setUps.ofBlueprintsWithoutAgent();

  const { code, stdout, count } = await adoptAndDeploy();

  expect({ code, count }).toEqual({
    code: 2,
    count: "Resources: 4 imported, 2 added, 1 changed, 0 destroyed.",
  });
  expect(stdout).toContain(
    "Not in authentik, to be created:\n  authentik_endpoints_connector_agent.connector\n",
  );
  expect(stdout).toContain("Deploying creates 1.");
  expect(await afterwards()).toEqual({ plan: 0, findings: [] });
});

test("the other half: what devices are enrolled in is taken, and the flow is made and given to the brand", async () => {
  const provider = await setUps.provider({ name: "Agents", client_id: "agents" });
  await setUps.application("agents", provider);
  const connector = await setUps.connector("Fleet", [provider]);
  await setUps.token("fleet", connector, await setUps.deviceAccessGroup("Fleet"));

  const { code, stdout, count } = await adoptAndDeploy();

  expect({ code, count }).toEqual({
    code: 2,
    count: "Resources: 6 imported, 2 added, 2 changed, 0 destroyed.",
  });
  expect(stdout).toContain("provider Agents: a connector accepts its tokens\n");
  expect(stdout).toContain("Not in authentik, to be created:\n  authentik_flow.device_code_flow\n");
  expect(stdout).toContain("Deploying changes 1 and creates 1.");
  expect(await afterwards()).toMatchObject({ plan: 0 });
});

describe("several connectors that accept the CLI's tokens", () => {
  let second: ApiObject;
  beforeEach(async () => {
    const { provider } = await setUps.ofBlueprints();
    second = await setUps.connector("pilot", [provider], { refresh_interval: "hours=2" });
    await setUps.token("pilot", second);
  });

  test("are shown, and one is to be chosen", async () => {
    const before = project.read("agent-stack.yaml");

    const { code, stdout } = await project.agentStack("adopt", "--yes");

    expect(code).toBe(2);
    expect(stdout).toContain(
      "Several connectors accept the CLI's tokens, choose one with --connector NAME:\n  agent: ",
    );
    expect(stdout).toContain(`  pilot: ${second.connector_uuid}, refresh_interval hours=2, enabled true\n`);
    expect(project.read("agent-stack.yaml")).toBe(before);
  });

  test("--connector takes one with what belongs to it, and the other is left alone", async () => {
    const before = await everything(api);

    const { code, stdout } = await adoptAndDeploy("--connector", "pilot");

    expect(code).toBe(0);
    expect(stdout).toContain(
      "Left as they are, and managed by nobody here:\n  device access group workstation-prod: no token of the connector puts devices into it; name it under deviceAccessGroups to take it over\n  connector agent: it accepts the CLI's tokens too, and an environment has one connector\n",
    );
    expect(written()).toMatchObject({
      connector: { name: "pilot", refreshInterval: "hours=2" },
      enrollmentTokens: [{ name: "pilot", expiring: false }],
    });
    expect(written()).not.toHaveProperty("deviceAccessGroups");
    expect(await everything(api)).toEqual(before);
  });

  test("--connector that names none says which there are", async () => {
    const { code, stderr } = await project.agentStack("adopt", "--connector", "agents");

    expect({ code, stderr }).toEqual({
      code: 1,
      stderr:
        "agent-stack adopt: --connector agents: there is no such connector, expected one of agent, pilot\n",
    });
  });
});

test("what the configuration names wins where authentik has it, and what differs is said", async () => {
  const { provider } = await setUps.ofBlueprints();
  await setUps.flow("codes");
  await setUps.connector("Ours", [provider]);
  project.configure({ deviceCodeFlow: { slug: "codes" }, connector: { name: "Ours" } });

  const { code, stdout } = await project.agentStack("adopt", "--yes");

  expect(code).toBe(2);
  expect(written()).toMatchObject({ deviceCodeFlow: { slug: "codes" }, connector: { name: "Ours" } });
  expect(stdout).toMatch(
    /^ {2}flow_device_code: "device-code" \([0-9a-f-]{36}\) in authentik, "codes" \([0-9a-f-]{36}\) configured, and no setting keeps it\n {2}changes access: whoever enters a device code goes through another flow\n/m,
  );
  expect(stdout).toContain(
    "  connector agent: it accepts the CLI's tokens too, and an environment has one connector\n",
  );
  expect(stdout).toContain("Deploying changes 1.");
});

test("what there are no settings for is told, and stays as it is", async () => {
  const { provider, connector } = await setUps.ofBlueprints();
  const flow = await api.get("/flows/instances/device-code/");
  const stage = await setUps.stage("known", connector, { mode: "required" });
  const login = await setUps.flowId("default-authentication-flow");
  await bindStage({ target: login, stage: stage.pk, order: 15 });
  const logout = await setUps.flowId("default-invalidation-flow");
  await bindStage({ target: logout, stage: stage.pk, order: 20 });
  const answers = { invalid_response_action: "restart" };
  const settings = await setUps.flowId("default-user-settings-flow");
  await bindStage({ target: settings, stage: stage.pk, order: 30, ...answers });
  await bindStage({ target: flow.pk, stage: stage.pk, order: 3 });
  await setUps.bind({ pk: flow.policybindingmodel_ptr_id }, await setUps.group(), 4);
  const federating = { jwt_federation_providers: [provider.pk] };
  await setUps.provider({ name: "authentik-pam", client_id: "authentik-pam", ...federating });
  const web = { name: "web", client_id: "web", client_type: "confidential", ...federating };
  await setUps.application("web", await setUps.provider(web));
  const other = await setUps.flow("other-codes");
  await api.post("/core/brands/", { domain: "other.example", flow_device_code: other.pk });
  const { token_uuid } = await setUps.token("short", connector, undefined, { expiring: true });
  const short = await api.get(`/endpoints/agents/enrollment_tokens/${token_uuid}/`);
  await setUps.deviceAccessGroup("unused");
  const before = await everything(api);

  const { code, stdout, stderr } = await adoptAndDeploy();

  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(written().endpointStages).toEqual([
    { name: "known", mode: "required", bind: { flow: "default-authentication-flow", order: 15 } },
  ]);
  const [, told] = /Left as they are, and managed by nobody here:\n((?: {2}.*\n)*)/.exec(stdout) ?? [];
  expect(told?.split("\n").slice(0, -1).sort()).toEqual(
    [
      "  place 20 of stage known in flow default-invalidation-flow: the configuration puts a stage into one flow",
      "  place 3 of stage known in flow device-code: the device code flow is no flow for such a stage",
      "  binding 4 of flow device-code: there are no settings for it",
      "  brand other.example: it has another flow for device codes",
      "  device access group unused: no token of the connector puts devices into it; name it under deviceAccessGroups to take it over",
      `  enrollment token short: it ends at ${short.expires}, and authentik deletes it then`,
      "  place 30 of stage known in flow default-user-settings-flow: there are no settings for its invalid_response_action",
      "  application of the command line authentik-pam: its provider accepts the CLI's tokens and serves no application",
      "  application of the command line web: its client is confidential, and `ak auth` has no client secret to send",
      "  stage known of flow device-code at 3: there are no settings for it",
    ].sort(),
  );
  expect(await everything(api)).toEqual(before);
});

test("applications of the command line are taken over as they are, with who may use them", async () => {
  const { provider } = await setUps.ofBlueprints();
  const federating = { jwt_federation_providers: [provider.pk], grant_types: ["client_credentials"] };
  const kubernetes = await setUps.provider({
    ...{ name: "Provider for Kubernetes", client_id: "kubernetes-cluster", ...federating },
    access_token_validity: "minutes=33",
  });
  const cluster = await setUps.application("kubernetes-cluster", kubernetes);
  await api.change("/core/applications/kubernetes-cluster/", { name: "Kubernetes", meta_publisher: "Ops" });
  await setUps.bind(cluster, await setUps.group(), 2);
  const ci = await setUps.provider({ name: "ci", client_id: "ci" });
  await setUps.application("ci", ci);
  const pam = await setUps.provider({
    ...{ name: "authentik-pam", client_id: "pam", ...federating, issuer_mode: "global" },
    jwt_federation_providers: [provider.pk, ci.pk],
  });
  await setUps.application("authentik-pam", pam);
  const before = await everything(api);

  const { code, stdout, stderr, count } = await adoptAndDeploy();

  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toContain("Deploying changes nothing.");
  expect(
    stdout,
  ).toContain(`  application of the command line authentik-pam: its provider accepts the CLI's tokens
  application of the command line Provider for Kubernetes: its provider accepts the CLI's tokens
  group authentik Admins at application kubernetes-cluster: is bound to it
`);
  const [first, second] = written().cliApplications;
  expect(first).toMatchObject({
    name: "authentik-pam",
    clientId: "pam",
    issuerMode: "global",
    furtherFederatedProviders: ["ci"],
    application: { slug: "authentik-pam" },
  });
  expect(second).toMatchObject({
    name: "Provider for Kubernetes",
    preset: "kubernetes",
    accessTokenValidity: "minutes=33",
    application: { name: "Kubernetes", publisher: "Ops" },
    access: [{ group: "authentik Admins", order: 2 }],
  });
  expect(count).toMatch(/^Resources: 13 imported, 1 added, \d changed, 0 destroyed\.$/);
  expect(await everything(api)).toEqual(before);
  expect((await afterwards()).plan).toBe(0);
});

test("an application of the command line that the configuration wants is not made beside one of another slug", async () => {
  const { provider } = await setUps.ofBlueprints();
  const client = { client_id: "kubernetes-cluster", grant_types: ["client_credentials"] };
  await setUps.application(
    "k8s",
    await setUps.provider({ name: "Kubernetes", ...client, jwt_federation_providers: [provider.pk] }),
  );
  await setUps.application("amazon", await setUps.provider({ name: "AWS", client_id: "authentik-aws-cli" }));
  project.configure({
    cliApplications: [
      { name: "Kubernetes", preset: "kubernetes" },
      { name: "AWS", preset: "aws" },
    ],
  });

  const { stdout, count } = await adoptAndDeploy();

  expect(stdout).toContain("  application k8s: its provider is that of Kubernetes\n");
  expect(stdout).toContain("  application amazon: its provider is that of AWS\n");
  expect(stdout).toContain("Deploying changes 1.");
  expect(written().cliApplications).toMatchObject([
    { name: "Kubernetes", application: { slug: "k8s" } },
    { name: "AWS", application: { slug: "amazon" } },
  ]);
  expect(count).toMatch(/^Resources: 12 imported, 1 added, \d changed, 0 destroyed\.$/);
  expect((await afterwards()).plan).toBe(0);
});

test("before it is deployed, a second adoption and the plan tell no change of what is taken over", async () => {
  const { connector } = await setUps.ofBlueprints();
  const stage = await setUps.stage("known", connector, { mode: "required" });
  const target = await setUps.flowId("default-authentication-flow");
  await bindStage({ target, stage: stage.pk, order: 15 });
  await project.agentStack("adopt", "--yes");

  const again = await project.agentStack("adopt", "--yes");
  const plan = await project.agentStack("plan", "--no-verify", "--format", "json");

  expect(again.code).toBe(0);
  expect(again.stdout).not.toContain("Left as they are");
  expect(plan.stdout).toContain("authentik_provider_oauth2.cli_provider");
  expect(plan.stdout).not.toContain("api-scope-missing");
});

test("a group that is bound twice is asked about at the address that its entry gets", async () => {
  const { provider } = await setUps.ofBlueprintsWithoutAgent();
  const application = await api.get(`/core/applications/${provider.client_id}/`);
  await setUps.bind(application, await setUps.group(), 1);
  const second = await setUps.bind(application, { ...(await setUps.group()), negate: true }, 2);
  await setUps.connector("agent", [provider]);
  const before = project.read("agent-stack.yaml");

  const asked = await project.agentStack("adopt", "--yes");
  const unchanged = project.read("agent-stack.yaml");
  const binding = "authentik_policy_binding.cli_access_group_authentik_Admins";
  const chosen = await project.agentStack("adopt", "--yes", "--id", `${binding}=${second.pk}`);

  expect([asked.code, chosen.code]).toEqual([2, 0]);
  expect(asked.stdout).toContain(`Several for ${binding}, choose one with --id ${binding}=<id>:\n`);
  expect(unchanged).toBe(before);
  expect(written().cli.access).toEqual([{ group: "authentik Admins", negate: true, order: 2 }]);
});

test("names that the configuration cannot have are told, with what hangs on them", async () => {
  const { connector } = await setUps.ofBlueprints();
  await setUps.token("odd", connector, await setUps.deviceAccessGroup("two\nlines"));
  const before = await everything(api);

  const { code, stdout } = await adoptAndDeploy();

  expect(code).toBe(0);
  expect(stdout).toContain(
    '  device access group two⏎lines: the configuration cannot name it: got "two\\nlines", expected one line of text without spaces around it\n',
  );
  expect(stdout).toContain(
    "  enrollment token odd: the device access group of its devices is not shown, or the configuration cannot name it\n",
  );
  expect(await everything(api)).toEqual(before);
});

test("a token that does not see everything is refused, since what is hidden would be made a second time", async () => {
  const { connector } = await setUps.ofBlueprints();
  await setUps.connector("hidden", []);
  const collections = [
    ...["core/brands", "flows/instances", "flows/bindings", "providers/oauth2", "core/applications"],
    ...["policies/bindings", "endpoints/agents/enrollment_tokens", "endpoints/device_access_groups"],
    ...["stages/endpoints", "core/groups", "core/users", "propertymappings/provider/scope"],
    "crypto/certificatekeypairs",
  ];
  const { token } = target.standIn.server.seed.userWith("planner", [
    ...collections.map((path) => ({ may: "view" as const, path })),
    { may: "view", path: "endpoints/agents/connectors", objects: [String(connector.connector_uuid)] },
  ]);

  const { code, stderr } = await project.agentStackWith({ AUTHENTIK_TOKEN: token }, "adopt", "--yes");

  expect({ code, stderr }).toEqual({
    code: 1,
    stderr:
      "agent-stack adopt: planner may not see all that is there, and what is hidden would be taken for missing and made a second time: give it the permission authentik_endpoints_connectors_agent.view_agentconnector through a role\n",
  });
});

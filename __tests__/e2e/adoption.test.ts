import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parse, stringify } from "yaml";
import type { AgentStackProps } from "../../lib";
import { AppProgram } from "../app-program";
import { Api, type ApiObject } from "./api";
import { isOf, LISTS } from "./borrowed-authentik";
import { Deployment, type Run } from "./deployment";
import { runOf } from "./ended";
import { MUTATIONS, mutate, type Others } from "./mutations";
import { openTarget, type Target, TIME_LIMIT_MS } from "./target";
import { wholeSetUp } from "./whole-set-up";

jest.setTimeout(TIME_LIMIT_MS);

const BINDING = "authentik_policy_binding.cli_access_group_authentik_Admins";

const app = new AppProgram();
const cli = resolve("dist/agent-stack.js");
let target: Target;
let api: Api;
let project: string;
let brandBefore: ApiObject;

beforeEach(async () => {
  target = await openTarget();
  api = new Api(target);
  project = mkdtempSync(join(tmpdir(), "agent-stack-adoption-"));
  brandBefore = await defaultBrand();
  writeFileSync(join(project, "cdktf.json"), JSON.stringify({ app: `node ${resolve(app.bundle)}` }));
});

afterEach(async () => {
  rmSync(project, { recursive: true, force: true });
  await target.close();
});

afterAll(() => app.remove());

const defaultBrand = () => api.find("/core/brands/", { domain: "authentik-default" });

describe("a set-up clicked together by authentik's documentation", () => {
  beforeEach(async () => {
    await click();
    configure({
      deviceCodeFlow: { name: `${target.prefix}-flow`, slug: `${target.prefix}-flow` },
      cli: {
        name: `${target.prefix}-cli`,
        clientId: `${target.prefix}-cli`,
        application: { name: `${target.prefix}-cli`, slug: `${target.prefix}-cli` },
        access: [{ group: "authentik Admins" }, { user: "akadmin" }],
      },
      connector: { name: `${target.prefix}-connector` },
    });
  });

  test("is adopted by what adopt writes: not a byte changes, the plan is empty, and drift is seen", async () => {
    const before = await everything();

    const adopted = await agentStack("adopt", "--yes");
    const beside = await agentStack("plan", "--format", "json");
    const deployed = await deploy();
    const plan = await agentStack("plan", "--no-verify");

    expect([adopted.code, beside.code, deployed.code, plan.code]).toEqual([0, 2, 0, 0]);
    expect(adopted.stdout).toContain("Deploying changes nothing.");
    // What is to be imported is no stranger, and a state that is empty until then is none that was lost.
    expect(JSON.parse(beside.stdout).environments[0].findings).toEqual([]);
    // What the state remembers of its server.
    expect(deployed.stdout).toContain("Resources: 7 imported, 1 added,");
    expect(await everything()).toBe(before);

    const { connector_uuid } = await api.find("/endpoints/agents/connectors/", {
      name: `${target.prefix}-connector`,
    });
    await api.change(`/endpoints/agents/connectors/${connector_uuid}/`, { nss_uid_offset: 5000 });
    const drift = await agentStack("drift", "--format", "json");
    const again = await agentStack("adopt");
    expect([drift.code, again.code]).toEqual([2, 2]);
    expect(JSON.parse(drift.stdout).environments[0].drift).toMatchObject([
      { address: "authentik_endpoints_connector_agent.connector", attributes: [{ name: "nss_uid_offset" }] },
    ]);
    expect(again.stdout).toContain("nss_uid_offset: 5000 in authentik, 1000 configured");
  });

  test("without --yes: shows ids, differences, what they mean and the settings, and writes nothing", async () => {
    const configuration = read("agent-stack.yaml");
    const before = await everything();

    const { code, stdout, stderr } = await agentStack("adopt", "e2e");

    expect({ code, stderr }).toEqual({ code: 2, stderr: "" });
    expect(stdout).toContain("Deploying changes nothing.");
    expect(stdout).toContain("access_token_validity: hours=1 in authentik, minutes=10 configured");
    expect(stdout).toContain("weakens security: uids or gids of existing users change on devices");
    const provider = await api.find("/providers/oauth2/", { client_id: `${target.prefix}-cli` });
    const settings = stdout.slice(
      stdout.indexOf("environments:"),
      stdout.indexOf("\n\n\nnothing was written"),
    );
    expect(settings).toContain(`authentik_provider_oauth2.cli_provider: "${provider.pk}"`);
    expect(settings.slice(0, settings.indexOf("    adopt:"))).toBe(
      `environments:
  e2e:
    deviceCodeFlow:
      background: ""
      compatibilityMode: false
    cli:
      access:
        - group: authentik Admins
          order: 0
        - user: akadmin
          order: 0
      accessTokenValidity: hours=1
      grantTypes: false
      name: Provider for ${target.prefix}-cli
    connector:
      authTerminateSessionOnExpiry: false
      authorizationFlow: false
      challengeIdleTimeout: seconds=5
      challengeTriggerCheckIn: false
      nssGidOffset: 1000
      nssUidOffset: 1000
`,
    );
    expect(read("agent-stack.yaml")).toBe(configuration);
    expect(await everything()).toBe(before);
  });

  test("refuses what is there twice, until told which", async () => {
    const name = `${target.prefix}-connector`;
    const provider = await api.find("/providers/oauth2/", { client_id: `${target.prefix}-cli` });
    const second = await api.post("/endpoints/agents/connectors/", {
      ...{ name, enabled: false, jwt_federation_providers: [provider.pk] },
    });
    const { pk: pbm } = await api.get(`/core/applications/${target.prefix}-cli/`);
    const other = await api.post("/policies/bindings/", {
      target: pbm,
      group: (await api.find("/core/groups/", { name: "authentik Admins" })).pk,
      order: 9,
    });

    const refused = await agentStack("adopt", "--yes");
    const connector = "authentik_endpoints_connector_agent.connector";
    const chosen = await agentStack(
      ...[
        "adopt",
        "--yes",
        "--id",
        `${connector}=${second.connector_uuid}`,
        "--id",
        `${BINDING}=${other.pk}`,
      ],
    );

    expect([refused.code, chosen.code]).toEqual([2, 0]);
    expect(refused.stdout).toContain(`Several for ${connector}, choose one with --id ${connector}=<id>:`);
    expect(refused.stdout).toContain(`  ${second.connector_uuid}: enabled false`);
    expect(refused.stdout).toContain(`  ${other.pk}: order 9`);
    expect(read("agent-stack.yaml")).toContain(`${connector}: ${second.connector_uuid}\n`);
    expect(read("agent-stack.yaml")).toContain(`${BINDING}: ${other.pk}\n`);
  });

  test("an adopted object that is deleted later is made anew, whatever adopt says", async () => {
    await agentStack("adopt", "--yes");
    await deploy();
    const { connector_uuid } = await api.find("/endpoints/agents/connectors/", {
      name: `${target.prefix}-connector`,
    });
    await api.delete(`/endpoints/agents/connectors/${connector_uuid}/`);

    const plan = await agentStack("plan", "--no-verify", "--format", "json");

    expect(plan.code).toBe(2);
    expect(JSON.parse(plan.stdout).environments[0].changes).toMatchObject([
      { address: "authentik_endpoints_connector_agent.connector", action: "create" },
    ]);
  });
});

test("a device code flow of another name is found through the brand", async () => {
  const flow = await api.post("/flows/instances/", {
    ...{ name: "Codes", title: "Codes", slug: `${target.prefix}-codes` },
    ...{ designation: "stage_configuration", authentication: "require_authenticated" },
  });
  await api.change(`/core/brands/${brandBefore.brand_uuid}/`, { flow_device_code: flow.pk });
  configure(wholeSetUp(target.prefix));

  const { code, stdout } = await agentStack("adopt", "--yes");

  expect(code).toBe(2);
  expect(stdout).toContain(
    `flow ${target.prefix}-codes: a brand has it for device codes; there is none called ${target.prefix}-flow\n`,
  );
  expect(read("agent-stack.yaml")).toContain(`authentik_flow.device_code_flow: ${target.prefix}-codes\n`);
  expect(read("agent-stack.yaml")).toContain(`slug: ${target.prefix}-codes\n`);
});

test("every attribute that someone set otherwise is kept", async () => {
  await makeWithTerraform(wholeSetUp(target.prefix));
  configure(wholeSetUp(target.prefix));
  await changeEverything();
  const before = inAnyOrder(await everything());

  const adopted = await agentStack("adopt", "--yes");
  const deployed = await deploy();
  const plan = await agentStack("plan", "--no-verify");

  expect([adopted.code, deployed.code, plan.code]).toEqual([0, 0, 0]);
  expect(adopted.stdout).toContain(
    `To be left out:\n  cli.authenticationFlow\n  enrollmentTokens[${target.prefix}-token].deviceAccessGroup\n`,
  );
  expect(adopted.stdout).not.toContain("no setting keeps it");
  // In Terraform's state only: the orders that are given from now on.
  expect(deployed.stdout).toContain("terraform_data.cli_access_orders: Creation complete");
  expect(deployed.stdout).toContain("2 added");
  // Rewriting the provider moves it to the end of the lists that have it: authentik keeps no order in them.
  expect(inAnyOrder(await everything())).toEqual(before);
});

test("what no setting keeps is said, with what it means, and not written", async () => {
  await makeWithTerraform(wholeSetUp(target.prefix));
  configure(wholeSetUp(target.prefix));
  const provider = await api.find("/providers/oauth2/", { client_id: `${target.prefix}-cli` });
  await api.change(`/providers/oauth2/${provider.pk}/`, {
    ...{ client_type: "confidential", signing_key: null, property_mappings: [] },
    ...{ logout_uri: "https://example.com/out" },
  });
  const connector = await api.find("/endpoints/agents/connectors/", { name: `${target.prefix}-connector` });
  await api.change(`/endpoints/agents/connectors/${connector.connector_uuid}/`, {
    jwt_federation_providers: [],
  });

  const { code, stdout } = await agentStack("adopt", "--yes");

  expect(code).toBe(2);
  expect(stdout.match(/^ {2}(\w+): .*no setting keeps it$/gm)?.slice(0, 5)).toEqual([
    expect.stringMatching(
      new RegExp(
        `^  jwt_federation_providers: \\[\\] in authentik, \\["${target.prefix}-cli" \\(\\d+\\)\\] configured, and no setting keeps it$`,
      ),
    ),
    "  client_type: confidential in authentik, public configured, and no setting keeps it",
    "  logout_uri: https://example.com/out in authentik, none configured, and no setting keeps it",
    expect.stringMatching(/^ {2}property_mappings: \[\] in authentik, .*, and no setting keeps it$/),
    expect.stringMatching(
      /^ {2}signing_key: none in authentik, "authentik Self-signed Certificate" \([0-9a-f-]{36}\) configured, and no setting keeps it$/,
    ),
  ]);
  expect(stdout).toContain("Deploying changes 2.");
  expect(Object.keys(parse(read("agent-stack.yaml")).environments.e2e.adopt)).toHaveLength(11);
});

function configure(props: AgentStackProps): void {
  const environment = { ...props, backend: { local: { path: join(project, "terraform.tfstate") } } };
  writeFileSync(join(project, "agent-stack.yaml"), stringify({ environments: { e2e: environment } }));
}

const read = (file: string) => readFileSync(join(project, file), "utf8");

function agentStack(...args: readonly string[]): Promise<Run> {
  return run(process.execPath, [cli, ...args], project);
}

/** As a pipeline does: in the folder that was synthesised. */
async function deploy(): Promise<Run> {
  const terraform = target.environment.TERRAFORM_BINARY_NAME ?? "terraform";
  const directory = join(project, "cdktf.out", "stacks", "e2e");
  return run(terraform, ["apply", "-auto-approve", "-no-color", "-input=false"], directory);
}

function run(command: string, args: readonly string[], cwd: string): Promise<Run> {
  const { AGENT_STACK_CONFIG: _, ...inherited } = process.env;
  const child = spawn(command, args, {
    cwd,
    env: { ...inherited, ...target.environment, NO_COLOR: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  return runOf(child);
}

/** All that is ours and all bindings to it as authentik gives them, and the brands. */
async function everything(): Promise<string> {
  const lists = await Promise.all(Object.keys(LISTS).map((path) => api.list(path)));
  const ours = lists.map((objects) => objects.filter((object) => isOf(target.prefix, object)));
  const targets = ours.flat().flatMap(({ pk, pbm_uuid }) => [pk, pbm_uuid]);
  const bindings = (await api.list("/policies/bindings/")).filter((binding) =>
    targets.includes(binding.target),
  );
  return JSON.stringify([ours, bindings, await api.list("/core/brands/")], null, 1);
}

function inAnyOrder(json: string): unknown {
  return JSON.parse(json, (_, value) =>
    Array.isArray(value) && value.every((item) => typeof item !== "object") ? [...value].sort() : value,
  );
}

/** The clicks of the documentation, and two bindings, which the admin pages make with order 0. */
async function click(): Promise<void> {
  const { prefix } = target;
  const slugged = async (slug: string) => (await api.get(`/flows/instances/${slug}/`)).pk;
  const flow = await api.post("/flows/instances/", {
    ...{ name: `${prefix}-flow`, title: "Device code flow", slug: `${prefix}-flow` },
    ...{ designation: "stage_configuration", authentication: "require_authenticated" },
  });
  await api.change(`/core/brands/${brandBefore.brand_uuid}/`, { flow_device_code: flow.pk });
  const selected = ["openid", "email", "profile", "offline_access", "authentik_api"].map(
    (scope) => `goauthentik.io/providers/oauth2/scope-${scope}`,
  );
  const provider = await api.post("/providers/oauth2/", {
    name: `Provider for ${prefix}-cli`,
    authorization_flow: await slugged("default-provider-authorization-implicit-consent"),
    invalidation_flow: await slugged("default-provider-invalidation-flow"),
    client_type: "public",
    client_id: `${prefix}-cli`,
    signing_key: (
      await api.find("/crypto/certificatekeypairs/", { name: "authentik Self-signed Certificate" })
    ).pk,
    property_mappings: await mappings(({ managed }) => selected.includes(String(managed))),
    redirect_uris: [],
  });
  const application = { name: `${prefix}-cli`, slug: `${prefix}-cli`, provider: provider.pk };
  const { pk } = await api.post("/core/applications/", application);
  const group = (await api.find("/core/groups/", { name: "authentik Admins" })).pk;
  const user = (await api.find("/core/users/", { username: "akadmin" })).pk;
  await api.post("/policies/bindings/", { target: pk, group, order: 0 });
  await api.post("/policies/bindings/", { target: pk, user, order: 0 });
  await api.post("/endpoints/agents/connectors/", {
    name: `${prefix}-connector`,
    refresh_interval: "minutes=30",
    enabled: true,
    jwt_federation_providers: [provider.pk],
  });
}

async function mappings(isWanted: (mapping: ApiObject) => boolean): Promise<unknown[]> {
  const all = await api.list("/propertymappings/provider/scope/");
  return all.filter(isWanted).map(({ pk }) => pk);
}

/** Objects that nobody's state knows any more. */
async function makeWithTerraform(props: AgentStackProps): Promise<void> {
  const deployment = new Deployment(target.environment);
  deployment.configure(props);
  const { code, stderr } = await deployment.apply();
  deployment.remove();
  if (code !== 0) throw new Error(stderr);
}

/** What the objects are found by, and what can only be had otherwise through another object. */
const LEFT_ALONE = new Set([
  "authentik_brand.flow_device_code",
  "authentik_provider_oauth2.client_type",
  "authentik_provider_oauth2.name",
  "authentik_provider_oauth2.property_mappings",
  "authentik_provider_oauth2.signing_key",
  "authentik_application.protocol_provider",
  "authentik_policy_binding.target",
  "authentik_policy_binding.group",
  "authentik_policy_binding.user",
  "authentik_endpoints_connector_agent.name",
  "authentik_endpoints_connector_agent.jwt_federation_providers",
  "authentik_endpoints_connector_agent.challenge_key",
  "authentik_endpoints_device_access_group.name",
  "authentik_endpoints_connector_agent_enrollment_token.name",
  "authentik_endpoints_connector_agent_enrollment_token.connector",
  "authentik_policy_binding.order",
  "authentik_stage_endpoints.name",
  "authentik_stage_endpoints.connector",
  "authentik_flow_stage_binding.target",
  "authentik_flow_stage_binding.stage",
  "authentik_flow_stage_binding.evaluate_on_plan",
  "authentik_flow_stage_binding.policy_engine_mode",
  "authentik_flow_stage_binding.invalid_response_action",
]);

async function changeEverything(): Promise<void> {
  const { prefix } = target;
  const [provider] = await api.list("/providers/oauth2/", { client_id: `${prefix}-cli` });
  const application = await api.get(`/core/applications/${prefix}-cli/`);
  const [group] = await api.list("/endpoints/device_access_groups/", { name: `${prefix}-workstations` });
  const bindings = await Promise.all(
    [application.pk, group?.pbm_uuid].map((pk) => api.list("/policies/bindings/", { target: String(pk) })),
  );
  const [connector] = await api.list("/endpoints/agents/connectors/", { name: `${prefix}-connector` });
  const tokens = await api.list("/endpoints/agents/enrollment_tokens/");
  const token = tokens.find(({ name }) => name === `${prefix}-token`);
  const [stage] = await api.list("/stages/endpoints/", { name: `${prefix}-stage` });
  const [stageBinding] = await api.list("/flows/bindings/", { stage: String(stage?.pk) });
  const explicit = await api.get("/flows/instances/default-provider-authorization-explicit-consent/");
  const objects: [type: string, attributes: ApiObject][] = [
    ["authentik_flow", { slug: `${prefix}-flow` }],
    ["authentik_provider_oauth2", { id: provider?.pk }],
    ["authentik_application", { slug: `${prefix}-cli` }],
    ...bindings
      .flat()
      .map(({ pk, order }): [string, ApiObject] => ["authentik_policy_binding", { id: pk, order }]),
    ["authentik_endpoints_connector_agent", { id: connector?.connector_uuid }],
    ["authentik_endpoints_connector_agent_enrollment_token", { id: token?.token_uuid }],
    ["authentik_stage_endpoints", { id: stage?.pk }],
    ["authentik_flow_stage_binding", { id: stageBinding?.pk }],
  ];
  for (const [type, attributes] of objects) {
    for (const attribute of Object.keys(MUTATIONS[type]?.changed ?? {})) {
      if (LEFT_ALONE.has(`${type}.${attribute}`)) continue;
      await mutate(api, type, attribute, attributes, { prefix, flow: explicit.pk } as Others);
    }
  }
  // No two of one target may have the same order.
  for (const [place, { pk }] of bindings.flat().entries())
    await api.change(`/policies/bindings/${pk}/`, { order: 7 + place });
  const custom = await api.post("/propertymappings/provider/scope/", {
    ...{ name: `${prefix}-posture`, scope_name: "posture", expression: "return {}" },
  });
  const chosen = [
    "goauthentik.io/providers/oauth2/scope-openid",
    "goauthentik.io/providers/oauth2/scope-entitlements",
    "goauthentik.io/api",
  ];
  await api.change(`/providers/oauth2/${provider?.pk}/`, {
    property_mappings: await mappings(
      ({ pk, managed }) => pk === custom.pk || chosen.includes(String(managed)),
    ),
  });
  const other = await api.post("/providers/oauth2/", {
    ...{ name: `${prefix}-other`, authorization_flow: explicit.pk, invalidation_flow: explicit.pk },
    redirect_uris: [],
  });
  // Terraform's provider looks none up that has no application.
  const slug = `${prefix}-other`;
  await api.post("/core/applications/", { name: slug, slug, provider: other.pk });
  await api.change(`/endpoints/agents/connectors/${connector?.connector_uuid}/`, {
    jwt_federation_providers: [provider?.pk, other.pk],
  });
  await api.change(`/endpoints/agents/enrollment_tokens/${token?.token_uuid}/`, { expiring: false });
  expect(custom.managed).toBeNull();
}

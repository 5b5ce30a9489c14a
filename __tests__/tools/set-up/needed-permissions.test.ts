import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, Testing } from "cdktf";
import { AgentStack, type AgentStackProps } from "../../../lib";
import { type StandInProvider, startProvider } from "../../../standin/provider";
import { type LoggedRequest, type StandInServer, startServer } from "../../../standin/server";
import { AuthentikClient } from "../../../tools/authentik/client";
import { connectionFrom } from "../../../tools/authentik/connection";
import type { Drift } from "../../../tools/changes/changes";
import { attributeDrift } from "../../../tools/drift/event-log";
import { EMPTY_LOCK } from "../../../tools/findings/scope-mapping-lock";
import { verifyEnvironment } from "../../../tools/findings/verify-environment";
import { flow } from "../../../tools/objects";
import { type Identity, neededPermissions } from "../../../tools/set-up/needed-permissions";
import { type ManagedSetUp, managedSetUp, type StackJson } from "../../../tools/set-up/stack";
import { Api } from "../../e2e/api";
import { Deployment } from "../../e2e/deployment";
import { wholeSetUp } from "../../e2e/whole-set-up";
import { grantsOf } from "../grants";

jest.setTimeout(240_000);

const setUpOf = (props: AgentStackProps, state = {}): ManagedSetUp =>
  managedSetUp("e2e", JSON.parse(Testing.synth(new AgentStack(new App(), "e2e", props))), state);

const AGENT = "authentik_endpoints_connectors_agent";

test("the smallest set-up takes these permissions", () => {
  // Act
  const setUp = setUpOf({});

  // Assert
  expect(neededPermissions(setUp, "plan")).toEqual({
    permissions: [
      "authentik_brands.view_brand",
      "authentik_core.view_application",
      "authentik_core.view_group",
      "authentik_core.view_user",
      "authentik_crypto.view_certificatekeypair",
      `${AGENT}.view_agentconnector`,
      `${AGENT}.view_enrollmenttoken`,
      "authentik_events.view_event",
      "authentik_flows.view_flow",
      "authentik_flows.view_flowstagebinding",
      "authentik_policies.view_policybinding",
      "authentik_providers_oauth2.view_oauth2provider",
      "authentik_providers_oauth2.view_scopemapping",
    ],
    unknownTypes: [],
  });
  expect(writing(neededPermissions(setUp, "apply").permissions)).toEqual([
    "authentik_brands.change_brand",
    "authentik_core.add_application",
    "authentik_core.change_application",
    "authentik_core.delete_application",
    `${AGENT}.add_agentconnector`,
    `${AGENT}.change_agentconnector`,
    `${AGENT}.delete_agentconnector`,
    "authentik_flows.add_flow",
    "authentik_flows.change_flow",
    "authentik_flows.delete_flow",
    "authentik_providers_oauth2.add_oauth2provider",
    "authentik_providers_oauth2.change_oauth2provider",
    "authentik_providers_oauth2.delete_oauth2provider",
  ]);
});

const writing = (permissions: readonly string[]) => permissions.filter((each) => !each.includes(".view_"));

test.each<Identity>(["plan", "apply"])("the key of an enrollment token takes one more for %s", (identity) => {
  // Arrange
  const withKey = (retrieveKey: boolean) => setUpOf({ enrollmentTokens: [{ name: "laptops", retrieveKey }] });

  // Act
  const without: readonly string[] = neededPermissions(withKey(false), identity).permissions;
  const further = neededPermissions(withKey(true), identity).permissions.filter(
    (each) => !without.includes(each),
  );

  // Assert
  expect(further).toEqual([`${AGENT}.view_enrollment_token_key`]);
});

test("types of which nothing is known are named", () => {
  // Arrange
  const stack: StackJson = {
    resource: { authentik_outpost: { proxy: {} }, random_id: { id: {} } },
    data: { authentik_stage: { password: {} } },
  };

  // Act
  const { unknownTypes } = neededPermissions(managedSetUp("own", stack, {}), "apply");

  // Assert
  expect(unknownTypes).toEqual(["authentik_outpost", "authentik_stage"]);
});

describe("with the whole set-up", () => {
  let folder: string;
  let snapshot: string;
  let needed: Record<Identity, readonly string[]>;
  let sent: Record<Identity, LoggedRequest[]>;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "agent-stack-permissions-"));
    snapshot = join(folder, "snapshot.json");
    ({ needed, sent } = await recorded(folder, snapshot));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each<Identity>(["plan", "apply"])("%s is refused nothing", (identity) => {
    expect(sent[identity].length).toBeGreaterThan(20);
    expect(sent[identity].filter(({ status }) => status === 403)).toEqual([]);
  });

  test.each<Identity>(["plan", "apply"])(
    "%s is refused something without any one of them",
    async (identity) => {
      // Act
      const whole = await firstRefused(sent[identity], needed[identity], folder, snapshot);
      const enoughWithout: string[] = [];
      for (const left of needed[identity]) {
        const rest = needed[identity].filter((each) => each !== left);
        if (!(await firstRefused(sent[identity], rest, folder, snapshot))) enoughWithout.push(left);
      }

      // Assert
      expect(whole).toBeUndefined();
      expect(enoughWithout).toEqual([]);
    },
  );
});

/** What plan and apply ask for, each with a token that has just what it needs, and authentik as it was in between. */
async function recorded(folder: string, snapshot: string) {
  const stateFile = join(folder, "server.json");
  const server = await startServer({ stateFile });
  const api = new Api(server);
  const props = withEverything(server);
  const needed = {
    plan: neededPermissions(setUpOf(props), "plan").permissions,
    apply: neededPermissions(setUpOf(props), "apply").permissions,
  };
  const tokens = {
    plan: server.seed.userWith("planner", grantsOf(needed.plan)).token,
    apply: server.seed.userWith("deployer", grantsOf(needed.apply)).token,
  };
  const sent: Record<Identity, LoggedRequest[]> = { plan: [], apply: [] };
  const as = async (identity: Identity, run: () => Promise<unknown>) => {
    const before = server.requests.length;
    await run();
    sent[identity].push(...server.requests.slice(before));
  };
  const terraform = new Terraform(server, tokens);

  const verify = async (identity: Identity, state: object) => {
    const client = clientOf(server, tokens[identity]);
    const options = { lock: EMPTY_LOCK, now: new Date() };
    const { findings, notes } = await verifyEnvironment(client, setUpOf(props, state), options);
    const said = [...findings.map(({ code }) => code), ...notes];
    expect(said.filter((each) => /^(token-|permission-missing)/.test(each))).toEqual([]);
  };
  try {
    terraform.configure(props);
    await as("plan", () => verify("plan", {}));
    await as("apply", () => verify("apply", {}));
    await as("apply", () => terraform.run("apply", 0, (deployment) => deployment.apply()));
    await changeEverything(api);
    await as("plan", async () => {
      await terraform.run("plan", 2, async (deployment) => (await deployment.plan()).run);
      await verify("plan", await terraform.state());
      const drifted = { type: flow.type, objectId: "e2e-flow", action: "update", attributes: [] };
      await attributeDrift([drifted as unknown as Drift], () => clientOf(server, tokens.plan));
    });
    await as("apply", async () => {
      await terraform.run("apply", 0, (deployment) => deployment.apply());
      await verify("apply", await terraform.state());
    });
    cpSync(stateFile, snapshot);
    terraform.configure({ ...props, brands: { release: true } });
    await as("apply", async () => {
      await terraform.run("apply", 0, (deployment) => deployment.apply());
      await terraform.run("apply", 0, (deployment) => deployment.destroy());
    });
  } finally {
    await terraform.remove();
    await server.close();
  }
  return { needed, sent };
}

function withEverything({ seed }: StandInServer): AgentStackProps {
  const setUp = wholeSetUp("e2e");
  const policy = { name: "office hours", id: seed.policy("office hours", true) };
  return {
    ...setUp,
    cli: { ...setUp.cli, access: [{ group: "authentik Admins" }, { user: "akadmin" }, { policy }] },
    enrollmentTokens: [{ name: "e2e-token", retrieveKey: true }],
  };
}

/** Real terraform, with a provider of its own for each token. */
class Terraform {
  private readonly environment: Record<string, string> = {
    TF_CLI_CONFIG_FILE: "/dev/null",
    CHECKPOINT_DISABLE: "1",
    TERRAFORM_BINARY_NAME: join(__dirname, "../../../standin/terraform"),
    STANDIN_TERRAFORM: process.env.TERRAFORM_BINARY_NAME ?? "terraform",
  };
  private readonly deployment = new Deployment(this.environment);
  private readonly providers: Partial<Record<Identity, StandInProvider>> = {};

  constructor(
    private readonly server: StandInServer,
    private readonly tokens: Readonly<Record<Identity, string>>,
  ) {}

  configure(props: AgentStackProps): void {
    this.deployment.configure(props);
  }

  async run(
    identity: Identity,
    code: number,
    command: (deployment: Deployment) => Promise<{ readonly code: number; readonly stderr: string }>,
  ): Promise<void> {
    const authentik = { AUTHENTIK_URL: this.server.url, AUTHENTIK_TOKEN: this.tokens[identity] };
    this.providers[identity] ??= await startProvider(authentik);
    Object.assign(this.environment, authentik, { TF_REATTACH_PROVIDERS: this.providers[identity].reattach });
    const run = await command(this.deployment);
    expect({ code: run.code, stderr: run.stderr }).toEqual({ code, stderr: "" });
  }

  async state(): Promise<object> {
    return JSON.parse((await this.deployment.terraform("show", "-json")).stdout);
  }

  /** Only then are the providers closed: terraform kills the process of one that no longer answers. */
  async remove(): Promise<void> {
    this.deployment.remove();
    for (const provider of Object.values(this.providers)) await provider.close();
  }
}

/** Someone changes one object of each type, and binds a stage to the flow. */
async function changeEverything(api: Api): Promise<void> {
  const flow = await api.get("/flows/instances/e2e-flow/");
  const application = await api.get("/core/applications/e2e-cli/");
  const [stage] = await api.list("/stages/all/");
  await api.post("/flows/bindings/", { target: flow.pk, stage: stage?.pk, order: 0 });
  await api.change("/flows/instances/e2e-flow/", { title: "changed" });
  await api.change("/core/applications/e2e-cli/", { name: "changed" });
  const changes: [
    path: string,
    id: string,
    filter: Record<string, string>,
    fields: Record<string, unknown>,
  ][] = [
    ["/core/brands/", "brand_uuid", { domain: "authentik-default" }, { flow_device_code: null }],
    ["/providers/oauth2/", "pk", { name: "e2e-cli" }, { access_code_validity: "minutes=7" }],
    [
      "/endpoints/agents/connectors/",
      "connector_uuid",
      { name: "e2e-connector" },
      { refresh_interval: "minutes=7" },
    ],
    ["/endpoints/device_access_groups/", "pbm_uuid", { name: "e2e-workstations" }, { name: "changed" }],
    ["/endpoints/agents/enrollment_tokens/", "token_uuid", { search: "e2e-token" }, { name: "changed" }],
    ["/stages/endpoints/", "pk", { name: "e2e-stage" }, { name: "changed" }],
  ];
  for (const [path, id, filter, fields] of changes) {
    await api.change(`${path}${(await api.find(path, filter))[id]}/`, fields);
  }
  const [placed] = await api.list("/flows/bindings/", { order: "15" });
  await api.change(`/flows/bindings/${placed?.pk}/`, { order: 16 });
  const [binding] = await api.list("/policies/bindings/", { target: String(application.pk) });
  await api.change(`/policies/bindings/${binding?.pk}/`, { negate: true });
}

const clientOf = ({ url }: StandInServer, token: string): AuthentikClient =>
  new AuthentikClient(connectionFrom({ AUTHENTIK_URL: url, AUTHENTIK_TOKEN: token }));

/** The first of the requests that is refused to somebody who may do just this, on authentik as it was. */
async function firstRefused(
  requests: readonly LoggedRequest[],
  permissions: readonly string[],
  folder: string,
  snapshot: string,
): Promise<string | undefined> {
  const stateFile = join(folder, "replay.json");
  cpSync(snapshot, stateFile);
  const server = await startServer({ stateFile });
  try {
    const { token } = server.seed.userWith("somebody", grantsOf(permissions));
    for (const { method, path, query, body } of requests) {
      const response = await fetch(`${server.url}${path}?${new URLSearchParams(query)}`, {
        method,
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        body: method === "GET" || method === "DELETE" ? undefined : JSON.stringify(body),
      });
      await response.text();
      if (response.status === 403) return `${method} ${path}`;
    }
    return undefined;
  } finally {
    await server.close();
  }
}

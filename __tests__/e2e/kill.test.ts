import { Api } from "./api";
import { Deployment } from "./deployment";
import { openStandIn } from "./target";
import { wholeSetUp } from "./whole-set-up";

jest.setTimeout(120_000);

let target: Awaited<ReturnType<typeof openStandIn>>;
let api: Api;
let deployment: Deployment;

beforeEach(async () => {
  target = await openStandIn();
  api = new Api(target);
  deployment = new Deployment(target.environment);
  deployment.configure(wholeSetUp(target.prefix));
});

afterEach(async () => {
  deployment.remove();
  await target.close();
});

/** Applies until an object is made at that path, of which Terraform never learns. */
async function killedAt(path: string): Promise<void> {
  // One at a time, so that one object is lost.
  const running = await deployment.begin("apply", "-auto-approve", "-parallelism=1");
  target.standIn.server.fail((request) => {
    if (request.method !== "POST" || request.path !== `/api/v3${path}`) return undefined;
    running.signal("SIGKILL");
    return "lost";
  });
  await running.ended;
  target.standIn.server.fail(undefined);
}

const CONNECTORS = "/endpoints/agents/connectors/";
const CONNECTOR = "authentik_endpoints_connector_agent.connector";

test.each<[address: string, path: string, filter: Record<string, string>, id: string, message: string]>([
  [
    "authentik_flow.device_code_flow",
    "/flows/instances/",
    { slug: "e2e-flow" },
    "slug",
    "Flow with this slug already exists.",
  ],
  [
    "authentik_provider_oauth2.cli_provider",
    "/providers/oauth2/",
    { name: "e2e-cli" },
    "pk",
    "provider with this name already exists.",
  ],
  [
    "authentik_application.cli_application",
    "/core/applications/",
    { slug: "e2e-cli" },
    "slug",
    "Application with this slug already exists.",
  ],
  [
    "authentik_endpoints_device_access_group.device_access_group_e2e-workstations",
    "/endpoints/device_access_groups/",
    { name: "e2e-workstations" },
    "pbm_uuid",
    "Device access group with this name already exists.",
  ],
  [
    "authentik_stage_endpoints.endpoint_stage_e2e-stage",
    "/stages/endpoints/",
    { name: "e2e-stage" },
    "pk",
    "stage with this name already exists.",
  ],
])(
  "%s, made when terraform was killed: the next apply names it, an import takes it over",
  async (address, path, filter, id, message) => {
    await killedAt(path);

    const refused = await deployment.apply();
    const made = await api.find(path, filter);
    const imported = await deployment.terraform("import", address, String(made[id]));
    const finished = await deployment.apply();

    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain(message);
    expect(refused.stderr).toContain(`with ${address},`);
    expect({ imported: imported.code, finished: finished.code, stderr: finished.stderr }).toEqual({
      imported: 0,
      finished: 0,
      stderr: "",
    });
    expect((await deployment.plan()).run.code).toBe(0);
  },
);

test.each<[address: string, path: string, filter: Record<string, string>, id: string]>([
  [CONNECTOR, CONNECTORS, { name: "e2e-connector" }, "connector_uuid"],
  [
    "authentik_endpoints_connector_agent_enrollment_token.enrollment_token_e2e-token",
    "/endpoints/agents/enrollment_tokens/",
    { name: "e2e-token" },
    "token_uuid",
  ],
])(
  "%s, made when terraform was killed: an import before the next apply keeps it single",
  async (address, path, filter, id) => {
    await killedAt(path);
    const made = await api.find(path, filter);

    const imported = await deployment.terraform("import", address, String(made[id]));
    const finished = await deployment.apply();

    expect({ imported: imported.code, finished: finished.code, stderr: finished.stderr }).toEqual({
      imported: 0,
      finished: 0,
      stderr: "",
    });
    expect(await api.list(path, filter)).toHaveLength(1);
    expect((await deployment.plan()).run.code).toBe(0);
  },
);

test("without the import there are two connectors of one name, which a plan cannot see", async () => {
  await killedAt(CONNECTORS);

  const finished = await deployment.apply();

  expect({ code: finished.code, stderr: finished.stderr }).toEqual({ code: 0, stderr: "" });
  expect(await api.list(CONNECTORS, { name: "e2e-connector" })).toHaveLength(2);
  expect((await deployment.plan()).run.code).toBe(0);
});

test("an apply that waits for an answer ends in order when it is interrupted, and the next one converges", async () => {
  const running = await deployment.begin("apply", "-auto-approve");
  target.standIn.server.fail((request) => {
    if (request.method !== "POST" || request.path !== "/api/v3/core/applications/") return undefined;
    setTimeout(() => running.signal("SIGINT"), 100);
    return "timeout";
  });

  const interrupted = await running.ended;
  target.standIn.server.fail(undefined);
  const made = [...(await deployment.state()).keys()];
  const finished = await deployment.apply();

  expect(interrupted.code).toBe(1);
  expect(interrupted.stderr).toContain(
    `HTTP Error 'Post "${target.url}/api/v3/core/applications/": context canceled' without http response`,
  );
  expect(made).toContain("authentik_provider_oauth2.cli_provider");
  expect(made).not.toContain("authentik_application.cli_application");
  expect({ code: finished.code, stderr: finished.stderr }).toEqual({ code: 0, stderr: "" });
  expect((await deployment.plan()).run.code).toBe(0);
});

test("a plan that waits for an answer ends when it is interrupted", async () => {
  const running = await deployment.begin("plan");
  target.standIn.server.fail((request) => {
    if (request.path !== "/api/v3/core/brands/") return undefined;
    setTimeout(() => running.signal("SIGINT"), 100);
    return "timeout";
  });

  const interrupted = await running.ended;

  expect(interrupted.code).toBe(1);
  expect(interrupted.stderr).toContain("context canceled");
});

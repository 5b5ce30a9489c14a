import { parse } from "yaml";
import { AppProgram } from "../app-program";
import { Api } from "./api";
import { Project } from "./project";
import { SetUps } from "./set-ups";
import { openStandIn, type Target, TIME_LIMIT_MS } from "./target";

jest.setTimeout(TIME_LIMIT_MS);

const app = new AppProgram();
let target: Target;
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

const LISTS = [
  "/core/brands/",
  "/flows/instances/",
  "/flows/bindings/",
  "/providers/oauth2/",
  "/core/applications/",
  "/policies/bindings/",
  "/endpoints/agents/connectors/",
  "/endpoints/agents/enrollment_tokens/",
  "/endpoints/device_access_groups/",
  "/stages/all/",
  "/propertymappings/provider/scope/",
  "/core/groups/",
];

/** All objects; authentik keeps no order in lists of references. */
async function everything(): Promise<unknown> {
  const lists = await Promise.all(LISTS.map((path) => api.list(path)));
  return JSON.parse(JSON.stringify(lists), (_, value) =>
    Array.isArray(value) && value.every((item) => typeof item !== "object") ? [...value].sort() : value,
  );
}

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

test("the blueprints of the agent's repository: what devices are enrolled in is taken, and nothing is made", async () => {
  await setUps.ofBlueprints();
  const before = await everything();

  const { code, stdout, stderr, count } = await adoptAndDeploy();

  expect({ code, stderr, count }).toEqual({
    code: 0,
    stderr: "",
    count: "Resources: 8 imported, 1 added, 2 changed, 0 destroyed.",
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
  expect(await everything()).toEqual(before);
  expect(await afterwards()).toEqual({ plan: 0, findings: [] });
});

test("HCL of somebody's own: other names, slugs and client id, redirect URIs, explicit grants", async () => {
  await setUps.ofHandWrittenHcl();
  const before = await everything();

  const { code, stdout, stderr } = await adoptAndDeploy();
  console.log(stdout, stderr);

  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(await everything()).toEqual(before);
  expect(await afterwards()).toEqual({ plan: 0, findings: [] });
});

test("the documentation's clicks", async () => {
  await setUps.ofClicks();
  const before = await everything();

  const { code, stderr, count } = await adoptAndDeploy();

  expect({ code, stderr, count }).toEqual({
    code: 0,
    stderr: "",
    count: "Resources: 5 imported, 1 added, 2 changed, 0 destroyed.",
  });
  expect(await everything()).toEqual(before);
  expect(await afterwards()).toMatchObject({ plan: 0 });
});

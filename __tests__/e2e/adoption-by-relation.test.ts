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

test("blueprints", async () => {
  await setUps.ofBlueprints();
  const before = await everything();
  const adopted = await project.agentStack("adopt", "--yes");
  console.log(adopted.stdout, adopted.stderr, project.read("agent-stack.yaml"));
  const deployed = await project.terraform("apply", "-auto-approve");
  console.log(deployed.stdout.slice(-600), deployed.stderr);
  const plan = await project.agentStack("plan", "--no-verify");
  const verified = await project.agentStack("verify");
  console.log(plan.stdout, verified.stdout);
  expect(await everything()).toEqual(before);
  written();
});

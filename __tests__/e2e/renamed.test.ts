import type { AgentStackProps } from "../../lib";
import { Api } from "./api";
import { Deployment } from "./deployment";
import { openStandIn } from "./target";
import { wholeSetUp } from "./whole-set-up";

jest.setTimeout(180_000);

// The ways back that docs/troubleshooting.md and the finding object-renamed name.

let target: Awaited<ReturnType<typeof openStandIn>>;
let api: Api;
let deployment: Deployment;

beforeEach(async () => {
  target = await openStandIn();
  api = new Api(target);
  deployment = new Deployment(target.environment);
  deployment.configure(wholeSetUp("e2e"));
  await deployment.apply();
});

afterEach(async () => {
  deployment.remove();
  await target.close();
});

const APPLICATION = "authentik_application.cli_application";
const FLOW = "authentik_flow.device_code_flow";

const renamed: Record<string, (slug: string) => AgentStackProps> = {
  [APPLICATION]: (slug) => {
    const setUp = wholeSetUp("e2e");
    return { ...setUp, cli: { ...setUp.cli, application: { ...setUp.cli?.application, slug } } };
  },
  [FLOW]: (slug) => ({ ...wholeSetUp("e2e"), deviceCodeFlow: { name: "e2e-flow", slug } }),
};

/** What authentik has, but for when it was changed: the same objects as before, with what is bound to them. */
async function standing(): Promise<unknown> {
  const [applications, flows, bindings, brands] = await Promise.all(
    ["/core/applications/", "/flows/instances/", "/policies/bindings/", "/core/brands/"].map((path) =>
      api.list(path),
    ),
  );
  return {
    applications: applications?.map(({ pk }) => pk),
    flows: flows?.map(({ pk }) => pk),
    bindings: bindings?.map(({ pk, target: to }) => `${pk} of ${to}`),
    codes: brands?.map(({ flow_device_code: code }) => code),
  };
}

const CASES: [address: string, path: string, slug: string][] = [
  [APPLICATION, "/core/applications/", "e2e-cli"],
  [FLOW, "/flows/instances/", "e2e-flow"],
];

test.each(CASES)("%s, renamed outside: set back, the next plan is empty", async (_, path, slug) => {
  await api.change(`${path}${slug}/`, { slug: "elsewhere" });
  const lost = await deployment.plan();
  await api.change(`${path}elsewhere/`, { slug });

  expect(lost.run.code).toBe(2);
  expect((await deployment.plan()).run.code).toBe(0);
});

test.each(CASES)("%s, renamed outside: kept by its new name", async (address, path, slug) => {
  const before = await standing();
  await api.change(`${path}${slug}/`, { slug: "elsewhere" });

  deployment.configure({ ...renamed[address]?.("elsewhere"), adopt: { [address]: "elsewhere" } });
  const forgotten = await deployment.forget(address);
  const applied = await deployment.apply();

  expect([forgotten.code, applied.code]).toEqual([0, 0]);
  expect((await deployment.plan()).run.code).toBe(0);
  expect(await standing()).toEqual(before);
});

test.each(CASES)("%s, renamed by an apply that was killed", async (address, path, slug) => {
  const before = await standing();
  deployment.configure(renamed[address]?.("elsewhere") ?? {});
  const running = await deployment.begin("apply", "-auto-approve", "-parallelism=1");
  target.standIn.server.fail((request) => {
    if (request.method !== "PUT" || request.path !== `/api/v3${path}${slug}/`) return undefined;
    running.signal("SIGKILL");
    return "lost";
  });
  await running.ended;
  target.standIn.server.fail(undefined);
  const { slug: now } = await api.get(`${path}elsewhere/`);

  deployment.configure({ ...renamed[address]?.("elsewhere"), adopt: { [address]: "elsewhere" } });
  const forgotten = await deployment.forget(address);
  const applied = await deployment.apply();

  expect([now, forgotten.code, applied.code]).toEqual(["elsewhere", 0, 0]);
  expect((await deployment.plan()).run.code).toBe(0);
  expect(await standing()).toEqual(before);
});

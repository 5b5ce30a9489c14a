import { startProvider } from "../../standin/provider";
import { Api } from "./api";
import { Deployment } from "./deployment";
import { openStandIn } from "./target";
import { wholeSetUp } from "./whole-set-up";

jest.setTimeout(120_000);

type StandInTarget = Awaited<ReturnType<typeof openStandIn>>;

let target: StandInTarget;
let deployment: Deployment;

beforeEach(async () => {
  target = await openStandIn();
  deployment = new Deployment(target.environment);
  deployment.configure(wholeSetUp(target.prefix));
});

afterEach(async () => {
  deployment.remove();
  await target.close();
});

test.each([
  [
    "a wrong token is refused with authentik's own words",
    { AUTHENTIK_TOKEN: "a-wrong-token" },
    "Token invalid/expired",
  ],
  ["a server that is down is named", { AUTHENTIK_URL: "http://127.0.0.1:9" }, "127.0.0.1:9"],
])("%s", async (_, variables, message) => {
  const environment = { ...target.environment, ...variables };
  const provider = await startProvider(environment);
  const deployment = new Deployment({ ...environment, TF_REATTACH_PROVIDERS: provider.reattach });
  deployment.configure(wholeSetUp(target.prefix));

  const run = await deployment.apply();
  deployment.remove();
  await provider.close();

  expect(run.code).toBe(1);
  expect(run.stderr).toContain(message);
  expect(run.stderr).not.toContain("a-wrong-token");
});

test.each([
  ["answers 500", 500],
  ["answers 502, as a proxy does before a server that is gone,", 502],
  ["answers 429 and when to ask again", 429],
  ["resets the connection", "reset"],
] as const)("a server that %s in mid-apply: the next apply finishes the work", async (_, fault) => {
  let posts = 0;
  target.standIn.server.fail((request) => (request.method === "POST" && ++posts > 2 ? fault : undefined));

  const failed = await deployment.apply();
  target.standIn.server.fail(undefined);
  const finished = await deployment.apply();

  expect(failed.code).toBe(1);
  expect(failed.stderr).toContain("Error: HTTP Error");
  expect({ code: finished.code, stderr: finished.stderr }).toEqual({ code: 0, stderr: "" });
  expect((await deployment.plan()).run.code).toBe(0);
  const api = new Api(target);
  expect(await api.list("/endpoints/agents/connectors/")).toHaveLength(1);
});

test("a server from before grant types is served without them", async () => {
  await target.close();
  target = await openStandIn({ version: "2025.12.4", providerVersion: "2026.8.0" });
  deployment = new Deployment(target.environment);
  const { cli, ...rest } = wholeSetUp(target.prefix);

  deployment.configure({ ...rest, cli });
  const refused = await deployment.apply();
  deployment.configure({ ...rest, cli: { ...cli, grantTypes: false } });
  const applied = await deployment.apply();

  expect(refused.code).toBe(1);
  expect(refused.stderr.replace(/[\s│]+/g, " ")).toContain(
    "this authentik does not know grant_types and left it out: set `release` to the server's, or update authentik",
  );
  expect(applied.code).toBe(0);
  expect((await deployment.plan()).run.code).toBe(0);
});

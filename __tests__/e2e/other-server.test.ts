import { Deployment } from "./deployment";
import { openStandIn } from "./target";

jest.setTimeout(120_000);

type Target = Awaited<ReturnType<typeof openStandIn>>;

let a: Target;
let b: Target;
beforeEach(async () => {
  [a, b] = await Promise.all([openStandIn(), openStandIn()]);
});
afterEach(() => Promise.all([a.close(), b.close()]));

const written = ({ standIn }: Target) =>
  standIn.server.requests.filter(({ method }) => method !== "GET").length;

/** What terraform said, on one line. */
const said = ({ stderr }: { readonly stderr: string }) => stderr.replace(/[│╷╵\s]+/g, " ");

/** Two environments, each deployed to its own server: then the first one's state meets the second one's server. */
async function deployedTo(servers: readonly [string | undefined, string | undefined]) {
  const ours = new Deployment(a.environment);
  const theirs = new Deployment(b.environment);
  ours.configure({ server: servers[0] });
  theirs.configure({ server: servers[1] });
  const runs = [await ours.apply(), await theirs.apply()];
  expect(runs.map(({ code, stderr }) => ({ code, stderr }))).toEqual(Array(2).fill({ code: 0, stderr: "" }));
  const second = await ours.plan();
  expect(second).toMatchObject({ run: { code: 0 }, changes: [] });
  theirs.remove();
  return ours;
}

describe.each([
  ["whose configuration names it", true],
  ["that AUTHENTIK_URL names", false],
])("raw terraform against another server, %s", (_, isConfigured) => {
  test.each([
    ["apply", ["-auto-approve"]],
    ["apply", ["-auto-approve", "-refresh=false"]],
    ["apply", ["-auto-approve", "-refresh-only"]],
    ["apply", ["-auto-approve", "-target=authentik_application.cli_application"]],
    ["apply", ["-auto-approve", "-target=authentik_brand.default_brand"]],
    ["destroy", ["-auto-approve", "-target=authentik_endpoints_connector_agent.connector"]],
    ["plan", []],
    ["destroy", ["-auto-approve"]],
  ])("%s %j changes neither the server nor the state, and says why", async (command, options) => {
    const deployment = await deployedTo(isConfigured ? [a.url, b.url] : [undefined, undefined]);
    const state = await deployment.state();
    const brand = state.get("authentik_brand.default_brand")?.id;
    const before = written(b);

    deployment.configure({ server: isConfigured ? b.url : undefined });
    const run = await deployment.runIn(b.environment, command, ...options);

    const after = await deployment.state();
    deployment.remove();
    expect(run.code).toBe(1);
    expect(said(run)).toContain(
      `this state was made on another authentik: its default brand was ${brand}, and `,
    );
    expect(said(run)).toContain(
      "If authentik was installed anew or its default brand was replaced, say so once: terraform apply -replace=terraform_data.server_installation",
    );
    expect(written(b)).toBe(before);
    expect(after).toEqual(state);
  });
});

test("a server with the same ids at another address is another one, until it is said to have moved", async () => {
  const deployment = await deployedTo([a.url, b.url]);
  const elsewhere = a.url.replace("127.0.0.1", "localhost");
  deployment.configure({ server: elsewhere });

  const refused = await deployment.plan();
  const moved = await deployment.terraform(
    "apply",
    "-auto-approve",
    "-replace=terraform_data.server_address",
  );
  const after = await deployment.plan();

  deployment.remove();
  expect(refused.run.code).toBe(1);
  expect(said(refused.run)).toContain(
    `this state was made on ${a.url}, and the environment's server is ${elsewhere}. Correct the server. If the same authentik moved there, say so once: terraform apply -replace=terraform_data.server_address`,
  );
  expect({ code: moved.code, stderr: moved.stderr }).toEqual({ code: 0, stderr: "" });
  expect(after).toMatchObject({ run: { code: 0 }, changes: [] });
});

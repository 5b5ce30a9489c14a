import { Api } from "./api";
import { Deployment } from "./deployment";
import { openTarget, type Target, TIME_LIMIT_MS } from "./target";
import { wholeSetUp } from "./whole-set-up";

jest.setTimeout(TIME_LIMIT_MS);

let target: Target;
let api: Api;
let deployment: Deployment;

beforeEach(async () => {
  target = await openTarget();
  api = new Api(target);
  deployment = new Deployment(target.environment);
});

afterEach(async () => {
  deployment.remove();
  await target.close();
});

const connectorPath = async () =>
  `/endpoints/agents/connectors/${(await deployment.state()).get("authentik_endpoints_connector_agent.connector")?.id}/`;

test("trap 1: an explicit false that the provider drops fails the apply, and is sound once it is set", async () => {
  const { connector, ...rest } = wholeSetUp(target.prefix);
  deployment.configure({ ...rest, connector: { ...connector, enabled: false } });

  const run = await deployment.apply();

  expect(run.code).toBe(1);
  expect(oneLine(run.stderr)).toContain(
    "authentik still has enabled = true: the provider does not send false; run `npx agent-stack repair`, which sets it through the API, then apply again",
  );
  await api.change(await connectorPath(), { enabled: false });
  expect((await deployment.apply()).code).toBe(0);
  expect((await deployment.plan()).run.code).toBe(0);
});

test("trap 2: a text that someone filled in fails the apply that cannot empty it", async () => {
  const { cli, ...rest } = wholeSetUp(target.prefix);
  deployment.configure({ ...rest, cli: { ...cli, application: { ...cli?.application, group: undefined } } });
  await deployment.apply();
  const path = `/core/applications/${target.prefix}-cli/`;
  await api.change(path, { group: "Someone's" });

  const { changes } = await deployment.plan();
  const run = await deployment.apply("planned");

  expect(changes).toEqual([
    {
      address: "authentik_application.cli_application",
      actions: ["update"],
      attributes: ["group"],
      importing: false,
    },
  ]);
  expect(run.code).toBe(1);
  expect(oneLine(run.stderr)).toContain(
    "authentik still has a group although none is configured: the provider does not send an empty text; run `npx agent-stack repair`, which sets it through the API, then apply again",
  );
  await api.change(path, { group: "" });
  expect((await deployment.plan()).run.code).toBe(0);
});

test("trap 5: neither the signing key nor its certificate are in the state", async () => {
  deployment.configure(wholeSetUp(target.prefix));
  await deployment.apply();

  const state = JSON.stringify([...(await deployment.state())]);

  expect(state).toContain("authentik Self-signed Certificate");
  expect(state).not.toContain("PRIVATE KEY");
  expect(state).not.toContain("BEGIN CERTIFICATE");
});

test("trap 6: a scope that the server does not have is named", async () => {
  const { cli, ...rest } = wholeSetUp(target.prefix);
  deployment.configure({
    ...rest,
    cli: { ...cli, scopes: ["openid", "goauthentik.io/providers/oauth2/scope-telepathy"] },
  });

  const run = await deployment.apply();

  expect(run.code).toBe(1);
  expect(oneLine(run.stderr)).toContain("goauthentik.io/providers/oauth2/scope-telepathy");
});

/** Terraform breaks and frames its messages to the terminal's width. */
function oneLine(text: string): string {
  return text.replace(/[│╷╵]/g, " ").replace(/\s+/g, " ");
}

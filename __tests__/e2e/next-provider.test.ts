import { AppProgram } from "../app-program";
import { AgentStackProject } from "./agent-stack-project";
import { Api } from "./api";
import { Deployment } from "./deployment";
import { makeOthers, setBackEachAttribute } from "./mutation-rounds";
import { openStandIn } from "./target";
import { wholeSetUp } from "./whole-set-up";

jest.setTimeout(300_000);

let target: Awaited<ReturnType<typeof openStandIn>>;
let api: Api;
let deployment: Deployment;
beforeEach(async () => {
  target = await openStandIn({ providerVersion: "next" });
  api = new Api(target);
  deployment = new Deployment(target.environment);
});
afterEach(async () => {
  deployment.remove();
  await target.close();
});

const connectors = () => api.list("/endpoints/agents/connectors/");

describe("the provider's next generation", () => {
  test("deploys, plans nothing then, and sets every attribute back", async () => {
    deployment.configure(wholeSetUp("e2e"));
    const applied = await deployment.apply();
    const second = await deployment.plan();
    const { noticed, repaired, total } = await setBackEachAttribute(
      api,
      deployment,
      await makeOthers(api, "e2e"),
      { authentik_endpoints_connector_agent_enrollment_token: ["expires_in"] },
    );
    const afterwards = await deployment.plan();

    expect({ code: applied.code, stderr: applied.stderr }).toEqual({ code: 0, stderr: "" });
    expect([second.run.code, second.changes]).toEqual([0, []]);
    expect([noticed, repaired]).toEqual([total, total]);
    expect(total).toBeGreaterThan(60);
    expect([afterwards.run.code, afterwards.changes]).toEqual([0, []]);
  });

  test("sends false and 0, and clears texts: nothing is held up", async () => {
    // Arrange
    const { cli, connector, ...rest } = wholeSetUp("e2e");
    const application = { ...cli?.application, group: undefined, icon: undefined, launchUrl: undefined };
    deployment.configure({
      ...rest,
      cli: { ...cli, includeClaimsInIdToken: false, application },
      connector: { ...connector, enabled: false, authTerminateSessionOnExpiry: false, nssUidOffset: 0 },
    });

    // Act
    const applied = await deployment.apply();
    const second = await deployment.plan();
    const [made] = await connectors();
    await api.change(`/endpoints/agents/connectors/${made?.connector_uuid}/`, { enabled: true });
    await api.change("/core/applications/e2e-cli/", {
      group: "Someone's",
      meta_icon: "https://example.com/someone.png",
      meta_launch_url: "https://example.com/someone",
    });
    const repaired = await deployment.apply();
    const third = await deployment.plan();

    // Assert
    expect([applied.code, second.run.code, repaired.code, third.run.code]).toEqual([0, 0, 0, 0]);
    expect(made).toMatchObject({
      enabled: false,
      auth_terminate_session_on_expiry: false,
      nss_uid_offset: 0,
    });
    expect((await connectors())[0]).toMatchObject({ enabled: false });
    expect(await api.get("/core/applications/e2e-cli/")).toMatchObject({
      group: "",
      meta_icon: "",
      meta_launch_url: "",
    });
  });

  test("knows the grants after an apply only where they are not configured", async () => {
    const { cli, ...rest } = wholeSetUp("e2e");
    deployment.configure({ ...rest, cli: { ...cli, grantTypes: false } });
    const applied = await deployment.apply();
    const second = await deployment.plan();
    deployment.configure({ ...rest, cli: { ...cli, grantTypes: false, accessTokenValidity: "minutes=7" } });
    const { changes } = await deployment.plan();
    const updated = await deployment.apply("planned");

    expect([applied.code, second.run.code, updated.code]).toEqual([0, 0, 0]);
    expect(changes).toMatchObject([
      {
        address: "authentik_provider_oauth2.cli_provider",
        attributes: ["access_token_validity", "grant_types"],
      },
    ]);
  });

  test("needs no repair, which repair says", async () => {
    // Arrange
    const app = new AppProgram();
    const project = new AgentStackProject(app);
    const run = (...args: string[]) => project.run(target.environment, ...args);
    project.configure({ connector: { name: "Devices", enabled: false } });
    const applied = await run("apply", "--yes");
    const [made] = await connectors();
    const path = `/endpoints/agents/connectors/${made?.connector_uuid}/`;
    const sound = await run("repair", "--yes");
    await api.change(path, { enabled: true });

    // Act
    const told = await run("repair", "--yes");
    const left = await api.get(path);
    const deployed = await run("apply", "--yes");

    // Assert
    project.remove();
    app.remove();
    expect([applied.code, sound.code, told.code, deployed.code]).toEqual([0, 0, 0, 0]);
    expect(sound.stdout).toBe("production: nothing to repair\n");
    expect(told.stdout).toBe(
      "authentik_endpoints_connector_agent.connector: enabled needs no repair, this provider sends it: deploy\nproduction: nothing to repair\n",
    );
    expect(left.enabled).toBe(true);
    expect((await api.get(path)).enabled).toBe(false);
  });
});

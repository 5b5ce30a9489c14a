import { changesOf, repairsOf, requestOf, sendRepairs } from "../../../tools/repair/repairs";
import { wholeSetUp } from "../../e2e/whole-set-up";
import { Deployed } from "../deployed";

jest.setTimeout(120_000);

const connectorOf = (deployed: Deployed) =>
  deployed.api.find("/endpoints/agents/connectors/", { name: "e2e-connector" });

describe("repair", () => {
  let deployed: Deployed;
  beforeEach(async () => {
    deployed = await Deployed.start(wholeSetUp("e2e"));
  });
  afterEach(() => deployed.stop());

  test("has nothing to do on a fresh deployment", async () => {
    expect(await repairsOf(deployed.client(), await deployed.managed())).toEqual([]);
  });

  test("disables the connector that an apply could not, and the plan is empty", async () => {
    const { connector, ...rest } = wholeSetUp("e2e");
    deployed.configure({ ...rest, connector: { ...connector, enabled: false, nssUidOffset: 0 } });
    const refused = await deployed.deployment.apply();
    const client = deployed.client();

    const repairs = await repairsOf(client, await deployed.managed());
    await sendRepairs(client, repairs);

    const { connector_uuid, enabled, nss_uid_offset } = await connectorOf(deployed);
    expect(refused.code).toBe(1);
    expect(repairs.map((repair) => `${changesOf(repair)}\n${requestOf(repair)}`)).toEqual([
      [
        "authentik_endpoints_connector_agent.connector",
        "  enabled: true -> false",
        "  nss_uid_offset: 2000 -> 0",
        `  PATCH /api/v3/endpoints/agents/connectors/${connector_uuid}/ {"enabled":false,"nss_uid_offset":0}`,
      ].join("\n"),
    ]);
    expect([enabled, nss_uid_offset]).toEqual([false, 0]);
    expect((await deployed.deployment.apply()).code).toBe(0);
    expect((await deployed.deployment.plan()).run.code).toBe(0);
  });

  test("empties the texts that someone filled in, changes nothing else, and the plan is empty", async () => {
    const { cli, ...rest } = wholeSetUp("e2e");
    const { group: _, publisher: __, ...application } = cli?.application ?? {};
    deployed.configure({ ...rest, cli: { ...cli, application } });
    const provider = await deployed.api.find("/providers/oauth2/", { client_id: "e2e-cli" });
    await deployed.api.change("/core/applications/e2e-cli/", { group: "Someone's", open_in_new_tab: true });
    await deployed.api.change(`/providers/oauth2/${provider.pk}/`, { logout_uri: "https://example.com/out" });
    const client = deployed.client();
    const { requests } = deployed.standIn.server;
    const before = requests.length;

    await sendRepairs(client, await repairsOf(client, await deployed.managed()));

    const sent = requests.slice(before).filter(({ method }) => method !== "GET");
    expect(sent.map(({ method, path, body }) => ({ method, path, body }))).toEqual([
      {
        method: "PATCH",
        path: "/api/v3/core/applications/e2e-cli/",
        body: { group: "", meta_publisher: "" },
      },
      { method: "PATCH", path: `/api/v3/providers/oauth2/${provider.pk}/`, body: { logout_uri: "" } },
    ]);
    const { open_in_new_tab } = await deployed.api.get("/core/applications/e2e-cli/");
    expect(open_in_new_tab).toBe(true);
    await deployed.deployment.apply();
    expect((await deployed.deployment.plan()).run.code).toBe(0);
  });

  test("does not take an object that is gone for a repaired one", async () => {
    await deployed.api.change("/core/applications/e2e-cli/", { meta_description: "Someone's" });
    const { cli, ...rest } = wholeSetUp("e2e");
    const { description: _, ...application } = cli?.application ?? {};
    deployed.configure({ ...rest, cli: { ...cli, application } });
    const client = deployed.client();
    const repairs = await repairsOf(client, await deployed.managed());
    let patched = false;
    deployed.standIn.server.fail(({ method }) => {
      const fault = patched && method === "GET" ? 404 : undefined;
      patched ||= method === "PATCH";
      return fault;
    });

    await expect(sendRepairs(client, repairs)).rejects.toThrow(
      /^GET \/core\/applications\/e2e-cli\/ was answered 404: /,
    );
    deployed.standIn.server.fail();
  });

  test("names the permission that is missing", async () => {
    await deployed.api.change("/core/applications/e2e-cli/", { meta_launch_url: "https://example.com/x" });
    const { cli, ...rest } = wholeSetUp("e2e");
    const { launchUrl: _, ...application } = cli?.application ?? {};
    deployed.configure({ ...rest, cli: { ...cli, application } });
    const client = deployed.client();
    const repairs = await repairsOf(client, await deployed.managed());
    deployed.standIn.server.fail(({ method }) => (method === "PATCH" ? 403 : undefined));

    await expect(sendRepairs(client, repairs)).rejects.toThrow(
      "the token's user may not PATCH /core/applications/e2e-cli/: give it the permission authentik_core.change_application through a role",
    );
  });
});

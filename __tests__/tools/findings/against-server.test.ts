import { RequestError } from "../../../tools/authentik/request-error";
import type { Api } from "../../e2e/api";
import { wholeSetUp } from "../../e2e/whole-set-up";
import { Deployed } from "../deployed";

jest.setTimeout(120_000);

describe("verifyEnvironment", () => {
  let deployed: Deployed;
  let api: Api;
  beforeAll(async () => {
    deployed = await Deployed.start(wholeSetUp("e2e"));
    api = deployed.api;
  });
  afterEach(() => deployed.standIn.server.fail());
  afterAll(() => deployed.stop());

  test("reads only", async () => {
    const { requests } = deployed.standIn.server;
    const before = requests.length;

    const client = deployed.client();
    await deployed.verify({}, client);

    const sent = requests.slice(before);
    const published = sent.filter(({ path }) => path === "/application/o/e2e-cli/jwks/");
    expect(published).toHaveLength(1);
    expect(sent.map(({ method }) => method)).toEqual(Array(client.requests + 1).fill("GET"));
    expect(sent.filter(({ status }) => status !== 200)).toEqual([]);
  });

  test("says who is in the bound groups", async () => {
    const { notes } = await deployed.verify();
    expect(notes).toEqual([
      `authentik 2026.8.6 at ${deployed.standIn.server.url}, provider ~> 2026.8.0`,
      'group "authentik Admins" has 1 member of its own, among them the superusers akadmin; it makes superusers',
      'user "akadmin" is bound and a superuser',
      'token-superuser: the token\'s user "akadmin" may do everything; agent-stack token e2e prints a user with just the permissions needed',
      "an upgrade to authentik 2026.11 makes secrets objects of their own and asks for a base URL; this agent-stack knows releases up to 2026.8: update it first",
    ]);
  });

  test("tells access that people requested by its rule", async () => {
    const { seed } = deployed.standIn.server;
    const target = String((await api.find("/core/applications/", { slug: "e2e-cli" })).pk);
    const { pk: user } = seed.user("visitor");
    const binding = seed.approvedRequest(target, user, new Date("2100-01-02T03:04:05Z"));
    const requested = async () => {
      const { findings, notes } = await deployed.verify();
      return [findings.map(({ code }) => code), notes.filter((note) => note.includes("access request"))];
    };

    const withoutRule = await requested();
    seed.openToRequests(target);
    const withRule = await requested();

    await api.delete(`/policies/bindings/${binding}/`);
    await api.delete(`/core/users/${user}/`);
    expect([withoutRule, withRule]).toEqual([
      [["unmanaged-application-binding"], []],
      [
        [],
        [
          'user "visitor" is bound to application "e2e-cli" until 2100-01-02T03:04:05Z, by an approved access request',
        ],
      ],
    ]);
  });

  test("says which groups are inside a bound one, and which policies are bound", async () => {
    const admins = await api.find("/core/groups/", { name: "authentik Admins" });
    const inner = await api.post("/core/groups/", { name: "contractors", parents: [admins.pk] });
    const target = (await api.find("/core/applications/", { slug: "e2e-cli" })).pk;
    const policy = deployed.standIn.server.seed.policy("office hours", true);
    const binding = await api.post("/policies/bindings/", { target, policy, order: 9 });

    const { notes } = await deployed.verify();

    await api.delete(`/policies/bindings/${binding.pk}/`);
    await api.delete(`/core/groups/${inner.pk}/`);
    expect(notes).toContain(
      'group "authentik Admins" has 1 member of its own, among them the superusers akadmin, and those of "contractors"; it makes superusers',
    );
    expect(notes).toContain(
      'policy "office hours" is bound; whether its content was changed is not looked at',
    );
  });

  test("reports a device access group that was deleted", async () => {
    const { pbm_uuid } = await api.find("/endpoints/device_access_groups/", { name: "e2e-workstations" });
    const bound = await api.find("/policies/bindings/", { target: String(pbm_uuid) });
    await api.delete(`/endpoints/device_access_groups/${pbm_uuid}/`);

    const found = await deployed.findings();

    await deployed.deployment.apply();
    expect(found).toEqual([
      `object-gone | authentik_endpoints_device_access_group.device_access_group_e2e-workstations | authentik no longer has the object "e2e-workstations" (${pbm_uuid}) that Terraform deployed`,
      `object-gone | authentik_policy_binding.device_access_group_e2e-workstations_access_group_authentik_Admins | authentik no longer has the object ${bound.pk} that Terraform deployed`,
      'enrollment-token-without-group | enrollment token "e2e-token" | the token has no device access group',
    ]);
    expect(await deployed.findings()).toEqual([]);
  });

  test("ends where something other than a permission is refused", async () => {
    deployed.standIn.server.fail(({ path }) => (path === "/api/v3/admin/version/" ? 403 : undefined));
    await expect(deployed.verify()).rejects.toThrow(
      "the token's user may not GET /admin/version/: give it more rights through a role",
    );
  });

  test("reports the permissions that a token without rights lacks", async () => {
    const { token } = deployed.standIn.server.seed.user("nobody");

    const { findings } = await deployed.verify({}, deployed.client(token));

    const read = findings.filter(({ code }) => code !== "token-permission-missing");
    const further = findings.filter(({ code }) => code === "token-permission-missing");
    expect(further.map(({ message }) => message)).toEqual([
      'user "nobody" may not authentik_events.view_event on all objects, which this configuration needs',
    ]);
    expect(read.map(({ code, message }) => `${code}: ${message}`)).toEqual(
      [
        "authentik_brands.view_brand",
        "authentik_core.view_application",
        "authentik_core.view_group",
        "authentik_core.view_user",
        "authentik_crypto.view_certificatekeypair",
        "authentik_endpoints.view_deviceaccessgroup",
        "authentik_endpoints.view_endpointstage",
        "authentik_endpoints_connectors_agent.view_agentconnector",
        "authentik_endpoints_connectors_agent.view_enrollmenttoken",
        "authentik_flows.view_flow",
        "authentik_flows.view_flowstagebinding",
        "authentik_policies.view_policybinding",
        "authentik_providers_oauth2.view_oauth2provider",
        "authentik_providers_oauth2.view_scopemapping",
      ].map((permission) => `permission-missing: the token's user lacks the permission ${permission}`),
    );
  });

  test("verifies the rest where one permission is missing", async () => {
    const other = await api.post("/core/brands/", { domain: "partners.example.com" });
    deployed.standIn.server.fail(({ path }) =>
      path === "/api/v3/flows/instances/e2e-flow/" ? 403 : undefined,
    );

    const found = await deployed.findings();

    await api.delete(`/core/brands/${other.brand_uuid}/`);
    expect(found).toEqual([
      'brand-without-device-flow | brand "partners.example.com" | the brand has no device code flow',
      "permission-missing | AUTHENTIK_TOKEN | the token's user lacks the permission authentik_flows.view_flow",
    ]);
  });

  test("rejects a wrong token in one sentence", async () => {
    await expect(deployed.verify({}, deployed.client("wrong"))).rejects.toThrow(
      new RequestError(
        "token",
        "authentik refuses AUTHENTIK_TOKEN (Token invalid/expired): create an API token under Directory > Tokens and App passwords",
      ),
    );
  });

  describe.each([
    [500, /^authentik failed at GET \/[a-z0-9/_-]+\/ \(500\): look into its log and try again$/],
    ["reset" as const, /^http:\/\/127\.0\.0\.1:\d+ does not answer \(the connection was cut\): /],
  ])("ends with one sentence when the server answers %s", (fault, message) => {
    test.each([
      "/admin/version/",
      "/core/applications/",
      "/providers/oauth2/",
      "/core/brands/",
      "/flows/instances/e2e-flow/",
      "/crypto/certificatekeypairs/",
      "/policies/bindings/",
      "/core/groups/",
    ])("at %s", async (failing) => {
      deployed.standIn.server.fail(({ path }) => (path.startsWith(`/api/v3${failing}`) ? fault : undefined));
      await expect(deployed.verify()).rejects.toThrow(message);
    });
  });

  test("reads all of 500 bindings and 50 brands", async () => {
    const application = await api.find("/core/applications/", { slug: "e2e-cli" });
    deployed.standIn.server.seed.bindings(String(application.pk), 500);
    for (let index = 0; index < 50; index++) {
      await api.post("/core/brands/", { domain: `brand-${index}.example.com` });
    }

    const client = deployed.client();
    const { findings } = await deployed.verify({}, client);

    const count = (code: string) => findings.filter((finding) => finding.code === code).length;
    expect(findings.length).toBe(550);
    expect(count("unmanaged-application-binding")).toBe(500);
    expect(count("brand-without-device-flow")).toBe(50);
    // The twenty-one of the fresh deployment, five more pages of bindings and five more of groups.
    expect(client.requests).toBe(31);
  });
});

test("a server of another release is verified too, and said to be one", async () => {
  const deployed = await Deployed.start({ ...wholeSetUp("e2e"), release: "2026.2" }, undefined, "2025.12.1");

  const { findings, notes } = await deployed.verify();

  await deployed.stop();
  expect(findings.map(({ code, message }) => `${code}: ${message}`)).toEqual([
    "release-differs: the server is 2025.12.1 and the configuration asks for provider ~> 2026.2.0",
  ]);
  expect(notes.filter((note) => note.startsWith("an upgrade"))).toEqual([
    "an upgrade to authentik 2026.2 changes nothing of this set-up: docs/upgrade.md has the steps",
  ]);
});

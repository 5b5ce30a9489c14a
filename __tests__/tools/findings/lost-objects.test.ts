import { failureMessage } from "../../../tools/terraform/messages";
import type { Api, ApiObject } from "../../e2e/api";
import { wholeSetUp } from "../../e2e/whole-set-up";
import { Deployed } from "../deployed";

jest.setTimeout(180_000);

let deployed: Deployed;
let api: Api;
beforeAll(async () => {
  const setUp = wholeSetUp("e2e");
  const deviceAccessGroups = [{ name: "e2e-workstations", access: [{ group: "e2e-members" }] }];
  deployed = await Deployed.start({ ...setUp, deviceAccessGroups }, async ({ server }) => {
    server.seed.group("e2e-members");
    server.seed.user("alice", ["e2e-members"]);
  });
  api = deployed.api;
});
afterEach(async () => {
  expect((await deployed.deployment.apply()).code).toBe(0);
  expect(await deployed.findings()).toEqual([]);
});
afterAll(() => deployed.stop());

const UUID = /[0-9a-f]{8}-[0-9a-f-]{27}/g;

/** What is found of the given codes, with the remedies, ids left out. */
async function told(token?: string): Promise<string[]> {
  const { findings } = await deployed.verify({}, deployed.client(token));
  return findings
    .filter(({ code }) => ["object-gone", "object-renamed", "look-up-gone"].includes(code))
    .map(({ code, subject, message, remedy }) => `${code} | ${subject} | ${message} | ${remedy}`)
    .map((line) => line.replace(UUID, "UUID"));
}

const bindingsOf = async (target: unknown) => api.list("/policies/bindings/", { target: String(target) });
const application = () => api.get("/core/applications/e2e-cli/");
const again = "run agent-stack apply, which makes it again";

test("a binding of the application that is gone", async () => {
  const bindings = await bindingsOf((await application()).pk);
  const ofUser = bindings.find(({ user }) => user !== null) as ApiObject;

  await api.delete(`/policies/bindings/${ofUser.pk}/`);

  expect(await told()).toEqual([
    `object-gone | authentik_policy_binding.cli_access_user_akadmin | authentik no longer has the object UUID that Terraform deployed | ${again}`,
  ]);
});

test("an endpoint stage that is gone takes its place in the flow along", async () => {
  const { pk } = await api.find("/stages/endpoints/", { name: "e2e-stage" });

  await api.delete(`/stages/endpoints/${pk}/`);

  expect(await told()).toEqual([
    `object-gone | authentik_flow_stage_binding.endpoint_stage_e2e-stage_binding | authentik no longer has the object UUID that Terraform deployed | ${again}`,
    `object-gone | authentik_stage_endpoints.endpoint_stage_e2e-stage | authentik no longer has the object "e2e-stage" (UUID) that Terraform deployed | ${again}`,
  ]);
});

test("a group that is gone takes its binding along, and an apply cannot help", async () => {
  const { pk } = await api.find("/core/groups/", { name: "e2e-members" });

  await api.delete(`/core/groups/${pk}/`);
  const found = await told();

  deployed.standIn.server.seed.group("e2e-members");
  deployed.standIn.server.seed.user("bob", ["e2e-members"]);
  expect(found.sort()).toEqual([
    'look-up-gone | data.authentik_group.e2e-members | authentik no longer has the group "e2e-members", which the configuration names | make it again under Directory > Groups, or take it out of the configuration; a deployment cannot make it',
    "object-gone | authentik_policy_binding.device_access_group_e2e-workstations_access_group_e2e-members | authentik no longer has the object UUID that Terraform deployed | first see to data.authentik_group.e2e-members, which authentik no longer has either, then run agent-stack apply, which makes it again",
  ]);
});

test("a group and a user that were renamed", async () => {
  const { pk } = await api.find("/core/groups/", { name: "e2e-members" });
  const akadmin = await api.find("/core/users/", { username: "akadmin" });

  await api.change(`/core/groups/${pk}/`, { name: "e2e-people" });
  await api.change(`/core/users/${akadmin.pk}/`, { username: "root" });
  const found = await told();

  await api.change(`/core/groups/${pk}/`, { name: "e2e-members" });
  await api.change(`/core/users/${akadmin.pk}/`, { username: "akadmin" });
  expect(found.sort()).toEqual([
    'look-up-gone | data.authentik_group.e2e-members | the group "e2e-members", which the configuration names, is called "e2e-people" now | configure its new name, or rename it back under Directory > Groups',
    'look-up-gone | data.authentik_user.akadmin | the user "akadmin", which the configuration names, is called "root" now | configure its new name, or rename it back under Directory > Users',
  ]);
});

test("a scope mapping whose managed was emptied", async () => {
  const mapping = await api.find("/propertymappings/provider/scope/", { scope_name: "profile" });

  await api.change(`/propertymappings/provider/scope/${mapping.pk}/`, { managed: null });
  const found = await told();
  const { run } = await deployed.deployment.plan();

  await api.change(`/propertymappings/provider/scope/${mapping.pk}/`, { managed: mapping.managed });
  const place = { environment: "production", terraform: "terraform", configuration: {} };
  expect(failureMessage("", run.stderr, place).replace(/\s+/g, " ")).toContain(
    'authentik has no scope mapping whose managed is "goauthentik.io/providers/oauth2/scope-profile": if it was emptied or deleted, put it back',
  );
  expect(found).toEqual([
    'look-up-gone | data.authentik_property_mapping_provider_scope.cli_scopes | authentik has no scope mapping whose managed is "goauthentik.io/providers/oauth2/scope-profile" | put it back under Customization > Property Mappings (a blueprint of authentik sets it for its own), or take its scope out of cli.scopes',
  ]);
});

test.each([
  [
    "application",
    "authentik_application.cli_application",
    "/core/applications/",
    "e2e-cli",
    "Applications > Applications",
  ],
  ["flow", "authentik_flow.device_code_flow", "/flows/instances/", "e2e-flow", "Flows and Stages > Flows"],
])("the %s that was renamed", async (kind, address, path, slug, page) => {
  await api.change(`${path}${slug}/`, { slug: "elsewhere" });
  const found = await told();

  await api.change(`${path}elsewhere/`, { slug });
  expect(found).toEqual([
    `object-renamed | ${address} | the ${kind} was renamed outside Terraform: its slug is "elsewhere" instead of "${slug}" | set its slug back to "${slug}" under ${page}; or to keep the new one, configure it, run terraform state rm ${address} and then agent-stack adopt e2e`,
  ]);
});

test("what a list leaves out is said to be hidden or gone, where the token's user has rights on single objects", async () => {
  const bindings = await bindingsOf((await application()).pk);
  const [seen, hidden] = bindings as [ApiObject, ApiObject];
  const targets = [
    ...(await bindingsOf(
      (
        await api.find("/endpoints/device_access_groups/", { name: "e2e-workstations" })
      ).pbm_uuid,
    )),
  ];
  const objects = [seen, ...targets].map(({ pk }) => String(pk));
  const all = ["brands", "applications", "users", "groups"].map((name) => ({
    may: "view" as const,
    path: `core/${name}`,
  }));
  const rest = [
    "providers/oauth2",
    "flows/instances",
    "endpoints/agents/connectors",
    "endpoints/agents/enrollment_tokens",
    "endpoints/device_access_groups",
    "propertymappings/provider/scope",
    "crypto/certificatekeypairs",
    "stages/endpoints",
    "flows/bindings",
  ].map((path) => ({ may: "view" as const, path }));
  const { token } = deployed.standIn.server.seed.userWith("narrow", [
    ...all,
    ...rest,
    { may: "view", path: "policies/bindings", objects },
  ]);

  const found = await told(token);
  const { findings } = await deployed.verify({}, deployed.client(token));

  const [address] = [hidden.group, hidden.user]
    .map((each, index) => each && ["cli_access_group_authentik_Admins", "cli_access_user_akadmin"][index])
    .filter(Boolean);
  expect(found).toEqual([
    `object-gone | authentik_policy_binding.${address} | authentik does not show the object UUID that Terraform deployed: it is gone, or the token's user may not see it | look for it: if it is there, let the token's user see it, as an apply would fail or make a second one; if it is gone, run agent-stack apply, which makes it again`,
  ]);
  expect(findings.map(({ code }) => code)).toEqual([
    ...Array(2).fill("token-permission-missing"),
    // Another binding lets people in, so that who may use the CLI changes and nothing else.
    "object-gone",
  ]);
});

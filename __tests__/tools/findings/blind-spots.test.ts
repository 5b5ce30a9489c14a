import type { StandIn } from "../../../standin/launch";
import { selfSigned } from "../../../standin/server/install/certificate";
import type { Api, ApiObject } from "../../e2e/api";
import { wholeSetUp } from "../../e2e/whole-set-up";
import { Deployed } from "../deployed";

jest.setTimeout(120_000);

let deployed: Deployed;
let api: Api;
beforeAll(async () => {
  const setUp = wholeSetUp("e2e");
  const deviceAccessGroups = [{ name: "e2e-workstations", access: [{ group: "e2e-members" }] }];
  // Of the release whose scope mappings were measured.
  const props = { ...setUp, deviceAccessGroups, release: "2026.5" } as const;
  const prepare = async ({ server }: StandIn) => {
    server.seed.group("e2e-members");
    server.seed.user("alice", ["e2e-members"]);
  };
  deployed = await Deployed.start(props, prepare, "2026.5.6");
  api = deployed.api;
});
afterAll(() => deployed.stop());

const find = (path: string, filter: Record<string, string>) => api.find(path, filter);
const application = () => find("/core/applications/", { slug: "e2e-cli" });
const flow = () => api.get("/flows/instances/e2e-flow/");
const connector = () => find("/endpoints/agents/connectors/", { name: "e2e-connector" });
const openid = () => find("/propertymappings/provider/scope/", { scope_name: "openid" });
const mallory = () => api.post("/core/users/", { username: "mallory", name: "Mallory" });

/** Makes an object and gives back how to remove it. */
async function make(path: string, body: ApiObject, key: string): Promise<() => Promise<void>> {
  const made = await api.post(path, body);
  return () => api.delete(`${path}${made[key]}/`);
}

/** Changes an object and gives back how to change it back. */
async function change(path: string, before: ApiObject, fields: ApiObject): Promise<() => Promise<void>> {
  await api.change(path, fields);
  const old = Object.fromEntries(Object.keys(fields).map((name) => [name, before[name]]));
  return () => api.change(path, old);
}

const MAPPING_SUBJECT = "scope mapping \"authentik default OAuth Mapping: OpenID 'openid'\"";

/** What someone does behind Terraform's back, and what a verification says of it. */
const BLIND_SPOTS: Record<string, readonly [() => Promise<() => Promise<void>>, string[]]> = {
  "a second brand without the device flow": [
    () => make("/core/brands/", { domain: "partners.example.com" }, "brand_uuid"),
    ['brand-without-device-flow | brand "partners.example.com" | the brand has no device code flow'],
  ],
  "another user bound to the application": [
    async () => {
      const user = await mallory();
      const remove = await make(
        "/policies/bindings/",
        { target: (await application()).pk, user: user.pk, order: 9 },
        "pk",
      );
      return () => remove().then(() => api.delete(`/core/users/${user.pk}/`));
    },
    [
      'unmanaged-application-binding | application "e2e-cli" | user "mallory" is bound and Terraform does not manage the binding, so that they get in',
    ],
  ],
  "another group bound to the device access group": [
    async () => {
      const group = await find("/core/groups/", { name: "authentik Admins" });
      const target = await find("/endpoints/device_access_groups/", { name: "e2e-workstations" });
      return make("/policies/bindings/", { target: target.pbm_uuid, group: group.pk, order: 9 }, "pk");
    },
    [
      'unmanaged-device-access-binding | device access group "e2e-workstations" | group "authentik Admins" is bound and Terraform does not manage the binding, so that they get in',
    ],
  ],
  "a second connector of the same name": [
    () => make("/endpoints/agents/connectors/", { name: "e2e-connector" }, "connector_uuid"),
    [
      'connector-name-taken | connector "e2e-connector" | connector UUID has the same name and Terraform does not manage it',
    ],
  ],
  "the expression of a scope mapping rewritten": [
    async () => {
      const mapping = await openid();
      return change(`/propertymappings/provider/scope/${mapping.pk}/`, mapping, {
        expression: "return {'x': 1}",
      });
    },
    [
      `scope-mapping-changed | ${MAPPING_SUBJECT} | the mapping is not the reviewed one: its expression was rewritten`,
    ],
  ],
  "the scope of a scope mapping rewritten": [
    async () => {
      const mapping = await openid();
      return change(`/propertymappings/provider/scope/${mapping.pk}/`, mapping, { scope_name: "other" });
    },
    [
      'needed-scope-missing | authentik_provider_oauth2.cli_provider | no scope mapping of the provider has the scope "openid"',
      `scope-mapping-changed | ${MAPPING_SUBJECT} | the mapping is not the reviewed one: its scope is "other" instead of "openid"`,
    ],
  ],
  "a stage bound to the device code flow": [
    async () => {
      const stages = await api.list("/stages/all/");
      const stage = stages.find(({ name }) => name === "default-user-settings-write");
      return make("/flows/bindings/", { target: (await flow()).pk, stage: stage?.pk, order: 0 }, "pk");
    },
    [
      'stage-on-device-flow | flow "e2e-flow" | stage "default-user-settings-write" is bound to the device code flow, which is made without stages',
    ],
  ],
  "a stage that logs people in before their device is checked": [
    async () => {
      const target = (await api.get("/flows/instances/default-user-settings-flow/")).pk;
      const { pk: stage } = await find("/stages/all/", { name: "default-authentication-login" });
      return make("/flows/bindings/", { target, stage, order: 3 }, "pk");
    },
    [
      'stage-before-endpoint-stage | authentik_stage_endpoints.endpoint_stage_e2e-stage | stage "default-authentication-login", which logs people in, comes before it in flow "default-user-settings-flow", with order 3 before 15',
    ],
  ],
  "a policy bound to the device code flow": [
    async () => {
      const policy = deployed.standIn.server.seed.policy("deny everyone", false);
      const target = (await flow()).policybindingmodel_ptr_id;
      return make("/policies/bindings/", { target, policy, order: 0 }, "pk");
    },
    [
      'unmanaged-flow-binding | flow "e2e-flow" | policy "deny everyone" is bound and Terraform does not manage the binding',
    ],
  ],
  "a user bound to the device code flow": [
    async () => {
      const akadmin = await find("/core/users/", { username: "akadmin" });
      const target = (await flow()).policybindingmodel_ptr_id;
      return make("/policies/bindings/", { target, user: akadmin.pk, order: 0 }, "pk");
    },
    [
      'unmanaged-flow-binding | flow "e2e-flow" | user "akadmin" is bound and Terraform does not manage the binding',
    ],
  ],
  "an enrollment token that nobody manages": [
    async () =>
      make(
        "/endpoints/agents/enrollment_tokens/",
        { name: "spare", connector: (await connector()).connector_uuid, expiring: false },
        "token_uuid",
      ),
    [
      'unmanaged-enrollment-token | enrollment token "spare" | the token never expires and Terraform does not manage it',
    ],
  ],
  "a managed enrollment token made to last": [
    async () => {
      const token = await find("/endpoints/agents/enrollment_tokens/", { search: "e2e-token" });
      return change(`/endpoints/agents/enrollment_tokens/${token.token_uuid}/`, token, { expiring: false });
    },
    [
      "enrollment-token-extended | authentik_endpoints_connector_agent_enrollment_token.enrollment_token_e2e-token | the token never expires, which is longer than configured",
    ],
  ],
  "the signing key replaced under its name": [
    async () => {
      const pair = await find("/crypto/certificatekeypairs/", { name: "authentik Self-signed Certificate" });
      const { certificate, privateKey } = await selfSigned("mallory");
      await api.change(`/crypto/certificatekeypairs/${pair.pk}/`, {
        certificate_data: certificate,
        key_data: privateKey,
      });
      // The old key cannot be had back: an apply accepts the new one.
      return () => deployed.deployment.apply().then(() => undefined);
    },
    [
      'certificate-replaced | certificate "authentik Self-signed Certificate" | the certificate was replaced under its name since the last apply; its SHA-256 fingerprint is now FINGERPRINT',
    ],
  ],
  "a bound group put inside a superuser group": [
    async () => {
      const group = await find("/core/groups/", { name: "e2e-members" });
      const admins = await find("/core/groups/", { name: "authentik Admins" });
      return change(`/core/groups/${group.pk}/`, group, { parents: [admins.pk] });
    },
    [
      'access-group-became-superuser | group "e2e-members" | the group was put inside the superuser group "authentik Admins" since the last apply',
    ],
  ],
  "a bound group made a superuser group": [
    async () => {
      // Before the last apply the group was none: what the state remembers.
      const group = await find("/core/groups/", { name: "e2e-members" });
      return change(`/core/groups/${group.pk}/`, group, { is_superuser: true });
    },
    [
      'access-group-became-superuser | group "e2e-members" | the group was made a superuser group since the last apply',
    ],
  ],
};

test("a fresh deployment has no findings, in at most 22 requests", async () => {
  const client = deployed.client();
  const { findings } = await deployed.verify({}, client);
  expect(findings).toEqual([]);
  expect(client.requests).toBeLessThanOrEqual(22);
});

const withoutIds = (line: string) =>
  line.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, "UUID").replace(/[0-9a-f]{2}(:[0-9a-f]{2}){31}/, "FINGERPRINT");

test.each(Object.entries(BLIND_SPOTS))(
  "%s: the plan is silent and the verification is not",
  async (_, [act, expected]) => {
    const undo = await act();

    const { run } = await deployed.deployment.plan();
    const found = await deployed.findings();

    await undo();
    expect(run.code).toBe(0);
    expect(found.map(withoutIds)).toEqual(expected);
    expect(await deployed.findings()).toEqual([]);
  },
);

import { Api, type ApiObject } from "./api";
import { Deployment } from "./deployment";
import { openTarget, type Target, TIME_LIMIT_MS } from "./target";
import { wholeSetUp } from "./whole-set-up";

jest.setTimeout(TIME_LIMIT_MS);

let target: Target;
let api: Api;
let deployment: Deployment;
let brandBefore: ApiObject;

beforeEach(async () => {
  target = await openTarget();
  api = new Api(target);
  deployment = new Deployment(target.environment);
  brandBefore = await defaultBrand();
});

afterEach(async () => {
  deployment.remove();
  await target.close();
});

const defaultBrand = () => api.find("/core/brands/", { domain: "authentik-default" });

test("the first apply adopts the default brand and leaves its branding alone", async () => {
  await api.change(`/core/brands/${brandBefore.brand_uuid}/`, { branding_title: "ACME" });
  deployment.configure(wholeSetUp(target.prefix));

  const { changes } = await deployment.plan();
  const run = await deployment.apply("planned");

  const adoption = changes.find(({ address }) => address === "authentik_brand.default_brand");
  expect(adoption).toMatchObject({ actions: ["update"], importing: true });
  // Provider 2026.5.0 does not read `default` and would set it to what it is; later ones see that it is set.
  expect(adoption?.attributes.filter((name) => name !== "default")).toEqual(["flow_device_code"]);
  expect(run.code).toBe(0);
  const state = await deployment.state();
  expect(await defaultBrand()).toEqual({
    ...brandBefore,
    branding_title: "ACME",
    flow_device_code: state.get("authentik_flow.device_code_flow")?.uuid,
  });
  expect((await deployment.plan()).run.code).toBe(0);
});

test("a device code flow that is already deployed is used and not managed", async () => {
  const slug = `${target.prefix}-existing`;
  const existing = await api.post("/flows/instances/", {
    name: slug,
    slug,
    title: "Ours since last year",
    designation: "stage_configuration",
    authentication: "require_authenticated",
  });
  deployment.configure({ ...wholeSetUp(target.prefix), deviceCodeFlow: { existing: slug } });

  const run = await deployment.apply();

  expect(run.code).toBe(0);
  expect((await defaultBrand()).flow_device_code).toBe(existing.pk);
  expect((await deployment.plan()).run.code).toBe(0);
  deployment.configure({
    ...wholeSetUp(target.prefix),
    deviceCodeFlow: { existing: slug },
    brands: { release: true },
  });
  await deployment.apply();
  await deployment.destroy();
  expect(await api.get(`/flows/instances/${slug}/`)).toMatchObject({ title: "Ours since last year" });
});

test("release, then destroy: the brand stays with its branding, everything of ours goes", async () => {
  deployment.configure(wholeSetUp(target.prefix));
  await deployment.apply();

  const blocked = await deployment.destroy();
  deployment.configure({ ...wholeSetUp(target.prefix), brands: { release: true } });
  const released = await deployment.apply();
  const destroyed = await deployment.destroy();

  expect(blocked.code).toBe(1);
  expect(blocked.stderr).toContain("authentik_brand.default_brand");
  expect({ released: released.code, destroyed: destroyed.code }).toEqual({ released: 0, destroyed: 0 });
  expect(await defaultBrand()).toEqual({ ...brandBefore, flow_device_code: null });
  expect(await api.list("/core/applications/", { slug: `${target.prefix}-cli` })).toEqual([]);
  expect(await api.list("/endpoints/agents/connectors/", { name: `${target.prefix}-connector` })).toEqual([]);
  expect(await api.list("/flows/instances/", { slug: `${target.prefix}-flow` })).toEqual([]);
});

test("each object deleted outside is planned anew and made again", async () => {
  deployment.configure(wholeSetUp(target.prefix));
  await deployment.apply();
  const state = await deployment.state();
  const id = (address: string) => state.get(address)?.id;
  const deletions: [path: string, planned: string[]][] = [
    [
      `/stages/endpoints/${id(`authentik_stage_endpoints.endpoint_stage_${target.prefix}-stage`)}/`,
      [
        `authentik_flow_stage_binding.endpoint_stage_${target.prefix}-stage_binding`,
        `authentik_stage_endpoints.endpoint_stage_${target.prefix}-stage`,
      ],
    ],
    [
      `/endpoints/agents/enrollment_tokens/${id(`authentik_endpoints_connector_agent_enrollment_token.enrollment_token_${target.prefix}-token`)}/`,
      [`authentik_endpoints_connector_agent_enrollment_token.enrollment_token_${target.prefix}-token`],
    ],
    [
      `/policies/bindings/${id("authentik_policy_binding.cli_access_user_akadmin")}/`,
      ["authentik_policy_binding.cli_access_user_akadmin"],
    ],
    [
      `/endpoints/device_access_groups/${id(`authentik_endpoints_device_access_group.device_access_group_${target.prefix}-workstations`)}/`,
      [
        `authentik_endpoints_connector_agent_enrollment_token.enrollment_token_${target.prefix}-token`,
        `authentik_endpoints_device_access_group.device_access_group_${target.prefix}-workstations`,
        `authentik_policy_binding.device_access_group_${target.prefix}-workstations_access_group_authentik_Admins`,
      ],
    ],
    [
      `/endpoints/agents/connectors/${id("authentik_endpoints_connector_agent.connector")}/`,
      [
        "authentik_endpoints_connector_agent.connector",
        `authentik_endpoints_connector_agent_enrollment_token.enrollment_token_${target.prefix}-token`,
        `authentik_flow_stage_binding.endpoint_stage_${target.prefix}-stage_binding`,
        `authentik_stage_endpoints.endpoint_stage_${target.prefix}-stage`,
      ],
    ],
    [
      `/flows/instances/${target.prefix}-flow/`,
      ["authentik_brand.default_brand", "authentik_flow.device_code_flow"],
    ],
    [
      `/core/applications/${target.prefix}-cli/`,
      [
        "authentik_application.cli_application",
        "authentik_policy_binding.cli_access_group_authentik_Admins",
        "authentik_policy_binding.cli_access_user_akadmin",
      ],
    ],
    [
      `/providers/oauth2/${id("authentik_provider_oauth2.cli_provider")}/`,
      [
        "authentik_application.cli_application",
        "authentik_endpoints_connector_agent.connector",
        "authentik_provider_oauth2.cli_provider",
      ],
    ],
  ];

  for (const [path, planned] of deletions) {
    await api.delete(await currentPath(path));
    const { run, changes } = await deployment.plan();
    expect({ path, code: run.code, planned: changes.map(({ address }) => address).sort() }).toEqual({
      path,
      code: 2,
      planned,
    });
    const applied = await deployment.apply("planned");
    expect({ path, code: applied.code, stderr: applied.stderr }).toEqual({ path, code: 0, stderr: "" });
  }
  expect((await deployment.plan()).run.code).toBe(0);

  /** The ids of what an earlier deletion made anew are in the state by now. */
  async function currentPath(path: string): Promise<string> {
    const before = [...state].find(([, attributes]) => path.includes(`/${attributes.id}/`));
    if (!before) return path;
    const now = (await deployment.state()).get(before[0])?.id;
    return path.replace(`/${before[1].id}/`, `/${now}/`);
  }
});

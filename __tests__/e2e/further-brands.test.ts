import type { AgentStackProps } from "../../lib";
import { Api } from "./api";
import { Deployment } from "./deployment";
import { Fleet } from "./fleet";
import { openStandIn, type Target } from "./target";

jest.setTimeout(120_000);

let target: Target;
let api: Api;
let deployment: Deployment;

beforeAll(async () => {
  target = await openStandIn();
  api = new Api(target);
  deployment = new Deployment(target.environment);
});

afterAll(async () => {
  deployment.remove();
  await target.close();
});

async function apply(props: AgentStackProps): Promise<{ code: number; stderr: string }> {
  deployment.configure(props);
  const { code, stderr } = await deployment.apply();
  return { code, stderr };
}

const brandOf = (domain: string) => api.find("/core/brands/", { domain });

test("a further brand is adopted, is not deleted when its domain is dropped, and stays as it is when let go of", async () => {
  for (const domain of ["a.example", "b.example"]) {
    await api.post("/core/brands/", { domain, branding_title: domain });
  }

  const adopted = await apply({ brands: { others: ["a.example", "b.example"] } });
  const second = await deployment.plan();
  const before = await brandOf("b.example");
  const dropped = await apply({ brands: {} });
  const released = await apply({ brands: { others: ["a.example"], released: ["b.example"] } });
  const third = await deployment.plan();

  expect(adopted).toEqual({ code: 0, stderr: "" });
  expect(second.run.code).toBe(0);
  expect(before).toMatchObject({ branding_title: "b.example", flow_device_code: expect.any(String) });
  expect(dropped.code).toBe(1);
  expect(dropped.stderr).toContain("Instance cannot be destroyed");
  expect(dropped.stderr).toContain('authentik_brand.further_brand["b.example"]');
  expect(released.code).toBe(0);
  expect(await brandOf("b.example")).toEqual(before);
  expect(
    [...(await deployment.state()).keys()].filter((address) => /^authentik_brand/.test(address)),
  ).toEqual(["authentik_brand.default_brand", 'authentik_brand.further_brand["a.example"]']);
  expect(third.run.code).toBe(0);
});

test("a first deployment by agent-stack apply adopts further brands, and a later one another; drift looks at them before and after", async () => {
  const fleet = await Fleet.start(["production"]);
  try {
    const domains = ["c.example", "d.example"];
    const codes: (number | null)[] = [];
    for (const [index, domain] of domains.entries()) {
      await fleet.api(0).post("/core/brands/", { domain });
      const others = domains.slice(0, index + 1);
      fleet.configure({ brands: { others } });
      const before = await fleet.run("drift", "production");
      const applied = await fleet.run("apply", "production", "--yes");
      const after = await fleet.run("drift", "production");
      codes.push(before.code, applied.code, after.code);
    }

    // Before the first one, drift finds that nothing is deployed.
    expect(codes).toEqual([2, 0, 0, 0, 0, 0]);
  } finally {
    await fleet.close();
  }
});

test.each([["plan"], ["apply"]])(
  "terraform's own %s of a further brand alone stops where the provider knows attributes of brands that agent-stack does not",
  async (command) => {
    const later = await openStandIn({ providerVersion: "2026.8.1" });
    const alone = new Deployment(later.environment);
    try {
      const brands = new Api(later);
      const { pk } = await brands.get("/flows/instances/default-authentication-flow/");
      await brands.post("/core/brands/", { domain: "a.example", flow_user_switch: pk });
      const before = await brands.find("/core/brands/", { domain: "a.example" });
      alone.configure({ brands: { others: ["a.example"] } });

      const { code, stderr } = await alone.terraform(
        command,
        ...(command === "apply" ? ["-auto-approve"] : []),
        '-target=authentik_brand.further_brand["a.example"]',
      );

      expect([code, stderr.replace(/[│\s]+/g, " ")]).toEqual([
        1,
        expect.stringContaining(
          "this version of the authentik provider knows attributes of a brand that agent-stack does not, and would reset them: flow_user_switch; set providerVersion to the version before it, or update agent-stack",
        ),
      ]);
      expect(before.flow_user_switch).toBe(pk);
      expect(await brands.find("/core/brands/", { domain: "a.example" })).toEqual(before);
    } finally {
      alone.remove();
      await later.close();
    }
  },
);

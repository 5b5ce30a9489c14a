import { Api } from "./api";
import { Deployment } from "./deployment";
import { openStandIn } from "./target";

jest.setTimeout(60_000);

test("a default brand that was made anew outside stops the apply, until it is said to be meant; the apply after adopts it", async () => {
  const target = await openStandIn();
  const api = new Api(target);
  const deployment = new Deployment(target.environment);
  deployment.configure({});
  await deployment.apply();
  const before = await api.find("/core/brands/", { domain: "authentik-default" });
  await api.delete(`/core/brands/${before.brand_uuid}/`);
  await api.post("/core/brands/", { domain: "authentik-default", default: true, branding_title: "ACME" });

  const stopped = await deployment.apply();
  const refused = await deployment.terraform(
    "apply",
    "-auto-approve",
    "-replace=terraform_data.server_installation",
  );
  const adopted = await deployment.apply();

  const after = await api.find("/core/brands/", { domain: "authentik-default" });
  const plan = await deployment.plan();
  deployment.remove();
  await target.close();
  expect(stopped.code).toBe(1);
  expect(stopped.stderr).toContain("this state was made on another authentik");
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain('"{"domain":["This field must be unique."]}"');
  expect(refused.stderr).toContain("with authentik_brand.default_brand,");
  expect({ code: adopted.code, stderr: adopted.stderr }).toEqual({
    code: 0,
    stderr: "",
  });
  expect(after).toMatchObject({ branding_title: "ACME", flow_device_code: expect.any(String) });
  expect(plan.run.code).toBe(0);
});

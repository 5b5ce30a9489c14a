import { harmDone } from "../../../tools/apply/destroy-environments";

const brand = {
  brand_uuid: "1",
  domain: "authentik-default",
  branding_title: "ACME",
  flow_device_code: "ours",
  flow_invalidation: "kept",
};
const flows = new Set(["kept"]);

test("a brand whose device code flow was emptied with the flow is unharmed", () => {
  expect(harmDone([brand], [{ ...brand, flow_device_code: null }], flows)).toEqual([]);
});

test("all harm is told at once", () => {
  const other = { ...brand, brand_uuid: "2", domain: "partners.example.com", flow_device_code: null };

  const harm = harmDone([brand, other], [{ ...brand, branding_title: "authentik" }], flows);

  expect(harm).toEqual([
    "brand authentik-default has another branding_title than before",
    "brand partners.example.com is gone",
    "brand authentik-default has a flow_device_code that does not exist",
  ]);
});

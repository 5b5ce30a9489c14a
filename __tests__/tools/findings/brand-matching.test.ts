import { recordingsOf } from "../../../standin/recordings";
import { brandOf } from "../../../tools/findings/brand-matching";
import { notes } from "../../../tools/findings/notes";
import { Deployed } from "../deployed";
import { BRAND, evidence, found } from "./evidence";

jest.setTimeout(60_000);

const RECORDED = recordingsOf("brand-matching");

test("chooses the brand that a real authentik gave each host, in all recordings", () => {
  const chosen = RECORDED.map(({ brands, host }) => {
    const live = brands.map((title) => {
      const [, domain = "", remark = ""] = /^(\S*)(?: \((.*)\))?$/.exec(title) ?? [];
      return { domain, default: remark === "default" };
    });
    return { brands, host, matched_domain: brandOf(host, live)?.domain ?? "fallback" };
  });

  expect(chosen).toHaveLength(138);
  expect(chosen).toEqual(RECORDED);
});

describe("a brand of the address without its port", () => {
  const url = "https://id.example.com:9443";
  const brands = [BRAND, { ...BRAND, brand_uuid: "brand-2", domain: "id.example.com", default: false }];

  test("is said not to answer there", () => {
    expect(notes(evidence({ url, brands }))).toContain(
      'brand "id.example.com" does not answer for id.example.com:9443, as authentik compares the port too: brand "authentik-default" does',
    );
  });

  test("answers where the address has no port", () => {
    const given = evidence({ url: "https://id.example.com", brands });
    expect(notes(given).filter((note) => note.includes("does not answer"))).toEqual([]);
  });
});

test("the brand that the server names counts, where it is told another host", () => {
  const other = {
    ...BRAND,
    brand_uuid: "brand-2",
    domain: "inner.example.com",
    default: false,
    flow_device_code: "flow-9",
  };
  const given = evidence({ brands: [BRAND, other], answeringDomain: "inner.example.com" });

  expect(found(given)).toEqual([
    'brand-shadows-default | brand "inner.example.com" | the brand is the brand of auth.example.com and has another device code flow',
  ]);
  expect(notes(given)).toContain(
    'authentik answers at auth.example.com as brand "inner.example.com", where its brands say "authentik-default": what stands before it tells it another host',
  );
});

test("on a server, a brand of its very address is found with another flow, one of a part of a name is not", async () => {
  const deployed = await Deployed.start({});
  const { host, hostname } = new URL(deployed.standIn.server.url);
  const { pk } = await deployed.api.find("/flows/instances/", { slug: "default-authentication-flow" });

  for (const domain of [host, host.slice(1), hostname]) {
    await deployed.api.post("/core/brands/", { domain, flow_device_code: pk });
  }
  const { findings } = await deployed.verify();

  await deployed.stop();
  expect(findings.map(({ code, message }) => `${code}: ${message}`)).toEqual([
    `brand-shadows-default: the brand is the brand of ${host} and has another device code flow`,
  ]);
});

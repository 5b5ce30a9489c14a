import type { Brand } from "../../authentik/objects";
import * as objects from "../../objects";
import { attribute, deployedIds, resourcesOf, wantedValue } from "../../set-up/set-up";
import { deviceCodeFlow } from "../../set-up/the-agents";
import { brandOf } from "../brand-matching";
import type { LiveSetUp } from "../live-set-up";
import type { Evidence, Found, Rule } from "../rule";

export const brandRules: readonly Rule[] = [
  {
    code: "brand-without-device-flow",
    severity: "breaks logins",
    consequence:
      "people who open the device page on this brand's domain get a 404 and cannot finish the login",
    findings: (evidence) => {
      const told = shadowing(evidence);
      return otherBrands(evidence)
        .filter((brand) => brand.flow_device_code === null && brand !== told)
        .map((brand) => found(evidence, brand, "has no device code flow"));
    },
  },
  {
    code: "brand-shadows-default",
    severity: "breaks logins",
    consequence:
      "authentik shows this brand on its own address: people get a 404 where they should enter the code, or a flow nobody reviewed",
    findings: (evidence) => {
      const brand = shadowing(evidence);
      if (!brand) return [];
      const { host } = new URL(evidence.live.url);
      const flow = brand.flow_device_code === null ? "no device code flow" : "another device code flow";
      return [found(evidence, brand, `is the brand of ${host} and has ${flow}`)];
    },
  },
  {
    code: "brand-flow-emptied",
    severity: "breaks logins",
    consequence: "every `ak` login on this brand fails: people cannot enter the code that their device shows",
    findings: (evidence) =>
      ownBrandsWithOtherFlow(evidence)
        .filter(({ brand }) => brand.flow_device_code === null)
        .map((each) => flowFound(each, "the brand's device code flow is empty")),
  },
  {
    code: "brand-flow-replaced",
    severity: "changes access",
    consequence: "people enter the code that their device shows in a flow that nobody reviewed",
    findings: (evidence) =>
      ownBrandsWithOtherFlow(evidence)
        .filter(({ brand }) => brand.flow_device_code !== null)
        .map((each) => flowFound(each, "the brand's device code flow is another one")),
  },
  {
    code: "brand-default-changed",
    severity: "breaks logins",
    consequence:
      "addresses without a brand of their own show another brand, with its login and its device code flow",
    // The provider (2026.5.0) writes `default` and never reads it, so no plan notices; later ones read it.
    findings: ({ managed, live }) =>
      resourcesOf(managed, objects.brand.type).flatMap((object) => {
        const brand = live.brands?.find(({ brand_uuid }) => brand_uuid === object.deployed?.id);
        const wanted = wantedValue(managed, object, "default");
        if (!brand || wanted === undefined || brand.default === wanted) return [];
        return [
          {
            subject: `brand "${brand.domain}"`,
            address: object.address,
            // That the configured one is the default no longer is told beside it.
            severity: brand.default ? ("changes access" as const) : ("breaks logins" as const),
            message: `the brand is ${brand.default ? "now" : "no longer"} the default brand`,
            remedy: `set the default brand again under ${objects.brand.adminPage}`,
          },
        ];
      }),
  },
];

/** Brands of ours that do not have our device code flow. */
function ownBrandsWithOtherFlow({ managed, live }: Evidence) {
  const { flow } = live;
  return resourcesOf(managed, objects.brand.type).flatMap(({ address, deployed }) => {
    const brand = live.brands?.find(({ brand_uuid }) => brand_uuid === deployed?.id);
    return brand && flow && brand.flow_device_code !== flow.pk ? [{ address, brand }] : [];
  });
}

function flowFound({ address, brand }: { readonly address: string; readonly brand: Brand }, message: string) {
  const remedy = "run terraform apply, which sets it again";
  return { subject: `brand "${brand.domain}"`, address, message, remedy };
}

/** Brands that nobody manages here. */
function otherBrands({ managed, live }: Evidence): readonly Brand[] {
  if (!managed.deployed || deviceCodeFlow(managed) === undefined) return [];
  const own = deployedIds(managed, objects.brand.type);
  return (live.brands ?? []).filter((brand) => !own.includes(brand.brand_uuid));
}

/** The brand of authentik's own address, if nobody manages it here and it lacks the device code flow. */
function shadowing(evidence: Evidence): Brand | undefined {
  const { flow } = evidence.live;
  const chosen = answeringBrand(evidence.live);
  const lacksFlow = (brand: Brand) =>
    brand.flow_device_code === null ||
    (managesBrands(evidence) && flow && brand.flow_device_code !== flow.pk);
  return otherBrands(evidence).find((brand) => brand === chosen && lacksFlow(brand));
}

/** Not those that let go of theirs, such as the second environment of one server, where the brand has the first one's flow. */
const managesBrands = ({ managed }: Evidence) => resourcesOf(managed, objects.brand.type).length > 0;

/** The brand of authentik's own address whose device code flow is somebody else's, where the set-up manages no brand. */
export function brandOfOthers(evidence: Evidence): Brand | undefined {
  const { flow } = evidence.live;
  if (managesBrands(evidence) || !flow) return undefined;
  const brand = otherBrands(evidence).find((each) => each === answeringBrand(evidence.live));
  return brand && ![null, flow.pk].includes(brand.flow_device_code) ? brand : undefined;
}

/** The brand of authentik's own address: the one that it names itself, where it is asked through a proxy that tells another host. */
function answeringBrand({ url, brands = [], answeringDomain }: LiveSetUp): Brand | undefined {
  const named = brands.find(({ domain }) => domain === answeringDomain);
  return named ?? brandOf(new URL(url).host, brands);
}

function found({ managed }: Evidence, brand: Brand, what: string): Found {
  const flow = `set the flow under ${objects.brand.adminPage}`;
  const usual = `add "${brand.domain}" to brands.others in the configuration, or ${flow}`;
  // The configuration refuses the default brand among the others.
  const ours = resourcesOf(managed, objects.brand.type).find(
    (object) => wantedValue(managed, object, "default") === true,
  );
  const isReplaced = attribute(ours, "domain") === brand.domain;
  const remedy = isReplaced
    ? "run terraform apply, a second time where the first is refused: it takes over the brand that has the domain now"
    : brand.default
      ? `set brands.default to "${brand.domain}" in the configuration, or make another brand the default one under ${objects.brand.adminPage}`
      : usual;
  const unmanaged = { type: objects.brand.type, id: brand.brand_uuid };
  return { subject: `brand "${brand.domain}"`, unmanaged, message: `the brand ${what}`, remedy };
}

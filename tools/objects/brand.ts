import { BRAND_DOCS, FLOW_DOCS } from "./documentation";
import type { ManagedAttribute, ManagedType, Reference } from "./object-type";
import { changed, gained, gone, lost, swapped, turnsOff, turnsOn } from "./predicates";
import { ACCESS, BREAKS } from "./severities";

const NOT_OURS: ManagedAttribute = {
  meansNothing: "brands are adopted, and whoever owns this one may change it",
  noSetting: "the configuration leaves it to whoever owns the brand",
};
const someFlow: ManagedAttribute = { ...NOT_OURS, refers: { to: ["flow"], whenDeleted: "cleared" } };
const someCertificate = (whenDeleted: Reference["whenDeleted"]): ManagedAttribute => ({
  ...NOT_OURS,
  refers: { to: ["certificate"], whenDeleted },
});

export const brand = {
  kind: "brand",
  type: "authentik_brand",
  section: "Default brand and further brands",
  labels: ["domain"],
  lookedUpBy: "domain",
  layer: 0,
  isPartlyManaged: true,
  api: { path: "/core/brands/", app: "authentik_brands", model: "brand" },
  adminPage: "System > Brands",
  attributes: {
    flow_device_code: {
      refers: { to: ["flow"], arrow: "device code flow", whenDeleted: "cleared" },
      noSetting: "it is the device code flow of the same environment",
      means: {
        "brand-loses-device-flow": [
          lost,
          BREAKS,
          "every `ak` login on this brand fails: it has no device code flow any more",
          FLOW_DOCS,
        ],
        "brand-device-flow-swapped": [
          swapped,
          ACCESS,
          "whoever enters a device code goes through another flow",
          FLOW_DOCS,
        ],
        "brand-gains-device-flow": [
          gained,
          ACCESS,
          "`ak` logins become possible on this brand: it gets a device code flow",
          FLOW_DOCS,
        ],
      },
    },
    id: {
      field: "brand_uuid",
      isHandle: true,
      means: {
        "brand-gone": [
          () => gone,
          BREAKS,
          "the brand is deleted with its branding and all its flows: its domain falls back to the default brand",
          BRAND_DOCS,
        ],
      },
      noSetting: "it is looked up by the domain",
    },
    default: {
      isUnread: true,
      noSetting: "brands.default names the default brand by its domain",
      means: {
        "brand-not-default": [
          turnsOff,
          BREAKS,
          "domains without a brand of their own lose this brand's flows, the device code flow among them",
          BRAND_DOCS,
        ],
        "brand-becomes-default": [
          turnsOn,
          ACCESS,
          "domains without a brand of their own use this brand's flows",
          BRAND_DOCS,
        ],
      },
    },
    domain: {
      noSetting: "brands.default and brands.others name existing brands by it",
      means: {
        "brand-domain-changed": [
          changed,
          BREAKS,
          "people on the old domain get another brand, which may lack the device code flow",
          BRAND_DOCS,
        ],
      },
    },
    branding_title: NOT_OURS,
    branding_logo: NOT_OURS,
    branding_favicon: NOT_OURS,
    branding_custom_css: NOT_OURS,
    branding_default_flow_background: NOT_OURS,
    flow_authentication: someFlow,
    flow_invalidation: someFlow,
    flow_recovery: someFlow,
    flow_unenrollment: someFlow,
    flow_user_settings: someFlow,
    flow_lockdown: someFlow,
    web_certificate: someCertificate("cleared"),
    client_certificates: someCertificate("taken out of the list"),
    default_application: { ...NOT_OURS, refers: { to: ["application"], whenDeleted: "cleared" } },
    attributes: NOT_OURS,
  },
} satisfies ManagedType;

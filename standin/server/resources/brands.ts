import { invalid } from "../core/errors";
import { brandTitle } from "../core/events";
import { dictionary, flag, reference, references, text } from "../core/fields";
import { fileName } from "../core/file";
import { exact, listsAny, pointsAt, truth, uuid } from "../core/listing";
import type { Resource } from "../core/resource";

const FLOWS = [
  "flow_authentication",
  "flow_invalidation",
  "flow_recovery",
  "flow_unenrollment",
  "flow_user_settings",
  "flow_device_code",
];

export const brands: Resource = {
  path: "core/brands",
  table: "brand",
  model: { app: "authentik_brands", name: "brand", label: "Brand" },
  pk: "brand_uuid",
  fields: {
    domain: text({ required: true, unique: "This field must be unique." }),
    default: flag(false),
    branding_title: text({ default: "authentik" }),
    branding_logo: text({ check: fileName, default: "/static/dist/assets/icons/icon_left_brand.svg" }),
    branding_favicon: text({ check: fileName, default: "/static/dist/assets/icons/icon.png" }),
    branding_custom_css: text({ blank: true }),
    branding_default_flow_background: text({
      check: fileName,
      default: "/static/dist/assets/images/flow_background.jpg",
    }),
    ...Object.fromEntries(FLOWS.map((name) => [name, reference("flow")])),
    default_application: reference("application"),
    web_certificate: reference("certificate"),
    client_certificates: references("certificate"),
    attributes: dictionary(),
  },
  validate: (values, existing, store) => {
    if (values.default && store.find("brand", (brand) => brand.default === true && brand !== existing))
      throw invalid({ default: ["Only a single brand can be set as default."] });
  },
  title: brandTitle,
  search: ["domain", "branding_title", "web_certificate__name", "client_certificates__name"],
  filters: {
    brand_uuid: uuid(),
    domain: exact,
    default: truth,
    branding_title: exact,
    branding_logo: exact,
    branding_favicon: exact,
    branding_default_flow_background: exact,
    ...Object.fromEntries(FLOWS.map((name) => [name, pointsAt("flow")])),
    web_certificate: pointsAt("certificate"),
    client_certificates: listsAny("certificate"),
  },
  ordering: ["domain"],
};

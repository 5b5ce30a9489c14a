import { invalid } from "../core/errors";
import { brandTitle } from "../core/events";
import { defaultsOf, dictionary, flag, reference, references, text } from "../core/fields";
import { fileName } from "../core/file";
import { exact, listsAny, pointsAt, truth, uuid } from "../core/filters";
import type { JsonObject, Row } from "../core/json";
import type { Resource } from "../core/resource";
import type { Store } from "../core/store";

/** Whether the host, as it is sent with its port and without regard to case, is the brand's domain or below it. */
function answersTo(brand: Row, host: string): boolean {
  const domain = String(brand.domain).toLowerCase();
  return host === domain || host.endsWith(`.${domain}`);
}

/**
 * The brand a host belongs to: of those that answer to it the one with the longest domain, else the
 * default one, else one as new that is in no list.
 */
export function brandOf(host: string, store: Store): Row {
  const [longest] = store
    .filter("brand", (brand) => answersTo(brand, host.toLowerCase()))
    .sort((left, right) => String(right.domain).length - String(left.domain).length);
  return (
    longest ??
    store.find("brand", (brand) => brand.default === true) ?? {
      ...defaultsOf(brands.fields),
      pk: "",
      domain: "fallback",
    }
  );
}

const FLOWS = [
  "flow_authentication",
  "flow_invalidation",
  "flow_recovery",
  "flow_unenrollment",
  "flow_user_settings",
  "flow_device_code",
  "flow_lockdown",
  "flow_user_switch",
  "flow_request",
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
    branding_map_tiles: text({ blank: true }),
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

/** What everybody may know of a brand: the answer of `core/brands/current/`. */
export function currentBrand(brand: Row, store: Store): JsonObject {
  const flow = (name: string) => store.get("flow", brand[name])?.slug;
  const { settings } = brand.attributes as { settings?: { locale?: string; theme?: { base?: string } } };
  return {
    matched_domain: brand.domain,
    branding_title: brand.branding_title,
    branding_logo: brand.branding_logo,
    branding_logo_themed_urls: null,
    branding_favicon: brand.branding_favicon,
    branding_favicon_themed_urls: null,
    branding_custom_css: brand.branding_custom_css,
    ...("branding_map_tiles" in brand ? { branding_map_tiles: brand.branding_map_tiles } : {}),
    ui_footer_links: [],
    ui_theme: settings?.theme?.base ?? "automatic",
    ...Object.fromEntries(FLOWS.flatMap((name) => (brand[name] ? [[name, flow(name)]] : []))),
    default_locale: settings?.locale ?? "",
    flags: { flows_continuous_login: false, flows_refresh_others: false },
  };
}

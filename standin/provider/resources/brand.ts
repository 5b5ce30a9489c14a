import type { Brand } from "@goauthentik/api/dist/models/Brand";
import type { BrandRequest } from "@goauthentik/api/dist/models/BrandRequest";
import { brandReading } from "../authentik/brand-reading";
import { optional, required, withId } from "../schema/attribute";
import { canonical, json, sameJson } from "../schema/validators";
import { keepOrder } from "../sdk/keep-order";
import type { Resource } from "../sdk/resource";
import type { ResourceData } from "../sdk/resource-data";

const request = (data: ResourceData): BrandRequest => ({
  domain: data.string("domain"),
  _default: data.bool("default"),
  brandingTitle: data.optionalString("branding_title"),
  brandingLogo: data.optionalString("branding_logo"),
  brandingFavicon: data.optionalString("branding_favicon"),
  brandingDefaultFlowBackground: data.optionalString("branding_default_flow_background"),
  brandingCustomCss: data.optionalString("branding_custom_css"),
  flowAuthentication: data.optionalString("flow_authentication") ?? null,
  flowInvalidation: data.optionalString("flow_invalidation") ?? null,
  flowRecovery: data.optionalString("flow_recovery") ?? null,
  flowUnenrollment: data.optionalString("flow_unenrollment") ?? null,
  flowUserSettings: data.optionalString("flow_user_settings") ?? null,
  flowDeviceCode: data.optionalString("flow_device_code") ?? null,
  flowLockdown: data.ifKnown("flow_lockdown", data.optionalString("flow_lockdown") ?? null),
  flowUserSwitch: data.ifKnown("flow_user_switch", data.optionalString("flow_user_switch") ?? null),
  webCertificate: data.optionalString("web_certificate") ?? null,
  clientCertificates: data.strings("client_certificates"),
  defaultApplication: data.optionalString("default_application") ?? null,
  attributes: data.optionalString("attributes") && JSON.parse(data.string("attributes")),
});

const reading = (brand: Brand, data: ResourceData) => ({
  ...brandReading(brand),
  client_certificates: keepOrder(data.strings("client_certificates"), brand.clientCertificates ?? []),
  attributes: canonical(brand.attributes ?? null),
});

export const brand: Resource = {
  attributes: withId({
    domain: required("string"),
    default: optional("bool", { default: false }),
    branding_title: optional("string", { default: "authentik" }),
    branding_logo: optional("string"),
    branding_favicon: optional("string"),
    branding_default_flow_background: optional("string", {
      default: "/static/dist/assets/images/flow_background.jpg",
    }),
    branding_custom_css: optional("string"),
    flow_authentication: optional("string"),
    flow_invalidation: optional("string"),
    flow_recovery: optional("string"),
    flow_unenrollment: optional("string"),
    flow_user_settings: optional("string"),
    flow_device_code: optional("string"),
    flow_lockdown: optional("string"),
    web_certificate: optional("string"),
    client_certificates: optional(["list", "string"]),
    default_application: optional("string"),
    attributes: optional("string", { default: "{}", validate: json, suppressDiff: sameJson }),
  }),
  async create({ core }, data) {
    return (await core.coreBrandsCreate({ brandRequest: request(data) })).brandUuid;
  },
  async read({ core }, data) {
    // `default` is not read: the real provider does not notice when it changes.
    return reading(await core.coreBrandsRetrieve({ brandUuid: data.id }), data);
  },
  async update({ core }, data) {
    return (await core.coreBrandsUpdate({ brandUuid: data.id, brandRequest: request(data) })).brandUuid;
  },
  delete: ({ core }, data) => core.coreBrandsDestroy({ brandUuid: data.id }),
};

/** As later versions have it: they read `default`, and a patch may bring a flow that the first of its release lacks. */
export const laterBrand = (knowsUserSwitch: boolean): Resource => ({
  ...brand,
  attributes: { ...brand.attributes, ...(knowsUserSwitch && { flow_user_switch: optional("string") }) },
  async read({ core }, data) {
    const found = await core.coreBrandsRetrieve({ brandUuid: data.id });
    return {
      ...reading(found, data),
      default: found._default,
      ...(knowsUserSwitch && { flow_user_switch: found.flowUserSwitch }),
    };
  },
});

import { isSince } from "../server/releases";
import { FRAMEWORK } from "./framework/generation";
import { resources } from "./resources";
import { laterBrand } from "./resources/brand";
import { laterProviderOauth2 } from "./resources/provider-oauth2";
import { type Generation, SDK } from "./sdk/generation";
import type { Resource } from "./sdk/resource";

/** The version that the stand-in plays where none is asked for. */
export const CURRENT_PROVIDER = "2026.8.0";

/** The provider's next generation, which has no version yet. */
export const NEXT_GENERATION = "next";

/** How a version of the provider plans, sends and keeps values. */
export const generationOf = (version: string): Generation => (version === NEXT_GENERATION ? FRAMEWORK : SDK);

/** The version of the provider that is made for a server's release. */
export const providerFor = (serverVersion: string) => `${serverVersion.split(".", 2).join(".")}.0`;

/** Attributes that came with a version. */
const SINCE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  authentik_application: { meta_hide: "2026.5.0" },
  authentik_brand: { flow_lockdown: "2026.5.0" },
  authentik_provider_oauth2: { grant_types: "2026.5.0" },
};

const BRAND_DEFAULT_READ_SINCE = "2026.5.1";
const TOKEN_EXCHANGE_SINCE = "2026.8.0";
/** Not released: so a patch of the provider may bring an attribute that those who use it do not know. */
const USER_SWITCH_SINCE = "2026.8.1";

/** The managed resources as a version of the provider has them. */
export function resourcesOf(given: string): Readonly<Record<string, Resource>> {
  const version = given === NEXT_GENERATION ? CURRENT_PROVIDER : given;
  const all: Record<string, Resource> = {
    ...resources,
    ...(isSince(version, BRAND_DEFAULT_READ_SINCE) && {
      authentik_brand: laterBrand(isSince(version, USER_SWITCH_SINCE)),
    }),
    ...(isSince(version, TOKEN_EXCHANGE_SINCE) && { authentik_provider_oauth2: laterProviderOauth2() }),
  };
  return Object.fromEntries(Object.entries(all).map(([type, resource]) => [type, ofVersion(type, resource)]));

  function ofVersion(type: string, resource: Resource): Resource {
    const since = SINCE[type] ?? {};
    const known = Object.entries(resource.attributes).filter(([name]) =>
      isSince(version, since[name] ?? "0"),
    );
    return { ...resource, attributes: Object.fromEntries(known) };
  }
}

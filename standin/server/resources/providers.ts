import { randomBytes } from "node:crypto";
import { ClientTypeEnum } from "@goauthentik/api/dist/models/ClientTypeEnum";
import { IssuerModeEnum } from "@goauthentik/api/dist/models/IssuerModeEnum";
import { MatchingModeEnum } from "@goauthentik/api/dist/models/MatchingModeEnum";
import { OAuth2ProviderLogoutMethodEnum } from "@goauthentik/api/dist/models/OAuth2ProviderLogoutMethodEnum";
import { RedirectURITypeEnum } from "@goauthentik/api/dist/models/RedirectURITypeEnum";
import { SubModeEnum } from "@goauthentik/api/dist/models/SubModeEnum";
import { choicesOf } from "../core/choices";
import {
  choice,
  choices,
  duration,
  type Field,
  flag,
  objects,
  reference,
  references,
  text,
} from "../core/fields";
import { exact, listsAny, oneOf, pointsAt, truth, whether } from "../core/filters";
import type { Json, JsonObject, Row } from "../core/json";
import type { Resource } from "../core/resource";
import type { Store } from "../core/store";
import { url } from "../core/url";
import { isSince } from "../releases";

const CLIENT_TYPES = choicesOf(ClientTypeEnum);
const ISSUER_MODES = choicesOf(IssuerModeEnum);
const SUB_MODES = choicesOf(SubModeEnum);

/** The grant type of the device login. */
export const DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code";
/** The grant type by which a token is changed for another client's. */
export const TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";

const FIRST_GRANTS = [
  "authorization_code",
  "implicit",
  "hybrid",
  "refresh_token",
  "client_credentials",
  "password",
  DEVICE_CODE,
];

/** Providers from before grant types allow all that there are when the field comes. */
const grantTypes = (version: string): Field => ({
  ...choices(isSince(version, "2026.8.0") ? [...FIRST_GRANTS, TOKEN_EXCHANGE] : FIRST_GRANTS),
  onUpgrade: FIRST_GRANTS,
});

const REDIRECT_URI: Record<string, Field> = {
  matching_mode: choice(choicesOf(MatchingModeEnum), undefined, { required: true }),
  url: text({ required: true }),
  redirect_uri_type: choice(choicesOf(RedirectURITypeEnum)),
};

const generatedId = (): string => randomBytes(30).toString("hex").slice(0, 40);
const KIND = {
  component: "ak-provider-oauth2-form",
  verbose_name: "OAuth2/OpenID Provider",
  verbose_name_plural: "OAuth2/OpenID Providers",
  meta_model_name: "authentik_providers_oauth2.oauth2provider",
};

function describe(provider: Row, store: Store): JsonObject {
  const application = store.find("application", (row) => row.provider === provider.pk);
  const backchannel = store.find("application", (row) =>
    (row.backchannel_providers as Json[]).includes(provider.pk),
  );
  return {
    ...KIND,
    assigned_application_slug: application?.slug ?? null,
    assigned_application_name: application?.name ?? null,
    assigned_backchannel_application_slug: backchannel?.slug ?? null,
    assigned_backchannel_application_name: backchannel?.name ?? null,
  };
}

/** A provider as applications embed it. */
export function embeddedProvider(pk: Json, store: Store): JsonObject | null {
  const provider = store.get("provider", pk);
  if (!provider) return null;
  const mappings = provider.property_mappings as Json[];
  return {
    pk: provider.pk,
    name: provider.name,
    authentication_flow: provider.authentication_flow,
    authorization_flow: provider.authorization_flow,
    invalidation_flow: provider.invalidation_flow,
    property_mappings: store.filter("scopemapping", (row) => mappings.includes(row.pk)).map((row) => row.pk),
    ...describe(provider, store),
  };
}

/** The address of the first redirect URI without its path, null without one. */
export function guessedLaunchUrl(provider: Row): Json {
  const [first] = provider.redirect_uris as JsonObject[];
  if (!first) return null;
  const [, authority = "", rest = ""] =
    /^((?:[a-z][a-z0-9+.-]*:)?(?:\/\/[^/?#]*)?)[^?#]*(.*)$/i.exec(String(first.url)) ?? [];
  return authority + rest;
}

/** A pattern as Python writes it: named groups, and flags for all of it at its start. */
const fromPython = (pattern: string): string =>
  pattern.replace(/^\(\?[aiLmsux]+\)/, "").replaceAll("(?P<", "(?<");

function checkRedirectUri({ matching_mode, url }: JsonObject): string | undefined {
  if (matching_mode !== "regex") return undefined;
  try {
    new RegExp(fromPython(String(url)));
    return undefined;
  } catch {
    return `Invalid Regex Pattern: ${url}`;
  }
}

/** OAuth2 providers, with the grants that there are in a version. */
export const oauth2Providers = (version: string): Resource => ({
  path: "providers/oauth2",
  table: "provider",
  model: { app: "authentik_providers_oauth2", name: "oauth2provider", label: "OAuth2Provider" },
  pkKind: "integer",
  fields: {
    name: text({ required: true, unique: "provider with this name already exists." }),
    authentication_flow: reference("flow"),
    authorization_flow: reference("flow", { required: true }),
    invalidation_flow: reference("flow", { required: true, onDelete: "clear" }),
    property_mappings: references("scopemapping"),
    client_type: choice(CLIENT_TYPES),
    grant_types: grantTypes(version),
    client_id: text({
      max: 255,
      default: generatedId,
      unique: "OAuth2/OpenID Provider with this Client ID already exists.",
    }),
    client_secret: text({
      max: 255,
      blank: true,
      default: () => generatedId() + generatedId() + generatedId(),
    }),
    access_code_validity: duration("minutes=1"),
    access_token_validity: duration("hours=1"),
    refresh_token_validity: duration("days=30"),
    refresh_token_threshold: duration("seconds=0"),
    include_claims_in_id_token: flag(true),
    signing_key: reference("certificate"),
    encryption_key: reference("certificate"),
    redirect_uris: objects(REDIRECT_URI, { required: true, check: checkRedirectUri }),
    logout_uri: text({ blank: true, check: url(["http", "https"]) }),
    logout_method: choice(choicesOf(OAuth2ProviderLogoutMethodEnum)),
    sub_mode: choice(SUB_MODES),
    issuer_mode: choice(ISSUER_MODES, "per_provider"),
    jwt_federation_sources: references("oauthsource"),
    jwt_federation_providers: references("provider", "integer"),
  },
  computed: (provider, { store }) => describe(provider, store),
  search: ["name"],
  filters: {
    name: exact,
    authorization_flow: pointsAt("flow"),
    property_mappings: listsAny("scopemapping"),
    application: (_name, values, rows, store) => {
      const test = pointsAt("application")("pk", values, rows, store);
      if (typeof test !== "function") return test;
      return (provider) => store.rows("application").some((row) => row.provider === provider.pk && test(row));
    },
    client_type: oneOf(CLIENT_TYPES),
    client_id: exact,
    access_code_validity: exact,
    access_token_validity: exact,
    refresh_token_validity: exact,
    include_claims_in_id_token: truth,
    signing_key: pointsAt("certificate"),
    sub_mode: oneOf(SUB_MODES),
    issuer_mode: oneOf(ISSUER_MODES),
  },
  ordering: ["name"],
});

export const allProviders: Resource = {
  path: "providers/all",
  table: "provider",
  model: { app: "authentik_core", name: "provider", label: "Provider" },
  pkKind: "integer",
  actions: ["list", "retrieve", "destroy"],
  fields: {},
  computed: (provider, { store }) => ({ ...embeddedProvider(provider.pk, store) }),
  search: ["name", "application__name"],
  filters: {
    application__isnull: whether(
      (provider, store) => !store.rows("application").some((row) => row.provider === provider.pk),
    ),
    // OAuth2 providers never work behind another one.
    backchannel: whether(() => false),
  },
  ordering: ["name"],
};

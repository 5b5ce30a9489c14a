import { letsIn } from "../core/access";
import { isSuperuser } from "../core/authentication";
import { engineMode } from "../core/bindable";
import { flag, reference, references, slug, text } from "../core/fields";
import type { Json, Row } from "../core/json";
import { exact } from "../core/listing";
import type { Resource } from "../core/resource";
import type { Store } from "../core/store";
import { embeddedProvider, guessedLaunchUrl } from "./providers";

/** Slugs that would hide an endpoint below `/application/o/`. */
const RESERVED_SLUGS = ["authorize", "token", "device", "userinfo", "introspect", "revoke"];
const LAUNCH_URL = /^[a-z][a-z0-9+.-]*:\/\/\S+$/i;

function launchUrl(application: Row, user: Row, store: Store): Json {
  const provider = store.get("provider", application.provider);
  const url = application.meta_launch_url || (provider ? guessedLaunchUrl(provider) : null);
  return typeof url === "string" ? url.replace(/%\((\w+)\)s/g, (_, name) => String(user[name] ?? "")) : null;
}

export const applications: Resource = {
  path: "core/applications",
  table: "application",
  model: { app: "authentik_core", name: "application", label: "Application" },
  lookup: "slug",
  fields: {
    name: text({ required: true }),
    slug: slug({
      required: true,
      unique: "Application with this slug already exists.",
      check: (value) =>
        RESERVED_SLUGS.includes(value)
          ? `The slug '${value}' is reserved and cannot be used for applications.`
          : undefined,
    }),
    provider: reference("provider", {
      pk: "integer",
      unique: "Application with this provider already exists.",
    }),
    backchannel_providers: references("provider", "integer"),
    open_in_new_tab: flag(false),
    meta_launch_url: text({
      blank: true,
      check: (value) => (LAUNCH_URL.test(value) ? undefined : "Enter a valid URL."),
    }),
    meta_icon: text({ blank: true }),
    meta_description: text({ blank: true }),
    meta_publisher: text({ blank: true }),
    policy_engine_mode: engineMode(),
    group: text({ blank: true }),
  },
  generated: ({ pk }) => ({ pbm: pk }),
  visible: (application, { store, user, query }) =>
    (query.get("superuser_full_list")?.toLowerCase() === "true" && isSuperuser(user, store)) ||
    letsIn(application, user, store, true),
  computed: (application, { store, user }) => ({
    provider_obj: embeddedProvider(application.provider, store),
    backchannel_providers_obj: (application.backchannel_providers as Json[]).map((pk) =>
      embeddedProvider(pk, store),
    ),
    launch_url: launchUrl(application, user, store),
    meta_icon_url: application.meta_icon || null,
    meta_icon_themed_urls: null,
  }),
  search: ["name", "slug", "meta_launch_url", "meta_description", "meta_publisher", "group"],
  filters: {
    name: exact,
    slug: exact,
    meta_launch_url: exact,
    meta_description: exact,
    meta_publisher: exact,
    group: exact,
  },
  ordering: ["name"],
};

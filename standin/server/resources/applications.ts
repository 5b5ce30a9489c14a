import { letsIn } from "../core/access";
import { isSuperuser } from "../core/authentication";
import { engineMode } from "../core/bindable";
import { ApiError, invalid } from "../core/errors";
import { flag, reference, references, slug, text } from "../core/fields";
import { fileName } from "../core/file";
import { exact } from "../core/filters";
import type { Json, JsonObject, Row } from "../core/json";
import { type Resource, represent, type View } from "../core/resource";
import type { Store } from "../core/store";
import { url } from "../core/url";
import { users } from "./people";
import { embeddedProvider, guessedLaunchUrl } from "./providers";

/** Slugs that would hide an endpoint below `/application/o/`. */
const RESERVED_SLUGS = ["authorize", "token", "device", "userinfo", "introspect", "revoke"];

/** Another user a list of applications is made for, whom only an administrator may choose. */
function userNamed(pk: string, caller: Row, store: Store): Row {
  if (!/^[-+]?\d+$/.test(pk)) throw new ApiError(400, ["Invalid input."]);
  const user = isSuperuser(caller, store) ? store.get("user", Number(pk)) : undefined;
  if (!user) throw invalid({ for_user: "User not found" });
  return user;
}

function launchAddress(application: Row, store: Store): Json {
  const provider = store.get("provider", application.provider);
  return application.meta_launch_url || (provider ? guessedLaunchUrl(provider) : null);
}

function launchUrl(application: Row, view: View): Json {
  const address = launchAddress(application, view.store);
  return typeof address === "string" ? filledIn(address, represent(users, view.user, view)) : null;
}

/** The text with what it names of the values; the text itself when it names or has something else. */
function filledIn(text: string, values: JsonObject): string {
  const named = [...text.matchAll(/%(?:\((\w+)\)s|%|)/g)];
  if (named.some(([whole, name]) => whole === "%" || (name !== undefined && !(name in values)))) return text;
  return text.replace(/%(?:\((\w+)\)s|%)/g, (_, name) => (name ? String(values[name]) : "%"));
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
    meta_hide: flag(false),
    meta_launch_url: text({
      blank: true,
      check: url(["http", "https", "blank", "ftp", "ftps"], { formatted: true }),
    }),
    meta_icon: text({ blank: true, check: fileName }),
    meta_description: text({ blank: true }),
    meta_publisher: text({ blank: true }),
    policy_engine_mode: engineMode(),
    group: text({ blank: true }),
  },
  generated: ({ pk }) => ({ pbm: pk }),
  visible: ({ store, user, query }) => {
    const asks = (name: string) => query.get(name)?.toLowerCase() === "true";
    if (asks("superuser_full_list") && isSuperuser(user, store)) return () => true;
    const forUser = query.get("for_user");
    const visitor = forUser === null ? user : userNamed(forUser, user, store);
    const launchable = forUser === null && asks("only_with_launch_url");
    return (application) =>
      letsIn(application, visitor, store, true) && !(launchable && !launchAddress(application, store));
  },
  computed: (application, view) => ({
    provider_obj: embeddedProvider(application.provider, view.store),
    backchannel_providers_obj: (application.backchannel_providers as Json[]).map((pk) =>
      embeddedProvider(pk, view.store),
    ),
    launch_url: launchUrl(application, view),
    meta_icon_url: application.meta_icon || null,
    meta_icon_themed_urls: null,
    pbm_uuid: application.pbm as Json,
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

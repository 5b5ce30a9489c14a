import { ACCESS_DOCS, CLI_DOCS } from "./documentation";
import type { ManagedAttribute, ManagedType, Meanings } from "./object-type";
import {
  changed,
  changesTo,
  created,
  createdBeside,
  createdEmpty,
  either,
  every,
  gained,
  gone,
  isAgents,
  lost,
  swapped,
  withoutBindings,
} from "./predicates";
import { ACCESS, BREAKS, COSMETIC, WEAKENS } from "./severities";

const LOOKS_DIFFERENT: Meanings = {
  "application-looks-different": [
    changed,
    COSMETIC,
    "the application looks different, or is found elsewhere, on people's dashboards",
    CLI_DOCS,
  ],
};

const text = (setting: string): ManagedAttribute => ({
  setting,
  dropped: "",
  isDroppedWhenUnset: true,
  means: LOOKS_DIFFERENT,
});

export const application = {
  kind: "application",
  type: "authentik_application",
  section: "Application",
  labels: ["name", "slug"],
  layer: 1,
  api: {
    path: "/core/applications/",
    app: "authentik_core",
    model: "application",
    search: { keys: [["slug"]], filters: [] },
  },
  adminPage: "Applications > Applications",
  place: { path: ["cli", "application"], access: ["cli", "access"] },
  attributes: {
    id: {
      field: "slug",
      isHandle: true,
      noSetting: "it is the slug",
      means: {
        "application-gone": [
          () => every(gone, isAgents),
          BREAKS,
          "every `ak` login fails with `invalid_client`: the provider has no application",
          CLI_DOCS,
        ],
        "application-open-to-everyone": [
          () => every(either(created, createdBeside), withoutBindings),
          ACCESS,
          "**everyone** in authentik may use the application: nothing is bound to it",
          ACCESS_DOCS,
        ],
      },
    },
    uuid: {
      field: "pk",
      isHandle: true,
      meansNothing: "it stays as long as the application",
      noSetting: "authentik chooses it",
    },
    slug: {
      setting: "slug",
      means: {
        "application-slug-changed": [
          (name) => every(changed(name), isAgents),
          BREAKS,
          "the issuer and every address below `/application/o/` change: agents that know the old ones fail",
          CLI_DOCS,
        ],
      },
    },
    protocol_provider: {
      field: "provider",
      refers: { to: ["provider", "other provider"], arrow: "provider", whenDeleted: "cleared" },
      noSetting: "it is the provider of the same settings",
      means: {
        "application-loses-provider": [
          (name) => every(either(lost(name), createdEmpty(name)), isAgents),
          BREAKS,
          "every `ak` login fails with `invalid_client`: the provider has no application",
          CLI_DOCS,
        ],
        "application-gets-provider": [
          (name) => every(changed(name), gained(name), isAgents),
          ACCESS,
          "`ak` logins become possible: the provider gets an application",
          CLI_DOCS,
        ],
        "application-provider-changed": [
          (name) => every(swapped(name), isAgents),
          BREAKS,
          "logins go through another provider: agents that use the client id of the old one fail",
          CLI_DOCS,
        ],
      },
    },
    policy_engine_mode: {
      setting: "policyEngineMode",
      means: {
        "application-needs-one-binding": [
          changesTo("any"),
          WEAKENS,
          "one passing binding is enough to use the application, until now all had to pass: {bindings}",
          ACCESS_DOCS,
        ],
        "application-needs-all-bindings": [
          changesTo("all"),
          ACCESS,
          "all bindings must pass to use the application, until now one was enough: {bindings}",
          ACCESS_DOCS,
        ],
      },
    },
    backchannel_providers: {
      refers: { to: ["provider", "other provider"], whenDeleted: "taken out of the list" },
      noSetting: "the agent's CLI needs none",
      means: {
        "application-backchannel-changed": [
          changed,
          ACCESS,
          "people with access are provisioned through other providers",
          ACCESS_DOCS,
        ],
      },
    },
    name: { setting: "name", means: LOOKS_DIFFERENT },
    group: text("group"),
    meta_launch_url: text("launchUrl"),
    meta_icon: text("icon"),
    meta_description: text("description"),
    meta_publisher: text("publisher"),
    meta_hide: { setting: "hide", means: LOOKS_DIFFERENT },
    open_in_new_tab: { setting: "openInNewTab", means: LOOKS_DIFFERENT },
  },
} satisfies ManagedType;

import { ACCESS_DOCS, BINDING_DOCS, GROUP_DOCS } from "./documentation";
import type { ManagedType, Meanings } from "./object-type";
import {
  becomes,
  changed,
  created,
  createdBeside,
  deleted,
  either,
  every,
  firstOfItsTarget,
  guardedStays,
  guards,
  lastOfItsTarget,
  not,
  turnsOff,
  turnsOn,
  wasNegated,
} from "./predicates";
import { ACCESS, BREAKS, COSMETIC, WEAKENS } from "./severities";

const goes = (enabled: string) => every(either(deleted, turnsOff(enabled)), guardedStays);
const comes = (enabled: string) =>
  either(every(created, not(becomes(false)(enabled))), createdBeside, turnsOn(enabled));

const NAMES_OTHERS: Meanings = {
  "binding-names-others": [
    (name) => every(changed(name), not(createdBeside)),
    ACCESS,
    "other people get access, and those it named lose it unless another binding lets them in",
    BINDING_DOCS,
  ],
};

const EVALUATED_DIFFERENTLY: Meanings = {
  "binding-evaluated-differently": [
    changed,
    COSMETIC,
    "the binding is evaluated at another time or may take longer, with the same answer",
    BINDING_DOCS,
  ],
};

const WHOM = "the entry under access names whom it lets in";

export const policyBinding = {
  kind: "binding",
  type: "authentik_policy_binding",
  section: "Access to the application",
  labels: [],
  layer: 0,
  api: {
    path: "/policies/bindings/",
    app: "authentik_policies",
    model: "policybinding",
    search: { keys: [["target", "group", "user", "policy"]], filters: ["target"] },
  },
  attributes: {
    id: {
      field: "pk",
      isHandle: true,
      meansNothing: "a binding that goes or comes is like one that is disabled or enabled, see there",
      noSetting: "authentik chooses it",
    },
    enabled: {
      setting: "enabled",
      means: {
        "last-binding-gone": [
          (name) => every(goes(name), guards("application"), lastOfItsTarget),
          WEAKENS,
          "**everyone** in authentik may use the application: this was its last binding",
          ACCESS_DOCS,
        ],
        "last-group-binding-gone": [
          (name) => every(goes(name), guards("device access group"), lastOfItsTarget),
          BREAKS,
          "nobody gets in to the devices of this group unless bound to the device itself: this was its last binding",
          GROUP_DOCS,
        ],
        "last-other-binding-gone": [
          (name) =>
            every(
              goes(name),
              lastOfItsTarget,
              not(guards("application")),
              not(guards("device access group")),
            ),
          WEAKENS,
          "nobody is kept from what this binding guards any more: it was the last one that this plan shows",
          BINDING_DOCS,
        ],
        "binding-gone": [
          (name) => every(goes(name), not(lastOfItsTarget), not(wasNegated)),
          ACCESS,
          "whoever had access through this binding only loses it",
          BINDING_DOCS,
        ],
        "negated-binding-gone": [
          (name) => every(goes(name), wasNegated),
          WEAKENS,
          "whom this binding kept out may come in",
          BINDING_DOCS,
        ],
        "first-binding-added": [
          (name) => every(comes(name), guards("application"), firstOfItsTarget),
          ACCESS,
          "only those bound may use the application, without a binding everyone may",
          ACCESS_DOCS,
        ],
        "binding-added": [
          (name) => every(comes(name), either(not(guards("application")), not(firstOfItsTarget))),
          ACCESS,
          "further people get access, or with policy engine mode `all` fewer do",
          BINDING_DOCS,
        ],
        "binding-created-disabled": [
          (name) => every(created, becomes(false)(name)),
          COSMETIC,
          "the binding has no effect as long as it is disabled",
          BINDING_DOCS,
        ],
      },
    },
    negate: {
      setting: "negate",
      means: {
        "binding-negated": [
          becomes(true),
          WEAKENS,
          "the binding is turned around: those it names are kept out, and everyone else passes it",
          BINDING_DOCS,
        ],
        "binding-not-negated": [
          turnsOff,
          ACCESS,
          "the binding is turned around: those it names pass it, and everyone else is kept out",
          BINDING_DOCS,
        ],
      },
    },
    failure_result: {
      setting: "failureResult",
      means: {
        "binding-passes-on-failure": [
          becomes(true),
          WEAKENS,
          "a policy that fails to run lets people in",
          BINDING_DOCS,
        ],
        "binding-refuses-on-failure": [
          turnsOff,
          ACCESS,
          "a policy that fails to run keeps people out",
          BINDING_DOCS,
        ],
      },
    },
    group: {
      refers: { to: ["group"], whenDeleted: "deleted along", nameField: "group_obj.name" },
      noSetting: WHOM,
      means: NAMES_OTHERS,
    },
    user: {
      refers: { to: ["user"], whenDeleted: "deleted along", nameField: "user_obj.username" },
      noSetting: WHOM,
      means: NAMES_OTHERS,
    },
    policy: {
      refers: { to: ["policy"], whenDeleted: "deleted along" },
      noSetting: WHOM,
      means: NAMES_OTHERS,
    },
    target: {
      refers: {
        to: ["application", "device access group", "flow", "flow stage binding", "source"],
        arrow: "may use",
        whenDeleted: "deleted along",
      },
      noSetting: "it is what the entry's list belongs to",
      means: {
        "binding-moved": [
          changed,
          ACCESS,
          "the binding guards another object, and the old one is guarded by what is left",
          BINDING_DOCS,
        ],
      },
    },
    order: { setting: "order", means: EVALUATED_DIFFERENTLY },
    timeout: { setting: "timeoutSeconds", means: EVALUATED_DIFFERENTLY },
  },
} satisfies ManagedType;

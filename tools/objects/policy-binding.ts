import { ACCESS_DOCS, BINDING_DOCS, GROUP_DOCS } from "./documentation";
import type { ManagedType, Meanings } from "./object-type";
import {
  alone,
  becomes,
  changed,
  changesTo,
  created,
  createdBeside,
  deleted,
  either,
  engineMode,
  every,
  firstOfItsTarget,
  guardedStays,
  guards,
  isDisabled,
  isNegated,
  isRepeated,
  lastOfItsTarget,
  not,
  turnsOff,
  turnsOn,
} from "./predicates";
import { ACCESS, BREAKS, COSMETIC, WEAKENS } from "./severities";

const goes = (enabled: string) =>
  every(either(every(deleted, not(isDisabled)), turnsOff(enabled)), guardedStays);
const comes = (enabled: string) =>
  either(every(created, not(becomes(false)(enabled))), createdBeside, turnsOn(enabled));

/** The binding goes, and what it said is said no more, beside others that stay. */
const goesFromAmong = (enabled: string) =>
  every(goes(enabled), not(lastOfItsTarget), not(isRepeated("planned")));
/** Until the binding comes, everyone may use the application. */
const closes = (enabled: string) => every(comes(enabled), guards("application"), firstOfItsTarget);
/** The binding comes, and what it says was not said before, beside others or to what lets nobody in. */
const joins = (enabled: string) =>
  every(comes(enabled), not(every(guards("application"), firstOfItsTarget)), not(isRepeated("prior")));

/** The binding comes, and others guard the same once it is there, or nobody was let in without one. */
const comesBeside = (enabled: string) => either(every(closes(enabled), not(alone)), joins(enabled));

const wasAny = engineMode("any", "prior");
const wasAll = engineMode("all", "prior");
const willBeAny = engineMode("any", "planned");
const willBeAll = engineMode("all", "planned");

const NO_EFFECT = "the binding has no effect as long as it is disabled";

const namesOthers = (name: string) => every(changed(name), not(createdBeside), not(isDisabled));
const NAMES_OTHERS: Meanings = {
  "binding-names-others": [
    (name) => every(namesOthers(name), not(isNegated), not(willBeAll)),
    ACCESS,
    "{whom} gets in instead of {whomBefore}: those it named until now keep access only through another binding",
    BINDING_DOCS,
  ],
  "required-binding-names-others": [
    (name) => every(namesOthers(name), not(isNegated), willBeAll),
    ACCESS,
    "people get in only if {whether}, and no longer only if {whetherBefore}",
    BINDING_DOCS,
  ],
  "negated-binding-names-others": [
    (name) => every(namesOthers(name), isNegated),
    ACCESS,
    "the binding keeps out {whom} instead of {whomBefore}",
    BINDING_DOCS,
  ],
  "disabled-binding-names-others": [
    (name) => every(changed(name), not(createdBeside), isDisabled),
    COSMETIC,
    NO_EFFECT,
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
          (name) => every(goesFromAmong(name), not(isNegated), not(wasAll)),
          ACCESS,
          {
            one: "{whomBefore} loses access unless another binding lets them in",
            several: "{whom} lose access unless other bindings let them in",
          },
          BINDING_DOCS,
        ],
        "required-binding-gone": [
          (name) => every(goesFromAmong(name), not(isNegated), wasAll),
          WEAKENS,
          "people get in whether or not {whetherBefore}, if the other bindings let them in",
          BINDING_DOCS,
        ],
        "negated-binding-gone": [
          (name) => every(goesFromAmong(name), isNegated, not(wasAny)),
          WEAKENS,
          "{whomBefore} is no longer kept out by this binding",
          BINDING_DOCS,
        ],
        "negated-alternative-gone": [
          (name) => every(goesFromAmong(name), isNegated, wasAny),
          ACCESS,
          "everyone but {whomBefore} loses access unless another binding lets them in",
          BINDING_DOCS,
        ],
        "repeated-binding-gone": [
          (name) => every(goes(name), not(lastOfItsTarget), isRepeated("planned")),
          COSMETIC,
          "nothing changes for {whomBefore}: another binding there says the same",
          BINDING_DOCS,
        ],
        "disabled-binding-gone": [
          () => every(deleted, isDisabled, guardedStays),
          COSMETIC,
          "the binding was disabled and had no effect",
          BINDING_DOCS,
        ],
        "first-binding-added": [
          (name) => every(closes(name), alone, not(isNegated)),
          ACCESS,
          "only {whom} gets in: without a binding, everyone in authentik does",
          ACCESS_DOCS,
        ],
        "first-bindings-added": [
          (name) => every(closes(name), not(alone), not(isNegated), not(willBeAll)),
          ACCESS,
          {
            one: "{whom} gets in, and everyone whom no binding lets in is kept out",
            several: "{whom} get in, and everyone whom no binding lets in is kept out",
          },
          ACCESS_DOCS,
        ],
        "required-binding-added": [
          (name) => every(comesBeside(name), not(isNegated), willBeAll),
          ACCESS,
          "people get in only if {whether}, whatever other bindings say",
          BINDING_DOCS,
        ],
        "binding-added": [
          (name) => every(joins(name), not(isNegated), willBeAny),
          ACCESS,
          { one: "{whom} gets in", several: "{whom} get in" },
          BINDING_DOCS,
        ],
        "binding-added-to-unknown-mode": [
          (name) => every(joins(name), not(isNegated), not(willBeAny), not(willBeAll)),
          ACCESS,
          "{whom} gets in, or with policy engine mode `all` nobody else does",
          BINDING_DOCS,
        ],
        "negated-binding-added": [
          (name) => every(comesBeside(name), isNegated, not(willBeAll)),
          WEAKENS,
          "everyone but {whom} gets in",
          BINDING_DOCS,
        ],
        "excluding-binding-added": [
          (name) => every(either(every(closes(name), alone), every(comesBeside(name), willBeAll)), isNegated),
          ACCESS,
          { one: "{whom} is kept out", several: "{whom} are kept out" },
          BINDING_DOCS,
        ],
        "repeated-binding-added": [
          (name) => every(comes(name), isRepeated("prior")),
          COSMETIC,
          "nothing changes for {whom}: another binding there says the same",
          BINDING_DOCS,
        ],
        "binding-created-disabled": [
          (name) => every(created, becomes(false)(name)),
          COSMETIC,
          NO_EFFECT,
          BINDING_DOCS,
        ],
      },
    },
    negate: {
      setting: "negate",
      means: {
        "binding-negated": [
          (name) => every(changesTo(true)(name), not(isDisabled)),
          WEAKENS,
          "the binding is turned around: everyone but {whom} passes it, until now only {whomBefore} did",
          BINDING_DOCS,
        ],
        "binding-not-negated": [
          (name) => every(turnsOff(name), not(isDisabled)),
          ACCESS,
          "the binding is turned around: only {whom} passes it, until now everyone but {whomBefore} did",
          BINDING_DOCS,
        ],
        "disabled-binding-turned-around": [
          (name) => every(changed(name), isDisabled),
          COSMETIC,
          NO_EFFECT,
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

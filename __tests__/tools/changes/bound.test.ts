import { plannedChanges } from "../../../tools/changes/changes";
import type { PlanJson, ResourceChange } from "../../../tools/set-up/plan-json";
import type { Attributes } from "../../../tools/set-up/reading";
import type { Resource } from "../../../tools/set-up/values";
import { changeOf, planOf } from "./plans";

const APPLICATION = "authentik_application.cli_application";
const BINDING = "authentik_policy_binding.access_support";

const resource = (address: string, values: Attributes, rest: Partial<Resource> = {}): Resource => {
  const [type = "", name = ""] = address.replace(/^data\./, "").split(".");
  const mode = address.startsWith("data.") ? "data" : "managed";
  return { address, mode, type, name, values, ...rest };
};

const PEOPLE = [
  resource("data.authentik_group.support", { id: "s", name: "Support" }),
  resource("data.authentik_group.staff", { id: "f", name: "Staff" }),
  resource("data.authentik_user.ann", { id: 7, username: "ann" }),
  resource("authentik_policy_expression.office", { id: "p", name: "office hours" }),
];
const other = resource("authentik_policy_binding.access_staff", { target: "app", group: "f" });

function said(
  before: Attributes | null,
  after: Attributes | null,
  mode: "any" | "all",
  change: Partial<ResourceChange> = {},
  plan: Partial<PlanJson> = {},
): string[] {
  const application = resource(APPLICATION, { uuid: "app", policy_engine_mode: mode });
  const on = (values: Attributes | null) => values && { target: "app", ...values };
  const known = [...PEOPLE, application, other];
  const binding = changeOf(BINDING, on(before), on(after), change);
  const [told] = plannedChanges(planOf(binding, { prior: known, planned: known, ...plan })).changes;
  return (told?.consequences ?? []).map(({ text }) => text);
}

test.each([
  ["a group comes", null, { group: "s" }, "any", "group `Support` gets in"],
  ["a user comes", null, { user: 7 }, "any", "user `ann` gets in"],
  ["a policy comes", null, { policy: "p" }, "any", "everyone who passes policy `office hours` gets in"],
  [
    "a group goes",
    { group: "s" },
    null,
    "any",
    "group `Support` loses access unless another binding lets them in",
  ],
  [
    "a group is disabled",
    { group: "s", enabled: true },
    { group: "s", enabled: false },
    "any",
    "group `Support` loses access unless another binding lets them in",
  ],
  [
    "a group comes, and all bindings must pass",
    null,
    { group: "s" },
    "all",
    "people get in only if they are in group `Support`, whatever other bindings say",
  ],
  [
    "a policy goes, and all bindings had to pass",
    { policy: "p" },
    null,
    "all",
    "people get in whether or not policy `office hours` lets them pass, if the other bindings let them in",
  ],
  ["a user is kept out", null, { user: 7, negate: true }, "all", "user `ann` is kept out"],
  ["all but a user come", null, { user: 7, negate: true }, "any", "everyone but user `ann` gets in"],
  [
    "all but a user go",
    { user: 7, negate: true },
    null,
    "any",
    "everyone but user `ann` loses access unless another binding lets them in",
  ],
  [
    "a user is kept out no more",
    { user: 7, negate: true },
    null,
    "all",
    "user `ann` is no longer kept out by this binding",
  ],
  [
    "a user takes a group's place",
    { group: "s", user: 0 },
    { group: "", user: 7 },
    "any",
    "user `ann` gets in instead of group `Support`: those it named until now keep access only through another binding",
  ],
  [
    "a user takes a group's place, and all bindings must pass",
    { group: "s" },
    { user: 7 },
    "all",
    "people get in only if they are user `ann`, and no longer only if they are in group `Support`",
  ],
  [
    "a group that is turned around",
    { group: "s", negate: false },
    { group: "s", negate: true },
    "any",
    "the binding is turned around: everyone but group `Support` passes it, until now only group `Support` did",
  ],
  [
    "a group that another binding names comes",
    null,
    { group: "f" },
    "any",
    "nothing changes for group `Staff`: another binding there says the same",
  ],
  [
    "a group that another binding names goes",
    { group: "f" },
    null,
    "all",
    "nothing changes for group `Staff`: another binding there says the same",
  ],
  ["an object that the plan does not have comes", null, { group: "0b7f" }, "any", "group `0b7f` gets in"],
] as const)("what it means that %s", (_, before, after, mode, text) => {
  expect(said(before, after, mode)).toEqual([text]);
});

test("a group that is known after the apply is told by what the configuration refers to", () => {
  const configured = new Map([[BINDING, new Map([["group", ["data.authentik_group.support.id"]]])]]);

  expect(said(null, {}, "any", { unknown: { group: true } }, { configured })).toEqual([
    "group `Support` gets in",
  ]);
});

test("what nothing tells is called what it is", () => {
  expect(said(null, {}, "any", { unknown: { group: true } })).toEqual(["everyone whom it names gets in"]);
  expect(said(null, {}, "all", { unknown: { group: true } })).toEqual([
    "people get in only if it names them, whatever other bindings say",
  ]);
});

test("a name is shown as it is, and neither ends the code that it stands in nor is filled in itself", () => {
  const hostile = resource("data.authentik_group.evil", { id: "e", name: "a`**b** {whether} $& `" });

  expect(said(null, { group: "e" }, "any", {}, { prior: [...PEOPLE, hostile] })).toEqual([
    "group `a'**b** {whether} $& '` gets in, and everyone whom no binding lets in is kept out",
  ]);
});

test("a name that terraform calls sensitive is not told", () => {
  const secret = resource(
    "authentik_group.secret",
    { id: "e", name: "Merger" },
    { sensitive: { name: true } },
  );
  const application = resource(APPLICATION, { uuid: "app", policy_engine_mode: "any" });
  const known = [application, other, secret];

  expect(said(null, { group: "e" }, "any", {}, { prior: known, planned: known })).toEqual([
    "group `authentik_group.secret` gets in",
  ]);
});

test("the first bindings of an application keep everyone else out", () => {
  const application = resource(APPLICATION, { uuid: "app", policy_engine_mode: "any" });
  const before = { prior: [...PEOPLE, application] };
  const alone = { ...before, planned: [...PEOPLE, application] };
  const beside = { ...before, planned: [...PEOPLE, application, other] };

  expect(said(null, { group: "s" }, "any", {}, alone)).toEqual([
    "only group `Support` gets in: without a binding, everyone in authentik does",
  ]);
  expect(said(null, { group: "s" }, "any", {}, beside)).toEqual([
    "group `Support` gets in, and everyone whom no binding lets in is kept out",
  ]);
});

test("another policy engine mode names the bindings that it joins", () => {
  const application = resource(APPLICATION, { uuid: "app" });
  const office = resource("authentik_policy_binding.office", { target: "app", policy: "p" });
  const change = changeOf(
    APPLICATION,
    { uuid: "app", policy_engine_mode: "all" },
    { uuid: "app", policy_engine_mode: "any" },
  );
  const meaning = (bindings: readonly Resource[]) => {
    const known = [...PEOPLE, application, ...bindings];
    return plannedChanges(planOf(change, { prior: known, planned: known })).changes[0]?.consequences[0]?.text;
  };

  expect(meaning([other, office])).toBe(
    "one passing binding is enough to use the application, until now all had to pass: group `Staff` and everyone who passes policy `office hours`, if this is the agent's, which is not known: nothing in the plan tells",
  );
  expect(meaning([])).toBe(
    "one passing binding is enough to use the application, until now all had to pass: this plan shows none, if this is the agent's, which is not known: nothing in the plan tells",
  );
});

import { environmentFromPlan } from "../../../tools/report/environment";
import { exitCodeOf } from "../../../tools/report/model";
import { renderText } from "../../../tools/report/text";
import { fixture, fixtureWith } from "../changes/plans";
import { reportAbout } from "./reports";

const read = {
  address: "data.authentik_group.staff",
  mode: "data",
  type: "authentik_group",
  name: "staff",
  change: { actions: ["read"], before: null, after: {} },
};

const CANNOT_SHOW = "🔵 1 thing that this report cannot show";

test.each([
  [
    "actions that terraform would run",
    { applyable: true, action_invocations: [{ address: "action.http.notify" }] },
    "terraform would run the action `action.http.notify`",
  ],
  [
    "changes that terraform defers",
    { deferred_changes: [{ resource_change: { address: "authentik_flow.f" } }] },
    "terraform leaves `authentik_flow.f` for a later plan",
  ],
  [
    "data sources that are read only while terraform applies",
    { applyable: true, resource_changes: [read] },
    "terraform would read `data.authentik_group.staff` only while it applies",
  ],
  [
    "what a newer format adds",
    { applyable: true, resource_changes: [read], of_the_future: { a: 1 }, output_changes: {} },
    "the plan has `of_the_future`, which this agent-stack does not know: update it",
  ],
  [
    "what a newer format adds, where nothing says whether it can be applied",
    { applyable: undefined, of_the_future: { a: 1 } },
    "the plan has `of_the_future`, which this agent-stack does not know: update it",
  ],
  [
    "what is done to something else than resources",
    {
      applyable: undefined,
      resource_changes: [{ ...read, mode: "of_the_future", change: { actions: ["create"] } }],
    },
    "terraform would create `data.authentik_group.staff`, whose mode `of_the_future` this agent-stack does not know: update it",
  ],
  [
    "checks that terraform has not decided",
    { checks: [{ address: { to_display: "check.server" }, status: "unknown" }] },
    "terraform does not tell whether the check `check.server` holds",
  ],
  [
    "actions that are invoked alone, in a plan without any resource",
    {
      applyable: true,
      resource_changes: undefined,
      planned_values: undefined,
      action_invocations: [{ address: "action.x.y" }],
    },
    "terraform would run the action `action.x.y`",
  ],
])("%s are no all-clear", (_, fields, sentence) => {
  const environment = environmentFromPlan("production", fixtureWith("no-op", fields), "plan");

  const report = reportAbout([environment]);
  expect(environment.notShown?.[0]).toBe(sentence);
  expect(exitCodeOf(report)).toBe(2);
  expect(renderText(report, false)).toContain(sentence.replaceAll("`", ""));
});

test("a plan that changes something says beside it what it cannot show", () => {
  const fields = { action_invocations: [{ address: "action.http.notify" }] };

  const report = reportAbout([environmentFromPlan("production", fixtureWith("update", fields), "plan")]);

  expect(renderText(report, false)).toContain(CANNOT_SHOW);
});

const failedCheck = { address: { to_display: "check.server" }, status: "fail" };

test.each([
  ["drift", "drift-only", { applyable: true }],
  ["a failed check", "no-op", { applyable: true, checks: [failedCheck] }],
  ["a read field of the future that is empty", "no-op", { applyable: true, of_the_future: {} }],
])("a plan that can be applied is not explained by %s", (_, name, fields) => {
  const { failure } = environmentFromPlan("production", fixtureWith(name, fields), "plan");

  expect(failure).toBe("terraform says that this plan changes something, but not what: update agent-stack");
});

test("what a newer format adds is told beside what else would change, and what is read or checked later is not", () => {
  const { resource_changes: changes } = JSON.parse(fixture("update"));
  const fields = {
    of_the_future: [1],
    resource_changes: [...changes, read],
    checks: [{ address: { to_display: "check.server" }, status: "unknown" }],
  };

  const { notShown } = environmentFromPlan("production", fixtureWith("update", fields), "plan");

  expect(notShown).toEqual(["the plan has `of_the_future`, which this agent-stack does not know: update it"]);
});

test.each([
  ["what a newer format adds", { applyable: true, of_the_future: [1] }, 2],
  ["what cannot be applied", { applyable: false, of_the_future: [1] }, 0],
  [
    "a check of what is not there yet",
    { applyable: false, checks: [{ address: { to_display: "check.server" }, status: "unknown" }] },
    0,
  ],
] as const)("a search for drift that meets %s", (_, fields, exitCode) => {
  const source = fixtureWith("no-op", { resource_changes: undefined, resource_drift: undefined, ...fields });

  expect(exitCodeOf(reportAbout([environmentFromPlan("production", source, "drift")]))).toBe(exitCode);
});

test("a failed check without a reason is told", () => {
  const source = fixtureWith("no-op", { checks: [failedCheck] });

  const report = reportAbout([environmentFromPlan("production", source, "plan")]);

  expect(renderText(report, false)).toContain("check.server: terraform does not say why");
});

test("a plan that can be applied and says not at all what for is not known", () => {
  const { failure } = environmentFromPlan("production", fixtureWith("no-op", { applyable: true }), "plan");

  expect(failure).toBe("terraform says that this plan changes something, but not what: update agent-stack");
});

test.each([
  ["a field that is not known, in a plan that cannot be applied", { applyable: false, of_the_future: [1] }],
  [
    "a data source that is read, where nothing says that it can be applied",
    { applyable: undefined, resource_changes: [read] },
  ],
])("%s is no change", (_, fields) => {
  const environment = environmentFromPlan("production", fixtureWith("no-op", fields), "plan");

  expect(environment.notShown).toBeUndefined();
  expect(exitCodeOf(reportAbout([environment]))).toBe(0);
});

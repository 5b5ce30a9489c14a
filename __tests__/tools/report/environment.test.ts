import { environmentFromPlan } from "../../../tools/report/environment";
import { exitCodeOf } from "../../../tools/report/model";
import { renderText } from "../../../tools/report/text";
import { fixtureWith } from "../changes/plans";
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

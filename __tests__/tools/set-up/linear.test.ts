import { driftOf, plannedChanges } from "../../../tools/changes/changes";
import { pictureOf } from "../../../tools/report/picture";
import type { PlanJson, ResourceChange } from "../../../tools/set-up/plan-json";
import type { Attributes } from "../../../tools/set-up/reading";
import type { Resource } from "../../../tools/set-up/values";
import { changeOf, planOf } from "../changes/plans";

const BINDING = "authentik_policy_binding";

/** How often a report on so many bindings looks at one of their values. */
function looksAt(count: number, planFor: (bindings: readonly Binding[]) => Partial<PlanJson>): number {
  let looks = 0;
  const counted = (values: Attributes): Attributes =>
    new Proxy(values, {
      get: (target, name) => {
        looks += 1;
        return Reflect.get(target, name);
      },
    });
  const bindings = Array.from({ length: count }, (_, index) => ({
    address: `${BINDING}.all["${index}"]`,
    values: counted({ id: `b${index}`, target: `app${index % 7}`, group: `g${index}`, enabled: true }),
    waiting: counted({ enabled: true }),
  }));
  const plan = planOf(changeOf("authentik_application.a", {}, {}), planFor(bindings));
  const { changes } = plannedChanges(plan);
  pictureOf(plan, changes, driftOf(plan));
  return looks;
}

interface Binding {
  readonly address: string;
  readonly values: Attributes;
  /** Before the target is known. */
  readonly waiting: Attributes;
}

const applications = Array.from({ length: 7 }, (_, index) =>
  resourceOf(`authentik_application.a${index}`, `app${index}`),
);

function resourceOf(address: string, uuid: string): Resource {
  return { address, mode: "managed", type: "authentik_application", name: "a", values: { uuid } };
}

const resources = (bindings: readonly Binding[], values: "values" | "waiting" = "values"): Resource[] =>
  bindings.map((binding) => ({
    address: binding.address,
    mode: "managed",
    type: BINDING,
    name: "all",
    values: binding[values],
  }));

const changes = (
  bindings: readonly Binding[],
  sides: (binding: Binding) => readonly [Attributes | null, Attributes | null],
  rest: Partial<ResourceChange> = {},
) => bindings.map((binding) => ({ ...changeOf(binding.address, ...sides(binding)), ...rest }));

const configured = new Map([
  [
    `${BINDING}.all`,
    new Map([
      ["target", ["authentik_application.a0", "each.value"]],
      ["group", ["each.key"]],
    ]),
  ],
]);

const PLANS: Readonly<Record<string, (bindings: readonly Binding[]) => Partial<PlanJson>>> = {
  "that are made": (bindings) => ({
    resourceChanges: changes(bindings, ({ waiting }) => [null, waiting], { unknown: { target: true } }),
    planned: [...applications, ...resources(bindings, "waiting")],
    prior: applications,
    configured,
  }),
  "that are deleted": (bindings) => ({
    resourceChanges: changes(bindings, ({ values }) => [values, null]),
    planned: applications,
    prior: [...applications, ...resources(bindings)],
  }),
  "that were deleted outside": (bindings) => ({
    resourceChanges: [],
    resourceDrift: changes(bindings, ({ values }) => [values, null]),
    planned: applications,
    prior: applications,
  }),
  "that stay": (bindings) => ({
    resourceChanges: changes(bindings, ({ values }) => [values, values], { actions: ["no-op"] }),
    planned: [...applications, ...resources(bindings)],
    prior: [...applications, ...resources(bindings)],
    configured,
  }),
};

test.each(Object.entries(PLANS))("four times as many bindings %s are four times the work", (_, planFor) => {
  const [few, many] = [looksAt(400, planFor), looksAt(1600, planFor)];

  expect(few).toBeGreaterThan(400);
  expect(many / few).toBeLessThan(4.5);
});

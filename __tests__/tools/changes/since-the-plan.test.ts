import type { Drift } from "../../../tools/changes/changes";
import { changedSince } from "../../../tools/changes/since-the-plan";
import { type PlanJson, parsePlanJson } from "../../../tools/set-up/plan-json";
import type { Attributes } from "../../../tools/set-up/reading";
import { fixture } from "./plans";

const CONNECTOR = "authentik_endpoints_connector_agent.connector";
const BRAND = "authentik_brand.default_brand";
const saved = parsePlanJson(fixture("update"));

/** The plan with an object read otherwise, or gone. */
function whereFound(plan: PlanJson, address: string, values: Attributes | undefined): PlanJson {
  return {
    ...plan,
    resourceChanges: [],
    prior: plan.prior.flatMap((each) => {
      if (each.address !== address) return [each];
      return values ? [{ ...each, values: { ...each.values, ...values } }] : [];
    }),
  };
}

const told = (changes: readonly Drift[]) =>
  changes.map(({ address, action, attributes }) => [address, action, attributes.map(({ name }) => name)]);

test("a plan is told from a fresh one by nothing where nothing changed", () => {
  const changes = changedSince(saved, whereFound(saved, CONNECTOR, {}));

  expect(changes).toEqual([]);
});

test("a managed value that was changed since is told with both values", () => {
  const [change] = changedSince(saved, whereFound(saved, CONNECTOR, { nss_uid_offset: 7 }));

  expect(change).toMatchObject({
    address: CONNECTOR,
    action: "update",
    attributes: [
      {
        name: "nss_uid_offset",
        before: { kind: "value", json: 2000, text: "2000" },
        after: { kind: "value", json: 7, text: "7" },
      },
    ],
  });
});

test("an object that was deleted since is told, though the saved plan does not touch it", () => {
  const noOp = parsePlanJson(fixture("no-op"));

  expect(told(changedSince(noOp, whereFound(noOp, CONNECTOR, undefined)))).toEqual([
    [CONNECTOR, "delete", expect.anything()],
  ]);
});

test("what somebody did by hand as the saved plan would do it is no change", () => {
  const planned = saved.planned.find(({ address }) => address === CONNECTOR)?.values;

  const changes = changedSince(saved, whereFound(saved, CONNECTOR, { refresh_interval: "hours=1" }));

  expect(planned?.refresh_interval).toBe("hours=1");
  expect(changes).toEqual([]);
});

test.each([
  ["a brand's own branding", BRAND, { branding_title: "Ours" }],
  ["a list read as empty that was none", CONNECTOR, { challenge_key: "" }],
  [
    "the time that a token has left",
    "authentik_endpoints_connector_agent_enrollment_token.enrollment_token_rollout",
    { expires_in: 1 },
  ],
])("%s is no change", (_, address, values) => {
  expect(changedSince(saved, whereFound(saved, address, values))).toEqual([]);
});

test("what was changed before the plan was saved is not told again", () => {
  const drifted = parsePlanJson(fixture("drift-and-change"));

  expect(drifted.resourceDrift).not.toEqual([]);
  expect(changedSince(drifted, parsePlanJson(fixture("drift-only")))).toEqual([]);
});

test("a brand that the saved plan imports is compared where it was read and not called gone where it was not", () => {
  const first = parsePlanJson(fixture("first-apply"));

  expect(changedSince(first, whereFound(first, BRAND, undefined))).toEqual([]);
  expect(told(changedSince(first, whereFound(first, BRAND, { flow_device_code: "another" })))).toEqual([
    [BRAND, "update", ["flow_device_code"]],
  ]);
});

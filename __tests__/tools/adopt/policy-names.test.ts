import { withPolicyNames } from "../../../tools/adopt/policy-names";
import type { Setting } from "../../../tools/adopt/settings";

const HOURS = "7f5a4f1e-9f04-4c55-9f1a-6a3b1d6a2c11";
const PLACE = "0b0cbe3a-7d55-4b4d-8d64-0a0c2a4b5f22";
const FAMILY = [{ policies: { "at work": PLACE } }, { policies: { "office hours": HOURS } }];

const order = (policy: string): Setting => ({ path: ["cli", "access", { policy }, "order"], value: 1 });

test("policies get the names that the environment has for them, its own or inherited ones", () => {
  const named = withPolicyNames(FAMILY, [order(HOURS), order(PLACE)]);

  expect(named).toEqual([order("office hours"), order("at work")]);
});

test("a name that is the environment's own means no inherited id", () => {
  const family = [{ policies: { hours: PLACE } }, { policies: { hours: HOURS } }];

  expect(withPolicyNames(family, [order(HOURS)])).toEqual([order(HOURS)]);
});

test("policies without a name get theirs in authentik, told apart where another has it", () => {
  const named = withPolicyNames(
    [{ policies: { hours: PLACE } }],
    [order(HOURS)],
    [
      [HOURS, "hours"],
      [PLACE, "place"],
    ],
  );

  expect(named).toEqual([
    { path: ["policies", `hours (${HOURS})`], value: HOURS },
    order(`hours (${HOURS})`),
  ]);
});

test("other settings stay as they are", () => {
  const settings: Setting[] = [{ path: ["cli", "access", { group: HOURS }, "order"], value: 1 }];

  expect(withPolicyNames([], settings)).toEqual(settings);
});

import type { PolicyBinding } from "../../../tools/authentik/objects";
import { effectOf } from "../../../tools/findings/rules/access";

const STAFF: PolicyBinding = {
  pk: "1",
  target: "app",
  enabled: true,
  negate: false,
  group: "staff",
  user: null,
  policy: null,
};
const OFFICE: PolicyBinding = { ...STAFF, pk: "2", group: null, policy: "office" };
const OTHER: PolicyBinding = { ...STAFF, pk: "3", group: "others" };

const APPLICATION = { mode: "any", isOpenWithout: true };
const ALL = { mode: "all", isOpenWithout: true };
const DEVICES = { mode: "any" };

test.each([
  ["any", STAFF, [OTHER], APPLICATION, "so that they get in"],
  ["any, negated", { ...STAFF, negate: true }, [OTHER], APPLICATION, "so that everyone else gets in"],
  ["all", STAFF, [OTHER], ALL, "so that everyone else is kept out"],
  ["all, negated", { ...STAFF, negate: true }, [OTHER], ALL, "so that they are kept out"],
  ["the only one", STAFF, [], APPLICATION, "so that everyone else is kept out"],
  [
    "the only one that is enabled",
    STAFF,
    [{ ...OTHER, enabled: false }],
    APPLICATION,
    "so that everyone else is kept out",
  ],
  ["the only one, negated", { ...STAFF, negate: true }, [], APPLICATION, "so that they are kept out"],
  ["the only one of a device access group", STAFF, [], DEVICES, "so that they get in"],
  ["a policy", OFFICE, [OTHER], APPLICATION, "so that everyone who passes it gets in"],
  ["a policy, all", OFFICE, [OTHER], ALL, "so that everyone who does not pass it is kept out"],
  ["disabled", { ...STAFF, enabled: false }, [OTHER], ALL, "which has no effect as long as it is disabled"],
])("what a binding does: %s", (_, binding, others, target, effect) => {
  expect(effectOf(binding, [binding, ...others], target)).toBe(effect);
});

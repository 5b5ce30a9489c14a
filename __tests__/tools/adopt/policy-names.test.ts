import { withPolicyNames } from "../../../tools/adopt/policy-names";
import type { Setting } from "../../../tools/adopt/settings";

const HOURS = "7f5a4f1e-9f04-4c55-9f1a-6a3b1d6a2c11";
const PLACE = "0b0cbe3a-7d55-4b4d-8d64-0a0c2a4b5f22";
const FILE = `x-shared: &shared
  policies: { office hours: ${HOURS} }
environments:
  base: { <<: *shared }
  production: { extends: base, policies: { at work: ${PLACE} } }
  circle: { extends: circle }
  nothing:
`;

const order = (policy: string): Setting => ({ path: ["cli", "access", { policy }, "order"], value: 1 });

test("policies get the names that the environment has for them, its own or inherited ones", () => {
  const named = withPolicyNames(FILE, "production", [order(HOURS), order(PLACE)]);

  expect(named).toEqual([order("office hours"), order("at work")]);
});

test.each(["circle", "nothing", "missing"])("a policy without a name in %s keeps its id", (environment) => {
  expect(withPolicyNames(FILE, environment, [order(HOURS)])).toEqual([order(HOURS)]);
});

test("other settings stay as they are", () => {
  const settings: Setting[] = [{ path: ["cli", "access", { group: HOURS }, "order"], value: 1 }];

  expect(withPolicyNames("no: [yaml", "production", settings)).toEqual(settings);
});

test("an environment in a file of its own has the names of what it extends, a later parent's first", () => {
  const main = `templates:\n  early: { policies: { early: ${HOURS} } }\n  late: { policies: { late: ${HOURS} } }\n`;
  const own = {
    file: "environments/acme.yaml",
    environment: "acme",
    text: `extends: [early, late]\npolicies: { own: ${PLACE} }\n`,
  };

  expect(withPolicyNames(main, "acme", [order(HOURS), order(PLACE)], [own])).toEqual([
    order("late"),
    order("own"),
  ]);
});

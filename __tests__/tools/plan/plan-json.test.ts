import { PlanJsonError, parsePlanJson } from "../../../tools/plan/plan-json";
import { FIXTURES, fixture, fixtureWith } from "./plans";

test.each(FIXTURES)("reads the plan %s as terraform wrote it", (name) => {
  const plan = parsePlanJson(fixture(name));

  expect(plan.terraformVersion).toBe("1.11.4");
  expect(plan.planned.length + plan.prior.length).toBeGreaterThan(0);
});

test("reads a plan without the fields that OpenTofu and older terraform leave out", () => {
  const source = fixtureWith("update", {
    applyable: undefined,
    complete: undefined,
    errored: undefined,
    checks: undefined,
    prior_state: undefined,
  });

  const plan = parsePlanJson(source);

  expect(plan.applyable).toBeUndefined();
  expect(plan.resourceChanges.filter(({ actions }) => actions[0] === "update")).toHaveLength(3);
});

test("knows which attributes are configured and what they refer to", () => {
  const { configured } = parsePlanJson(fixture("no-op"));

  expect(configured.get("authentik_brand.default_brand")?.get("flow_device_code")).toContain(
    "authentik_flow.device_code_flow",
  );
  expect(configured.get("authentik_brand.default_brand")?.has("branding_title")).toBe(false);
});

test("knows what is configured in modules, by the addresses that resources have there", () => {
  const resource = (address: string, reference: string) => ({
    address,
    expressions: { target: { references: [reference] } },
  });
  const source = fixtureWith("no-op", {
    configuration: {
      root_module: {
        module_calls: {
          outer: {
            module: {
              resources: [resource("authentik_flow.a", "authentik_brand.a")],
              module_calls: { inner: { module: { resources: [resource("authentik_flow.b", "var.b")] } } },
            },
          },
        },
      },
    },
  });

  const { configured } = parsePlanJson(source);

  expect([...configured].map(([address, attributes]) => [address, attributes.get("target")])).toEqual([
    ["module.outer.authentik_flow.a", ["module.outer.authentik_brand.a"]],
    ["module.outer.module.inner.authentik_flow.b", ["module.outer.module.inner.var.b"]],
  ]);
});

const errored = {
  errored: true,
  checks: [
    {
      address: { to_display: "authentik_flow.f" },
      status: "fail",
      instances: [{ problems: [{ message: "the flow is not ours" }] }],
    },
  ],
};

test.each([
  [
    "cut off",
    fixture("no-op").slice(0, -2000),
    "the plan is not valid JSON, it is cut off or something else was written into it: give the output of `terraform show -json PLANFILE`",
  ],
  ["empty", " \n", "the plan is empty: terraform wrote nothing"],
  [
    "a saved plan",
    "PK\u0003\u0004",
    "this is a saved plan, not JSON: give the output of `terraform show -json PLANFILE`",
  ],
  [
    "the log of terraform plan -json",
    '{"@level":"info"}\n{"@level":"info"}\n',
    "this is the log of `terraform plan -json`: give the output of `terraform show -json PLANFILE`",
  ],
  [
    "a state",
    '{"format_version":"1.0","values":{}}',
    "this is the JSON of a state, not of a plan: give the output of `terraform show -json PLANFILE`",
  ],
  ["a list", "[]", "the plan is not as expected: the plan is not an object"],
  [
    "of an older format",
    fixtureWith("no-op", { format_version: "0.1" }),
    "the plan's format_version is 0.1, this tool reads 1.x: use terraform 1.7 or later",
  ],
  [
    "of a later format",
    fixtureWith("no-op", { format_version: "2.0" }),
    "the plan's format_version is 2.0, this tool reads 1.x: use terraform 1.7 or later",
  ],
  [
    "without a format",
    fixtureWith("no-op", { format_version: undefined }),
    "the plan is not as expected: format_version is not a string",
  ],
  [
    "errored",
    fixtureWith("no-op", errored),
    "terraform could not finish this plan, what it would change is not known\nauthentik_flow.f: the flow is not ours",
  ],
  [
    "incomplete",
    fixtureWith("no-op", { complete: false }),
    "this plan is incomplete (made with -target, or terraform deferred changes): it does not show all that would change",
  ],
  [
    "of no list of changes",
    fixtureWith("no-op", { resource_changes: {} }),
    "the plan is not as expected: resource_changes is not a list",
  ],
  [
    "of a change without actions",
    fixtureWith("no-op", {
      resource_changes: [{ address: "a.b", mode: "managed", type: "a", name: "b", change: { actions: [] } }],
    }),
    'resource_changes[0] has the action "", which this tool does not know: update agent-stack',
  ],
  [
    "of an action of the future",
    fixtureWith("no-op", {
      resource_changes: [
        { address: "a.b", mode: "managed", type: "a", name: "b", change: { actions: ["teleport"] } },
      ],
    }),
    'resource_changes[0] has the action "teleport", which this tool does not know: update agent-stack',
  ],
])("fails for a plan that is %s", (_, source, message) => {
  const parse = () => parsePlanJson(source);

  expect(parse).toThrow(PlanJsonError);
  expect(parse).toThrow(new PlanJsonError(message));
});

test("a failed check does not tell the secret in its message", () => {
  const [check] = errored.checks;
  const source = fixtureWith("no-op", {
    checks: [{ ...check, instances: [{ problems: [{ message: "token: hunter2hunter2 is too old" }] }] }],
  });

  const { failedChecks } = parsePlanJson(source);

  expect(failedChecks).toEqual([
    { address: "authentik_flow.f", problems: ["token: (sensitive) is too old"] },
  ]);
});

import { PlanJsonError, parsePlanJson } from "../../../tools/set-up/plan-json";
import { FIXTURES, fixture, fixtureWith } from "../changes/plans";

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
    "the plan is not JSON: it is cut off, or something else was written into it; give the output of `terraform show -json PLANFILE`",
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
  ...[
    ["delete", "update"],
    ["create", "delete", "forget"],
    ["create", "create"],
  ].map((actions) => [
    `of the actions ${actions.join(" and ")} together`,
    fixtureWith("no-op", {
      resource_changes: [{ address: "a.b", mode: "managed", type: "a", name: "b", change: { actions } }],
    }),
    `resource_changes[0] has the actions "${actions.join('", "')}", which this tool does not know together: update agent-stack`,
  ]),
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

test("reads resources of nested modules, without what earlier replacements left over", () => {
  const resource = (address: string, rest: object = {}) => {
    return {
      address,
      mode: "managed",
      type: "authentik_flow",
      name: "f",
      values: { slug: address },
      ...rest,
    };
  };
  const values = {
    root_module: {
      resources: [resource("authentik_flow.f"), resource("authentik_flow.f", { deposed_key: "8d2f" })],
      child_modules: [
        {
          address: 'module.a["x"]',
          child_modules: [{ resources: [resource('module.a["x"].module.b[0].authentik_flow.f["y.z"]')] }],
        },
      ],
    },
  };
  const source = fixtureWith("no-op", { planned_values: values, prior_state: { values } });

  const { planned, prior } = parsePlanJson(source);

  const addresses = ["authentik_flow.f", 'module.a["x"].module.b[0].authentik_flow.f["y.z"]'];
  expect(planned.map(({ address, values: { slug } }) => [address, slug])).toEqual(
    addresses.map((address) => [address, address]),
  );
  expect(prior).toEqual(planned);
});

test("knows what modules are given, put out and are repeated over", () => {
  const references = (...names: string[]) => ({ references: names });
  const source = fixtureWith("no-op", {
    configuration: {
      root_module: {
        resources: [{ address: "authentik_flow.f", for_each_expression: references("var.flows") }],
        module_calls: {
          a: {
            for_each_expression: references("var.sites"),
            expressions: { flow: references("authentik_flow.f.uuid", "authentik_flow.f") },
            module: { outputs: { slug: { expression: references("var.flow") } } },
          },
        },
      },
    },
  });

  const { configured } = parsePlanJson(source);

  expect([...configured].map(([address, attributes]) => [address, Object.fromEntries(attributes)])).toEqual([
    ["authentik_flow.f", { "each.value": ["var.flows"] }],
    [
      "module.a",
      {
        "var.flow": ["authentik_flow.f.uuid", "authentik_flow.f"],
        "each.value": ["var.sites"],
        slug: ["module.a.var.flow"],
      },
    ],
  ]);
});

test("says all that is wrong with a plan, up to five times", () => {
  const [change] = JSON.parse(fixture("no-op")).resource_changes;
  const two = fixtureWith("no-op", {
    resource_changes: [change, { ...change, name: 1, change: { ...change.change, before: [] } }],
  });
  const many = fixtureWith("no-op", { resource_changes: Array.from({ length: 7 }, () => "x") });

  expect(() => parsePlanJson(two)).toThrow(
    new PlanJsonError(
      "the plan is not as expected: resource_changes[1].name is not a string, resource_changes[1].change.before is not an object",
    ),
  );
  const places = [0, 1, 2, 3, 4].map((index) => `resource_changes[${index}] is not an object`).join(", ");
  expect(() => parsePlanJson(many)).toThrow(
    new PlanJsonError(`the plan is not as expected: ${places}, 2 more are like that`),
  );
});

test("notes what no report shows, and leaves out what is empty", () => {
  const source = fixtureWith("no-op", {
    action_invocations: [{ address: "action.http.notify", type: "http" }, { type: "http" }],
    deferred_changes: [{ reason: "unknown", resource_change: { address: "authentik_flow.f" } }],
    deferred_action_invocations: [{ action_invocation: { address: "action.http.later" } }],
    variables: { a: { value: 1 } },
    of_the_future: [1],
    empty: [],
    nothing: {},
    off: false,
  });

  const { beside } = parsePlanJson(source);

  expect(beside).toEqual({
    actions: ["action.http.notify", "one without an address"],
    deferred: ["authentik_flow.f", "action.http.later"],
    otherModes: [],
    undecidedChecks: [],
    unknownFields: ["of_the_future"],
  });
});

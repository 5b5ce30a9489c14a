import { wantedBy } from "../../../tools/set-up/meaning";
import { managedSetUp, SetUpError, type StackJson, type StateJson } from "../../../tools/set-up/stack";
import { cliApplication, cliProvider, deviceCodeFlow, undecided } from "../../../tools/set-up/the-agents";

const resource = (address: string, values: Record<string, unknown>, mode = "managed") => {
  const [type = "", name = ""] = address.replace(/^.*?(?=authentik_)/, "").split(/[.[]/);
  return { address, mode, type, name, values };
};
const stateOf = (...resources: ReturnType<typeof resource>[]): StateJson => ({
  values: { root_module: { resources } },
});
const addresses = (stack: StackJson, state: StateJson = {}) =>
  managedSetUp("production", stack, state).objects.map(({ address }) => address);

test("joins what is configured and deployed by address, instance by instance and in modules", () => {
  const stack = {
    resource: {
      authentik_flow: {
        one: { slug: "one" },
        each: { for_each: { a: "alpha", "b.c": "beta" }, slug: "${each.value}", name: "flow ${each.key}" },
        counted: { count: 2, slug: "s", title: '${authentik_flow.each["a"].title}' },
        computed: { for_each: "${var.flows}", slug: "${each.key}" },
      },
    },
    data: { authentik_group: { staff: { name: "staff" } } },
    module: { agent: { source: "./agent" } },
    import: [{ to: 'authentik_flow.each["a"]', id: "old-alpha" }],
  };
  const state = {
    values: {
      root_module: {
        resources: [
          resource('authentik_flow.each["a"]', { slug: "alpha" }),
          resource('authentik_flow.computed["x"]', { slug: "x" }),
          { ...resource("authentik_flow.one", { slug: "left" }), deposed_key: "8d2f" },
        ],
        child_modules: [{ resources: [resource("module.agent.authentik_flow.inside", { slug: "inside" })] }],
      },
    },
  };

  const { objects } = managedSetUp("production", stack, state);

  expect(
    objects.map(({ address, mode, configured, deployed, importId }) => [
      address,
      mode,
      configured?.slug,
      deployed?.slug,
      importId,
    ]),
  ).toEqual([
    ["authentik_flow.one", "managed", "one", undefined, undefined],
    ['authentik_flow.each["a"]', "managed", "alpha", "alpha", "old-alpha"],
    ['authentik_flow.each["b.c"]', "managed", "beta", undefined, undefined],
    ["authentik_flow.counted[0]", "managed", "s", undefined, undefined],
    ["authentik_flow.counted[1]", "managed", "s", undefined, undefined],
    ["data.authentik_group.staff", "data", undefined, undefined, undefined],
    ['authentik_flow.computed["x"]', "managed", "${each.key}", "x", undefined],
    ["module.agent.authentik_flow.inside", "managed", undefined, "inside", undefined],
  ]);
  expect(objects[2]?.configured?.name).toBe("flow b.c");
});

test("an instance means what its own key and value stand for, a module's input what it is given", () => {
  const stack = {
    locals: { applications: "${authentik_application.all}" },
    resource: {
      authentik_application: { all: { for_each: { a: 1, b: 2 }, slug: "${each.key}" } },
      authentik_policy_binding: {
        by_key: { for_each: { a: 1, b: 2 }, target: "${authentik_application.all[each.key].uuid}" },
        by_value: { for_each: { x: '${authentik_application.all["b"]}' }, target: "${each.value.uuid}" },
        by_text: { target: "$${authentik_application.all}", group: '${lower("authentik_group.x.id")}' },
        by_local: { target: "${one(local.applications).uuid}" },
      },
    },
  };

  const setUp = managedSetUp("production", stack, {});

  const meant = setUp.objects
    .filter(({ type }) => type === "authentik_policy_binding")
    .map((binding) => [binding.address, ...wantedBy(setUp, binding, "target").keys]);
  expect(meant).toEqual([
    ['authentik_policy_binding.by_key["a"]', 'authentik_application.all["a"]'],
    ['authentik_policy_binding.by_key["b"]', 'authentik_application.all["b"]'],
    ['authentik_policy_binding.by_value["x"]', 'authentik_application.all["b"]'],
    ["authentik_policy_binding.by_text"],
    ["authentik_policy_binding.by_local", "authentik_application.all"],
  ]);
});

test("instances that only Terraform can tell are known once they are deployed", () => {
  const stack = { resource: { authentik_flow: { f: { for_each: "${var.flows}" } } } };

  expect(addresses(stack)).toEqual([]);
  expect(addresses(stack, stateOf(resource('authentik_flow.f["a"]', {})))).toEqual(['authentik_flow.f["a"]']);
});

test.each([
  [{ resource: [] }, {}, "cdk.tf.json of production is not as expected: resource is not an object"],
  [
    { data: { authentik_flow: { a: 1, b: "" } } },
    {},
    "cdk.tf.json of production is not as expected: data.authentik_flow.a is not an object, data.authentik_flow.b is not an object",
  ],
  [
    {},
    { values: { root_module: { child_modules: [{ resources: [{ mode: "managed" }] }] } } },
    "the state of production is not as expected: values.root_module.child_modules[0].resources[0].address is not a string, values.root_module.child_modules[0].resources[0].type is not a string, values.root_module.child_modules[0].resources[0].name is not a string",
  ],
])("says all that is wrong with %j and %j", (stack, state, message) => {
  expect(() => managedSetUp("production", stack as StackJson, state as StateJson)).toThrow(
    new SetUpError(message),
  );
});

test.each([
  [{ idp: { source: "registry.example.com/goauthentik/authentik", version: "~> 2026.5.0" } }, "~> 2026.5.0"],
  [{ authentik: { version: "1" } }, "1"],
  [{ other: { source: "hashicorp/random", version: "3" } }, undefined],
])("the provider's constraint in %j is %p", (required_providers, constraint) => {
  expect(managedSetUp("production", { terraform: { required_providers } }, {}).providerConstraint).toBe(
    constraint,
  );
});

const DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code";

describe("which is the agent's", () => {
  const provider = (values: object = {}) => ({ name: "any", ...values });
  const told = (resources: NonNullable<StackJson["resource"]>, state?: StateJson) => {
    const setUp = managedSetUp("production", { resource: resources }, state ?? {});
    return [deviceCodeFlow(setUp), cliProvider(setUp), cliApplication(setUp)].map((each) => each?.address);
  };

  test("is told by references, whatever comes first and is named how", () => {
    const found = told({
      authentik_flow: { cli_flow: {}, z: {} },
      authentik_brand: { b: { flow_device_code: "${authentik_flow.z.uuid}" } },
      authentik_provider_oauth2: { cli_provider: provider(), z: provider() },
      authentik_endpoints_connector_agent: {
        c: { jwt_federation_providers: "${[authentik_provider_oauth2.z.id]}" },
      },
      authentik_application: {
        cli_application: { protocol_provider: "${authentik_provider_oauth2.cli_provider.id}" },
        z: { protocol_provider: "${authentik_provider_oauth2.z.id}" },
      },
    });

    expect(found).toEqual(["authentik_flow.z", "authentik_provider_oauth2.z", "authentik_application.z"]);
  });

  test("is told by ids where what is configured is in modules", () => {
    const found = told(
      {},
      stateOf(
        resource("module.a.authentik_flow.x", { uuid: "f1" }),
        resource("module.a.authentik_flow.y", { uuid: "f2" }),
        resource("module.a.authentik_brand.b", { flow_device_code: "f2" }),
        resource("module.a.authentik_provider_oauth2.x", { id: "1" }),
        resource("module.a.authentik_provider_oauth2.y", { id: "2" }),
        resource("module.b.authentik_endpoints_connector_agent.c", { jwt_federation_providers: [2] }),
        resource("module.a.authentik_application.x", { protocol_provider: 1 }),
        resource("module.a.authentik_application.y", { protocol_provider: 2 }),
      ),
    );

    expect(found).toEqual([
      "module.a.authentik_flow.y",
      "module.a.authentik_provider_oauth2.y",
      "module.a.authentik_application.y",
    ]);
  });

  test("is, of several federated providers, the one that can do device codes, then the one with the agent's client id", () => {
    const connector = {
      c: {
        jwt_federation_providers: ["a", "b", "c"].map((name) => `\${authentik_provider_oauth2.${name}.id}`),
      },
    };
    const of = (providers: Record<string, object>) =>
      told({
        authentik_provider_oauth2: providers as Record<string, Record<string, unknown>>,
        authentik_endpoints_connector_agent: connector,
      })[1];
    const grants = { grant_types: [DEVICE_CODE] };

    expect(of({ a: provider(), b: provider(grants), c: provider() })).toBe("authentik_provider_oauth2.b");
    expect(
      of({
        a: provider(grants),
        b: provider(grants),
        c: provider({ ...grants, client_id: "authentik-cli" }),
      }),
    ).toBe("authentik_provider_oauth2.c");
  });

  test("is not guessed where nothing tells", () => {
    const stack = {
      resource: {
        authentik_flow: { a: {}, b: {} },
        authentik_provider_oauth2: { a: provider(), b: provider() },
        authentik_application: { a: {}, b: {} },
        authentik_endpoints_connector_agent: { c: { jwt_federation_providers: "${var.accepted}" } },
      },
    };

    const setUp = managedSetUp("production", stack, {});

    expect([deviceCodeFlow(setUp), cliProvider(setUp), cliApplication(setUp)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(undecided(setUp)).toEqual([
      { what: "device code flow", candidates: ["authentik_flow.a", "authentik_flow.b"] },
      { what: "provider", candidates: ["authentik_provider_oauth2.a", "authentik_provider_oauth2.b"] },
    ]);
  });

  test("is the flow that is designated so, where no brand tells", () => {
    const [flow] = told({
      authentik_flow: { a: { designation: "authorization" }, b: { designation: "stage_configuration" } },
    });

    expect(flow).toBe("authentik_flow.b");
  });

  test("is the only one there is where nothing tells", () => {
    const found = told({
      authentik_flow: { a: {} },
      authentik_provider_oauth2: { a: provider() },
      authentik_application: { a: {} },
    });

    expect(found).toEqual(["authentik_flow.a", "authentik_provider_oauth2.a", "authentik_application.a"]);
  });
});

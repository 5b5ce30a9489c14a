import { EndpointsDeviceAccessGroup } from "@cdktf/provider-authentik/lib/endpoints-device-access-group";
import { App, TerraformStack, TerraformVariable } from "cdktf";
import { Access, type AccessBinding, AgentCliProvider, AuthentikServer } from "../../lib";
import { agentStack, Synthesised, stackOf } from "./synthesised";

const UUID = "0d9b3a0e-0000-4000-8000-000000000000";
const BINDING = "authentik_policy_binding.cli_access_";
/** cdktf's own, the same whatever stands before it. */
const GROUP_OF_TEAM = "agent-stack-lookup_group_varteam_85841D54";
const OPEN_TO_ALL =
  "info: no access is configured: everyone who can log in to authentik may use the CLI; name groups, users or policies in `access` to limit it";

const withAccess = (...access: AccessBinding[]) => agentStack({ cli: { access } });

test("binds a group by name, without reading its members, and writes every attribute out", () => {
  const synthesised = withAccess({ group: "Platform Team" });

  expect(synthesised.at(`${BINDING}group_Platform_Team`)).toEqual({
    target: "${authentik_application.cli_application.uuid}",
    group: "${data.authentik_group.Platform_Team.id}",
    order: 1_984_930_284,
    negate: false,
    enabled: true,
    timeout: 30,
    failure_result: false,
  });
  expect(synthesised.at("data.authentik_group.Platform_Team")).toEqual({
    name: "Platform Team",
    include_users: false,
  });
});

test("binds a user by username", () => {
  const synthesised = withAccess({ user: "jane" });

  expect(synthesised.at(`${BINDING}user_jane`).user).toBe("${data.authentik_user.jane.pk}");
  expect(synthesised.at("data.authentik_user.jane")).toEqual({ username: "jane" });
});

test("binds a policy by the name it was given", () => {
  const synthesised = withAccess({
    policy: { name: "office-hours", id: "0d9b3a0e-0000-4000-8000-000000000000" },
  });

  expect(synthesised.at(`${BINDING}policy_office-hours`).policy).toBe("0d9b3a0e-0000-4000-8000-000000000000");
});

test("takes a resource for a policy, by the name and id that it has", () => {
  const synthesised = stackOf((stack) => {
    // Stands for an expression policy, which the committed bindings have not.
    const policy = new EndpointsDeviceAccessGroup(stack, "office", { name: "office-hours" });
    new Access(stack, "access", { target: { policyTargetId: "uuid" }, bindings: [{ policy }] });
  });

  expect(Object.values(synthesised.json.resource?.authentik_policy_binding ?? {})).toEqual([
    expect.objectContaining({ policy: "${authentik_endpoints_device_access_group.office.id}" }),
  ]);
});

test("takes every attribute from the entry", () => {
  const synthesised = withAccess({
    group: "g",
    order: 7,
    negate: true,
    enabled: false,
    timeoutSeconds: 5,
    failureResult: true,
  });

  expect(synthesised.at(`${BINDING}group_g`)).toMatchObject({
    order: 7,
    negate: true,
    enabled: false,
    timeout: 5,
    failure_result: true,
  });
});

test("an entry added at the end changes nothing about the others", () => {
  const before = withAccess({ group: "a" }, { user: "b" });
  const after = withAccess({ group: "a" }, { user: "b" }, { group: "a b" }, { group: "a_b" });

  for (const address of before.addresses()) expect(after.at(address)).toEqual(before.at(address));
  expect(after.addresses().filter((address) => address.startsWith(`${BINDING}group_a_b`))).toHaveLength(2);
});

describe("the order of an entry", () => {
  const orders = (synthesised: ReturnType<typeof agentStack>) =>
    Object.fromEntries(
      Object.entries(synthesised.json.resource?.authentik_policy_binding ?? {}).map(([name, { order }]) => [
        name.replace("cli_access_", ""),
        order,
      ]),
    );

  test("is its own wherever it stands, and another one's nowhere", () => {
    const [a, b, c] = [{ group: "a" }, { user: "a" }, { policy: { name: "a", id: UUID } }];
    const first = orders(withAccess(a, b, c));

    expect(orders(withAccess(c, a, { group: "d" }, b))).toMatchObject(first);
    expect(new Set(Object.values(first)).size).toBe(3);
    expect(Math.min(...Object.values(first).map(Number))).toBeGreaterThanOrEqual(2 ** 30);
    expect(Math.max(...Object.values(first).map(Number))).toBeLessThan(2 ** 31);
  });

  test("that is given makes the binding anew when it changes, the new one first", () => {
    const synthesised = withAccess({ group: "a", order: 1 }, { user: "b", order: 2 }, { group: "c" });

    expect(synthesised.at("terraform_data.cli_access_orders")).toEqual({ input: { group_a: 1, user_b: 2 } });
    expect(synthesised.at(`${BINDING}user_b`).lifecycle).toEqual({
      create_before_destroy: true,
      replace_triggered_by: ["terraform_data.cli_access_orders.input.user_b"],
    });
    expect(synthesised.at(`${BINDING}group_c`)).not.toHaveProperty("lifecycle");
  });

  test.each<[string, AccessBinding[]]>([
    ["nothing is given", [{ group: "a" }, { group: "b" }]],
    ["there is no other entry", [{ group: "a", order: 3 }]],
    [
      "only policies are given one, which may stand where others do",
      [{ policy: { name: "a", id: UUID }, order: 3 }, { group: "b" }],
    ],
    [
      "all have what authentik's admin pages give",
      [
        { group: "a", order: 0 },
        { user: "b", order: 0 },
      ],
    ],
  ])("needs nothing in Terraform's state where %s", (_, access) => {
    const synthesised = withAccess(...access);

    expect(Object.keys(synthesised.json.resource?.terraform_data ?? {})).toEqual(["server_installation"]);
    for (const binding of Object.values(synthesised.json.resource?.authentik_policy_binding ?? {})) {
      expect(binding).not.toHaveProperty("lifecycle");
    }
  });
});

test("a name that is used twice is read once", () => {
  const synthesised = agentStack({
    cli: { access: [{ group: "ops" }] },
    deviceAccessGroups: [{ name: "servers", access: [{ group: "ops" }] }],
  });

  expect(synthesised.json.data?.authentik_group).toEqual({ ops: { name: "ops", include_users: false } });
});

test("none configured is said: everyone may use the CLI", () => {
  expect(agentStack().annotations()).toEqual([OPEN_TO_ALL]);
  expect(withAccess({ group: "g" }).annotations()).toEqual([]);
});

test.each<[string, AccessBinding[], string]>([
  [
    "of two kinds",
    [{ group: "a", user: "b" }],
    "bindings[0]: got group and user, expected exactly one of group, user, policy",
  ],
  [
    "of no kind",
    [{ group: "a" }, { order: 1 }],
    "bindings[1]: got none, expected exactly one of group, user, policy",
  ],
  [
    "given twice",
    [{ group: "a" }, { user: "a" }, { group: "a" }],
    "bindings[2]: repeats bindings[0]: remove one of them",
  ],
])("fails when a binding is %s", (_, bindings, message) => {
  const synthesise = () =>
    stackOf((stack) => {
      new Access(stack, "access", { target: { policyTargetId: "uuid" }, bindings });
    });

  expect(synthesise).toThrow(`[own/access] ${message}`);
});

test("names that differ only in what addresses cannot hold stay apart", () => {
  const synthesised = withAccess({ group: "東京" }, { group: "大阪" }, { group: "a/b" });

  expect(Object.keys(synthesised.json.data?.authentik_group ?? {})).toEqual(["__", "___6df97746", "a_b"]);
  expect(Object.keys(synthesised.json.resource?.authentik_policy_binding ?? {})).toHaveLength(3);
});

test("names that constructs know themselves, or take for a path, are names", () => {
  const names = ["toString", "__proto__", "a/b", "a--b", "a%2Fb"];

  const synthesised = withAccess(...names.map((group) => ({ group })));

  const groups = Object.values(synthesised.json.data?.authentik_group ?? {});
  expect(groups.map(({ name }) => name).sort()).toEqual(names.sort());
});

test("a name that only Terraform knows gives an address that stays", () => {
  const synthesised = stackOf((stack) => {
    const earlier = new TerraformVariable(stack, "earlier", {});
    const team = new TerraformVariable(stack, "team", {});
    new AgentCliProvider(stack, "cli", {
      authorizationFlow: earlier.stringValue,
      access: [{ group: team.stringValue }, { user: `svc-${team.stringValue}` }],
    });
  });

  expect(synthesised.json.data?.authentik_group).toEqual({
    [GROUP_OF_TEAM]: { name: "${var.team}", include_users: false },
  });
  expect(Object.values(synthesised.json.data?.authentik_user ?? {})).toEqual([
    { username: "svc-${var.team}" },
  ]);
  expect(synthesised.addresses()).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^authentik_policy_binding\.cli_access_group_var_team_[0-9A-F]{8}$/),
      expect.stringMatching(/^authentik_policy_binding\.cli_access_user_svc-var_team_[0-9A-F]{8}$/),
    ]),
  );
});

test("names that Terraform knows from two stacks stay apart", () => {
  const app = new App();
  const names = ["here", "there"].map((name) => {
    const stack = new TerraformStack(app, name);
    new AuthentikServer(stack, "authentik");
    return { stack, name: new EndpointsDeviceAccessGroup(stack, "team", { name }).name };
  });
  const [here, there] = names as [(typeof names)[0], (typeof names)[0]];

  new Access(here.stack, "access", {
    target: { policyTargetId: "uuid" },
    bindings: [{ group: here.name }, { group: there.name }],
  });

  expect(Object.values(new Synthesised(here.stack).json.data?.authentik_group ?? {})).toEqual([
    { name: "${authentik_endpoints_device_access_group.team.name}", include_users: false },
    { name: expect.stringContaining("${data.terraform_remote_state."), include_users: false },
  ]);
});

import { DataAuthentikGroup } from "@cdktf/provider-authentik/lib/data-authentik-group";
import { DataAuthentikPropertyMappingProviderScope } from "@cdktf/provider-authentik/lib/data-authentik-property-mapping-provider-scope";
import { App } from "cdktf";
import { Construct } from "constructs";
import { Access, AgentCliProvider, AgentConnector, AgentStack, DeviceCodeFlow } from "../../lib";
import { Synthesised, stackOf } from "./synthesised";

const target = { policyTargetId: "uuid" };

test("in a stack of one's own, a look-up leaves a data source of the same id alone", () => {
  const synthesised = stackOf((stack) => {
    new DataAuthentikGroup(stack, "staff", { name: "theirs" });
    new Access(stack, "access", { target, bindings: [{ group: "staff" }] });
  });

  expect(synthesised.json.data?.authentik_group).toEqual({
    staff: { name: "theirs" },
    "agent-stack-lookup_group_staff_D4C5ED21": { name: "staff", include_users: false },
  });
  expect(Object.values(synthesised.json.resource?.authentik_policy_binding ?? {})).toEqual([
    expect.objectContaining({ group: "${data.authentik_group.agent-stack-lookup_group_staff_D4C5ED21.id}" }),
  ]);
});

test("a construct of one's own that is called lookup stays its own", () => {
  const synthesised = stackOf((stack) => {
    const group = new Construct(new Construct(stack, "lookup"), "group");
    new DataAuthentikGroup(group, "staff", { name: "theirs" });
    new Access(stack, "access", { target, bindings: [{ group: "staff" }] });
  });

  expect(Object.values(synthesised.json.data?.authentik_group ?? {})).toEqual([
    { name: "staff", include_users: false },
    { name: "theirs" },
  ]);
});

test("an AgentStack keeps its plain addresses, and what someone adds gets others", () => {
  const stack = new AgentStack(new App(), "production", { cli: { access: [{ group: "staff" }] } });
  new DataAuthentikGroup(stack, "staff", { name: "theirs" });
  new DataAuthentikGroup(stack, "others", { name: "others" });

  expect(new Synthesised(stack).json.data?.authentik_group).toEqual({
    staff: { name: "staff", include_users: false },
    staff_15622065: { name: "theirs" },
    others: { name: "others" },
  });
});

test("a look-up that an AgentStack gets later does not take what someone added before", () => {
  const stack = new AgentStack(new App(), "production");
  const added = new DataAuthentikGroup(stack, "staff", { name: "theirs" });
  expect(added.friendlyUniqueId).toBe("staff");

  new Access(stack, "more", { target, bindings: [{ group: "staff" }] });

  expect(new Synthesised(stack).json.data?.authentik_group).toEqual({
    staff: { name: "theirs" },
    staff_15622065: { name: "staff", include_users: false },
  });
});

test("a scope mapping whose name is that of the stack's own data source is looked up beside it", () => {
  const stack = new AgentStack(new App(), "production", { cli: { customScopeMappings: ["cli_scopes"] } });

  const scopes = new Synthesised(stack).json.data?.authentik_property_mapping_provider_scope;
  expect(scopes).toMatchObject({
    cli_scopes: { managed_list: expect.any(Array) },
    cli_scopes_1f1af176: { name: "cli_scopes" },
  });
});

test("fails where an id that someone overrides would make one object of two", () => {
  const stack = new AgentStack(new App(), "production", { cli: { access: [{ group: "staff" }] } });
  new DataAuthentikGroup(stack, "mine", { name: "theirs" }).overrideLogicalId("staff");
  new DataAuthentikPropertyMappingProviderScope(stack, "ours", { name: "x" }).overrideLogicalId("staff");

  expect(() => new Synthesised(stack)).toThrow(
    '[production] production/mine has the address of production/lookup/group/"staff", data.authentik_group.staff: override its id with another one',
  );
});

test("look-ups are constructs, and an object that several look up is read once", () => {
  const synthesised = stackOf((stack) => {
    const first = AgentCliProvider.fromName(stack, "first", "corp");
    const second = AgentCliProvider.fromName(stack, "second", "corp");
    new AgentConnector(stack, "connector", { federatedProviders: [first, second] });
    DeviceCodeFlow.fromSlug(stack, "flow", "devices");
    expect(stack.node.children.map(({ node }) => node.id)).toEqual([
      "authentik",
      "first",
      "agent-stack-lookup",
      "second",
      "connector",
      "flow",
    ]);
  });

  expect(Object.values(synthesised.json.data?.authentik_provider_oauth2_config ?? {})).toEqual([
    { name: "corp" },
  ]);
  expect(Object.values(synthesised.json.data?.authentik_flow ?? {})).toEqual([
    { slug: "default-provider-authorization-implicit-consent" },
    { slug: "devices" },
  ]);
});

import { App } from "cdktf";
import { AgentStack, type AgentStackProps } from "../../lib";

const synthesised = (props: AgentStackProps) => new AgentStack(new App(), "stack", props).toTerraform();

const GROUP = "authentik_endpoints_device_access_group.device_access_group";
const BINDING = "authentik_policy_binding.device_access_group";

test("an entry that was renamed keeps its objects, those below it too", () => {
  const { moved } = synthesised({
    deviceAccessGroups: [
      { name: "Note books", renamedFrom: "Laptops", access: [{ group: "staff" }, { user: "akadmin" }] },
    ],
    enrollmentTokens: [{ name: "new", renamedFrom: "old", deviceAccessGroup: "Note books" }],
    endpointStages: [{ name: "known", renamedFrom: "Known device" }],
  });

  expect(moved).toEqual([
    { from: `${GROUP}_Laptops`, to: `${GROUP}_Note_books` },
    { from: `${BINDING}_Laptops_access_group_staff`, to: `${BINDING}_Note_books_access_group_staff` },
    { from: `${BINDING}_Laptops_access_user_akadmin`, to: `${BINDING}_Note_books_access_user_akadmin` },
    {
      from: "authentik_endpoints_connector_agent_enrollment_token.enrollment_token_old",
      to: "authentik_endpoints_connector_agent_enrollment_token.enrollment_token_new",
    },
    {
      from: "authentik_stage_endpoints.endpoint_stage_Known_device",
      to: "authentik_stage_endpoints.endpoint_stage_known",
    },
  ]);
});

test("a name that reads the same in an address moves nothing, and one that was not alone has the address that it had", () => {
  const before = synthesised({ endpointStages: [{ name: "a b" }, { name: "a_b" }, { name: "c d" }] });
  const after = synthesised({
    endpointStages: [
      { name: "first", renamedFrom: "a b" },
      { name: "second", renamedFrom: "a_b" },
      { name: "c_d", renamedFrom: "c d" },
    ],
  });

  const [first, second] = Object.keys(before.resource.authentik_stage_endpoints);
  expect(after.moved).toEqual([
    { from: `authentik_stage_endpoints.${first}`, to: "authentik_stage_endpoints.endpoint_stage_first" },
    { from: `authentik_stage_endpoints.${second}`, to: "authentik_stage_endpoints.endpoint_stage_second" },
  ]);
});

test("brands that are let go of move beside them", () => {
  const { moved } = synthesised({
    brands: { released: ["shop.example.org"] },
    endpointStages: [{ name: "new", renamedFrom: "old" }],
  });

  expect(moved.map(({ from }: { from: string }) => from).sort()).toEqual([
    'authentik_brand.further_brand["shop.example.org"]',
    "authentik_stage_endpoints.endpoint_stage_old",
  ]);
});

test("without a former name there is no such block", () => {
  expect(synthesised({ endpointStages: [{ name: "a" }] })).not.toHaveProperty("moved");
});

test.each<[string, AgentStackProps, string]>([
  [
    "another one's name",
    { endpointStages: [{ name: "a" }, { name: "b", renamedFrom: "a" }] },
    "endpointStages[1].renamedFrom: has the name of endpointStages[0].name, and only one of them can have its object: take it out",
  ],
  [
    "its own name",
    { enrollmentTokens: [{ name: "a", renamedFrom: "a" }] },
    "enrollmentTokens[0].renamedFrom: has the name of enrollmentTokens[0].name, and only one of them can have its object: take it out",
  ],
  [
    "another one's former name",
    {
      deviceAccessGroups: [
        { name: "a", renamedFrom: "old" },
        { name: "b", renamedFrom: "old" },
      ],
    },
    "deviceAccessGroups[1].renamedFrom: has the name of deviceAccessGroups[0].renamedFrom, and only one of them can have its object: take it out",
  ],
])("fails with %s", (_, props, message) => {
  expect(() => synthesised(props)).toThrow(message);
});

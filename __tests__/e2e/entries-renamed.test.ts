import type { AgentStackProps } from "../../lib";
import { Deployment } from "./deployment";
import { openStandIn } from "./target";

jest.setTimeout(300_000);

const BEFORE: AgentStackProps = {
  deviceAccessGroups: [
    { name: "Laptops", access: [{ group: "authentik Admins" }, { user: "akadmin", order: 3 }] },
  ],
  enrollmentTokens: [{ name: "first", deviceAccessGroup: "Laptops", expiring: false }],
  endpointStages: [{ name: "Known device" }],
};
const AFTER: AgentStackProps = {
  deviceAccessGroups: [
    {
      name: "Note books",
      renamedFrom: "Laptops",
      access: [{ group: "authentik Admins" }, { user: "akadmin", order: 3 }],
    },
  ],
  enrollmentTokens: [
    { name: "second", renamedFrom: "first", deviceAccessGroup: "Note books", expiring: false },
  ],
  endpointStages: [{ name: "Enrolled", renamedFrom: "Known device" }],
};

test("entries that are renamed keep their objects: nothing is made anew, and the former names may go at once", async () => {
  const target = await openStandIn();
  const deployment = new Deployment(target.environment);
  try {
    deployment.configure(BEFORE);
    expect((await deployment.apply()).code).toBe(0);
    const ids = async () => [...(await deployment.state()).values()].map(({ id }) => id).sort();
    const before = await ids();

    deployment.configure(AFTER);
    const { changes } = await deployment.plan();
    const applied = await deployment.apply("planned");
    const after = await ids();
    deployment.configure(withoutFormerNames(AFTER));
    const settled = await deployment.plan();

    expect(changes.map(({ address, actions, attributes }) => [address, actions, attributes])).toEqual([
      ["authentik_endpoints_connector_agent_enrollment_token.enrollment_token_second", ["update"], ["name"]],
      ["authentik_endpoints_device_access_group.device_access_group_Note_books", ["update"], ["name"]],
      [
        "authentik_policy_binding.device_access_group_Note_books_access_group_authentik_Admins",
        ["update"],
        ["order"],
      ],
      ["authentik_stage_endpoints.endpoint_stage_Enrolled", ["update"], ["name"]],
    ]);
    expect(applied.code).toBe(0);
    expect(after).toEqual(before);
    expect(settled.changes).toEqual([]);
  } finally {
    deployment.remove();
    await target.close();
  }
});

function withoutFormerNames(props: AgentStackProps): AgentStackProps {
  return JSON.parse(JSON.stringify(props, (key, value) => (key === "renamedFrom" ? undefined : value)));
}

import { environmentFromPlan } from "../../../tools/report/environment";
import type { Api } from "../../e2e/api";
import { Deployed } from "../deployed";

jest.setTimeout(120_000);

let deployed: Deployed;
let api: Api;
beforeAll(async () => {
  deployed = await Deployed.start({ cli: { access: [{ group: "staff" }] } }, async ({ server }) =>
    server.seed.group("staff"),
  );
  api = deployed.api;
});
afterAll(() => deployed.stop());

/** What drift reports: addresses, and attributes with what was recorded and what is there now. */
async function drift(): Promise<unknown[]> {
  const recorded = await deployed.managed();
  await deployed.deployment.terraform("plan", "-refresh-only", "-input=false", "-out=drift.tfplan");
  const { stdout } = await deployed.deployment.terraform("show", "-json", "drift.tfplan");
  return environmentFromPlan("e2e", stdout, "drift", recorded).drift.map(
    ({ address, objectId, attributes }) => [
      address,
      objectId,
      attributes.map(({ name, before, after }) => [name, before, after]),
    ],
  );
}

test("a group that another one of the same name has replaced is drift of the look-up", async () => {
  expect(await drift()).toEqual([]);
  const old = String((await api.find("/core/groups/", { name: "staff" })).pk);
  await api.change(`/core/groups/${old}/`, { name: "former staff" });
  const { pk } = await api.post("/core/groups/", { name: "staff" });
  const found = await drift();

  expect(found).toEqual([
    [
      "data.authentik_group.staff",
      old,
      [["id", { kind: "value", json: old, text: old }, { kind: "value", json: pk, text: pk }]],
    ],
  ]);
});

import { type Drift, driftOf, plannedChanges } from "../../../tools/changes/changes";
import type { Action } from "../../../tools/objects/predicates";
import { pictureOf } from "../../../tools/report/picture";
import { countActions } from "../../../tools/report/sections";
import { type PlanJson, parsePlanJson } from "../../../tools/set-up/plan-json";
import { changeOf, fixture, planOf } from "./plans";

const nodesOf = (plan: PlanJson) => {
  const after = plan.resourceChanges.map((change) => ({ ...change, values: change.after ?? {} }));
  const { nodes } = pictureOf({ ...plan, planned: after }, plannedChanges(plan).changes, []) ?? { nodes: [] };
  return nodes.map(({ state }) => state);
};

const changesIn = (name: string) => plannedChanges(parsePlanJson(fixture(name)));

const actionsIn = (name: string) =>
  Object.fromEntries(changesIn(name).changes.map(({ address, action }) => [address.split(".")[1], action]));

test("a plan that changes nothing has no changes and counts what stays", () => {
  const { changes, outputs, unchanged } = changesIn("no-op");

  expect(changes).toEqual([]);
  expect(outputs).toEqual([]);
  expect(unchanged).toBe(10);
});

test.each<[string, Record<string, Action>]>([
  ["delete", { cli_access_group_authentik_Admins: "delete", endpoint_stage_check_device: "delete" }],
  ["forget", { default_brand: "forget" }],
  [
    "replace",
    { connector: "replace", enrollment_token_rollout: "update", endpoint_stage_check_device: "update" },
  ],
  ["update", { cli_provider: "update", connector: "update", endpoint_stage_check_device: "update" }],
])("tells the actions of the plan %s", (name, expected) => {
  const actions = actionsIn(name);

  expect(actions).toEqual(expected);
});

test("an adopted brand is an update with the id it is imported by", () => {
  const brand = changesIn("first-apply").changes.find(
    ({ address }) => address === "authentik_brand.default_brand",
  );

  expect(brand?.action).toBe("update");
  expect(brand?.importId).toMatch(/^[0-9a-f-]{36}$/);
});

test("an object that only moves keeps its old address", () => {
  const plan = planOf(
    changeOf(
      "authentik_flow.new",
      { slug: "s" },
      { slug: "s" },
      { actions: ["no-op"], previousAddress: "authentik_flow.old" },
    ),
  );

  const [change] = plannedChanges(plan).changes;

  expect(change).toMatchObject({ action: "move", movedFrom: "authentik_flow.old", attributes: [] });
});

test("what an earlier replacement left over is no deletion of the object in use", () => {
  const provider = changeOf("authentik_provider_oauth2.cli_provider", { id: "1" }, null, { deposed: "8d2f" });

  const [change] = plannedChanges(planOf(provider)).changes;

  expect(change).toMatchObject({
    address: "authentik_provider_oauth2.cli_provider (left over)",
    action: "delete",
    consequences: [{ code: "left-over-deleted", severity: "cosmetic" }],
  });
});

test("an object that is only imported is an import", () => {
  const plan = planOf(changeOf("authentik_flow.f", {}, {}, { actions: ["no-op"], importId: "slug" }));

  expect(plannedChanges(plan).changes[0]).toMatchObject({ action: "import", importId: "slug" });
});

test.each([[["delete", "create"]], [["create", "delete"]]])(
  "a replacement by %p is one change and names what forces it",
  (actions) => {
    const plan = planOf(
      changeOf("authentik_flow.f", { slug: "a" }, { slug: "b" }, { actions, replacePaths: ["slug"] }),
    );

    const { changes } = plannedChanges(plan);

    expect(changes).toHaveLength(1);
    expect(changes[0]).toMatchObject({ action: "replace", attributes: [{ name: "slug", replaces: true }] });
  },
);

test.each([[["create", "forget"]], [["forget", "create"]]])(
  "a replacement by %p leaves the old object in authentik, and nothing of it ends",
  (actions) => {
    const plan = planOf(
      changeOf(
        "authentik_provider_oauth2.cli_provider",
        { id: "1", name: "a" },
        { name: "b" },
        { actions, unknown: { id: true } },
      ),
    );

    const { changes } = plannedChanges(plan);

    expect(changes.map(({ action }) => action)).toEqual(["create and forget"]);
    expect(changes[0]?.consequences.map(({ code }) => code)).toEqual([
      "provider-renamed",
      "object-forgotten",
    ]);
    expect(countActions(changes)).toBe("1 to create beside an old one that is forgotten");
    expect(nodesOf(plan)).toEqual(["create and forget"]);
  },
);

test("a binding that is made beside a forgotten one lets people in and takes nothing from others", () => {
  const binding = changeOf(
    "authentik_policy_binding.b",
    { target: "t", group: "a", enabled: true },
    { target: "t", group: "b", enabled: true },
    { actions: ["create", "forget"] },
  );

  const codes = plannedChanges(planOf(binding)).changes[0]?.consequences.map(({ code }) => code);

  expect(codes).toEqual(["binding-added-to-unknown-mode", "object-forgotten"]);
});

test("what an earlier replacement left over can be forgotten too", () => {
  const provider = changeOf("authentik_provider_oauth2.cli_provider", { id: "1" }, null, {
    actions: ["forget"],
    deposed: "8d2f",
  });

  const [change] = plannedChanges(planOf(provider)).changes;

  expect(change).toMatchObject({ action: "forget", consequences: [{ code: "object-forgotten" }] });
});

test("reading a data source is no change", () => {
  const plan = planOf(changeOf("authentik_flow.f", null, {}, { actions: ["read"], mode: "data" }));

  expect(plannedChanges(plan)).toEqual({ changes: [], outputs: [], unchanged: 0 });
});

test("changed attributes carry both sides, with the names of what they refer to", () => {
  const change = changesIn("drift-and-change").changes.find(({ address }) =>
    address.startsWith("authentik_brand."),
  );

  const after = change?.attributes[0]?.after;
  const FLOW_ID = (after?.kind === "value" && after.json) || "none";
  expect(FLOW_ID).toMatch(/^[0-9a-f-]{36}$/);
  expect(change?.attributes).toEqual([
    {
      name: "flow_device_code",
      before: { kind: "value", json: "", text: '""' },
      after: {
        kind: "value",
        json: FLOW_ID,
        text: `"default-device-code-flow" (${FLOW_ID})`,
        refersTo: [{ id: FLOW_ID, name: "default-device-code-flow" }],
      },
      replaces: false,
    },
  ]);
});

test("what is known only after apply is unknown, not absent", () => {
  const plan = planOf(changeOf("authentik_flow.f", { uuid: "1" }, {}, { unknown: { uuid: true } }));

  expect(plannedChanges(plan).changes[0]?.attributes[0]?.after).toEqual({ kind: "unknown" });
});

test("secrets that terraform marks, that are named so and that look so are masked", () => {
  const secret = "never-show-this";
  const plan = planOf(
    changeOf(
      "authentik_provider_oauth2.p",
      {
        client_secret: secret,
        marked: secret,
        nested: { password: secret },
        description: `token=${secret}`,
        signing_key: "a",
      },
      { client_secret: "another-secret", marked: "", nested: {}, description: "", signing_key: "b" },
      { beforeSensitive: { marked: true } },
    ),
  );

  const [change] = plannedChanges(plan).changes;

  expect(JSON.stringify(change)).not.toContain(secret);
  expect(JSON.stringify(change)).not.toContain("another-secret");
  expect(change?.attributes.find(({ name }) => name === "client_secret")?.before).toEqual({
    kind: "sensitive",
  });
  expect(change?.attributes.find(({ name }) => name === "signing_key")?.after).toEqual({
    kind: "value",
    json: "b",
    text: "b",
  });
});

test("changed outputs are told, sensitive ones without their value", () => {
  const output = { actions: ["update"], before: "old", after: "new", unknown: false, sensitive: false };
  const plan = planOf(changeOf("a.b", {}, {}, { actions: ["no-op"] }), {
    outputChanges: [
      { ...output, name: "open" },
      { ...output, name: "hidden", sensitive: true },
      { ...output, name: "later", unknown: true },
      { ...output, name: "same", actions: ["no-op"] },
    ],
  });

  const { outputs } = plannedChanges(plan);

  expect(outputs.map(({ name, before, after }) => [name, before.kind, after.kind])).toEqual([
    ["open", "value", "value"],
    ["hidden", "sensitive", "sensitive"],
    ["later", "value", "unknown"],
  ]);
});

test("drift is what was changed outside, attributes that nobody manages left out", () => {
  const drift = driftOf(parsePlanJson(fixture("drift-only")));

  expect(
    drift.map(({ address, action, attributes }) => [address, action, attributes.map(({ name }) => name)]),
  ).toEqual([
    ["authentik_brand.default_brand", "update", ["flow_device_code"]],
    ["authentik_policy_binding.cli_access_group_authentik_Admins", "delete", expect.anything()],
    [
      "authentik_provider_oauth2.cli_provider",
      "update",
      ["client_type", "refresh_token_validity", "signing_key"],
    ],
  ]);
});

test("what was changed outside to what is configured is no drift to a plan, what is not configured is", () => {
  const address = "authentik_provider_oauth2.cli_provider";
  const before = { client_type: "confidential", issuer_mode: "global", grant_types: ["refresh_token"] };
  const after = { client_type: "public", issuer_mode: "per_provider", grant_types: [] };
  const outside = changeOf(address, before, after);
  const planned = changeOf(address, after, { ...after, issuer_mode: "global" }, { actions: ["update"] });
  const configured = new Map([
    [
      address,
      new Map([
        ["client_type", []],
        ["issuer_mode", []],
      ]),
    ],
  ]);

  const toThePlan = driftOf(planOf(planned, { resourceDrift: [outside], configured }));
  const toADriftReport = driftOf(
    planOf(planned, { resourceChanges: [], resourceDrift: [outside], configured }),
  );

  const namesIn = (drift: readonly Drift[]) =>
    drift.map(({ attributes }) => attributes.map(({ name }) => name));
  expect(namesIn(toThePlan)).toEqual([["grant_types", "issuer_mode"]]);
  expect(namesIn(toADriftReport)).toEqual([["client_type", "grant_types", "issuer_mode"]]);
});

test.each([0, 1])(
  "what an earlier replacement left over says nothing of what is configured: %d",
  (position) => {
    const address = "authentik_provider_oauth2.cli_provider";
    const before = { client_type: "confidential" };
    const after = { client_type: "public" };
    const changes = [changeOf(address, after, after, { actions: ["no-op"] })];
    changes.splice(position, 0, changeOf(address, before, null, { deposed: "8d2f" }));
    const configured = new Map([[address, new Map([["client_type", []]])]]);

    const drift = driftOf({
      ...planOf(changeOf("a.b", {}, {}), { resourceDrift: [changeOf(address, before, after)], configured }),
      resourceChanges: changes,
    });

    expect(drift).toEqual([]);
  },
);

test("what drift means is told by what is there now, not by what terraform would make of it", () => {
  const address = (who: string) => `authentik_policy_binding.cli_access_user_${who}`;
  const bound = { target: "app", enabled: true };
  const deleted = ["ann", "bob"].map((who) => changeOf(address(who), bound, null));
  const again = ["ann", "bob"].map((who) => ({
    address: address(who),
    mode: "managed",
    type: "authentik_policy_binding",
    name: who,
    values: bound,
  }));
  const application = {
    mode: "managed",
    type: "authentik_application",
    name: "app",
    values: { uuid: "app" },
  };
  const plan = {
    ...planOf(changeOf(address("ann"), null, bound)),
    resourceDrift: deleted,
    prior: [{ ...application, address: "authentik_application.app" }],
    planned: again,
  };

  const codes = driftOf(plan).map(({ consequences }) => consequences.map(({ code }) => code));

  expect(codes).toEqual([["last-binding-gone"], ["last-binding-gone"]]);
});

test("drift and planned changes are kept apart", () => {
  const plan = parsePlanJson(fixture("drift-and-change"));

  const drifted = driftOf(plan).map(({ address }) => address);
  const planned = plannedChanges(plan).changes.map(({ address }) => address);

  expect(drifted).toContain("authentik_policy_binding.cli_access_group_authentik_Admins");
  expect(planned).not.toContain("authentik_policy_binding.cli_access_group_authentik_Admins");
  expect(planned).toContain("authentik_stage_endpoints.endpoint_stage_check_device");
  expect(drifted).not.toContain("authentik_stage_endpoints.endpoint_stage_check_device");
});

test.each([
  ["a list recorded as null and read as empty", "authentik_flow.f", { list: null }, { list: [] }],
  [
    "a token's remaining time",
    "authentik_endpoints_connector_agent_enrollment_token.t",
    { expires_in: 3 },
    { expires_in: 2 },
  ],
  ["an object that only moved", "authentik_flow.f", { slug: "a" }, { slug: "a" }],
])("%s is no drift", (_, address, before, after) => {
  const plan = planOf(changeOf("a.b", {}, {}), { resourceDrift: [changeOf(address, before, after)] });

  expect(driftOf(plan)).toEqual([]);
});

test("drift knows the object as the event log does", () => {
  const plan = planOf(changeOf("a.b", {}, {}), {
    resourceDrift: [
      changeOf(
        "authentik_flow.f",
        { id: "slug", uuid: "u-1", title: "a" },
        { id: "slug", uuid: "u-1", title: "b" },
      ),
    ],
  });

  expect(driftOf(plan)[0]?.objectId).toBe("u-1");
});

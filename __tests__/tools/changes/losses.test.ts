import { driftOf, plannedChanges } from "../../../tools/changes/changes";
import { handlesOf, OBJECTS, typeOfKind, typesOf } from "../../../tools/objects";
import type { Consequence } from "../../../tools/objects/consequences";
import type { PlanJson, ResourceChange } from "../../../tools/set-up/plan-json";
import type { Attributes } from "../../../tools/set-up/reading";
import type { Resource } from "../../../tools/set-up/values";
import { changeOf, planOf } from "./plans";

const FLOW = "authentik_flow.old";
const PROVIDER = "authentik_provider_oauth2.cli";
const APPLICATION = "authentik_application.cli";
const CONNECTOR = "authentik_endpoints_connector_agent.c";
const STAGE = "authentik_stage_endpoints.s";
const TOKEN = "authentik_endpoints_connector_agent_enrollment_token.t";
const BINDING = "authentik_policy_binding.b";
const GROUP = "authentik_group.staff";
const KEY = "authentik_certificate_key_pair.k";
const BRAND = "authentik_brand.b";
const SCOPE = "authentik_property_mapping_provider_scope.s";

const stays = (address: string, values: Attributes) =>
  changeOf(address, values, values, { actions: ["no-op"] });
const gone = (address: string, values: Attributes) => changeOf(address, values, null);
const moves = (address: string, before: Attributes, after: Attributes, rest: Partial<ResourceChange> = {}) =>
  changeOf(address, before, { ...before, ...after }, rest);

const resource = ({ address, mode, type, name }: ResourceChange, values: Attributes): Resource => {
  return { address, mode, type, name, values };
};

function planWith(changes: readonly ResourceChange[], rest: Partial<PlanJson> = {}): PlanJson {
  return planOf(stays(FLOW, {}), {
    resourceChanges: [...changes],
    prior: changes.flatMap((each) => (each.before ? [resource(each, each.before)] : [])),
    planned: changes.flatMap((each) => (each.after ? [resource(each, each.after)] : [])),
    ...rest,
  });
}

const shown = ({ code, severity, text }: Consequence) => `${code}, ${severity}: ${text}`;
const ABOUT_OTHERS = new Set(["takes-along", "clears-reference", "deleted-along", "reference-cleared"]);

/** What is told of others, by address. */
function toldIn(...changes: readonly ResourceChange[]): Record<string, string[]> {
  return toldBy(plannedChanges(planWith(changes)).changes);
}

function toldBy(changes: readonly { address: string; consequences: readonly Consequence[] }[]) {
  const told = changes.map(({ address, consequences }) => [
    address,
    consequences.filter(({ code }) => ABOUT_OTHERS.has(code)).map(shown),
  ]);
  return Object.fromEntries(told.filter(([, each]) => each?.length !== 0));
}

const codesIn = (...changes: readonly ResourceChange[]) =>
  Object.fromEntries(
    Object.entries(toldIn(...changes)).map(([address, all]) => [
      address,
      all.map((each) => each.slice(0, each.indexOf(":"))),
    ]),
  );

const REFERENCES = OBJECTS.flatMap((type) =>
  Object.entries(type.attributes).flatMap(([attribute, { refers }]) =>
    (refers?.to ?? []).flatMap((kind) =>
      typesOf(typeOfKind(kind)).flatMap((to) =>
        refers ? [{ type: type.type, attribute, to, whenDeleted: refers.whenDeleted }] : [],
      ),
    ),
  ),
);

const ID = "5bb39e23-4755-48f7-bc21-ff88f33f96c0";

test.each(REFERENCES)("$type.$attribute, of which $to is deleted, is $whenDeleted", (reference) => {
  const { type, attribute, to, whenDeleted } = reference;
  const numbers = OBJECTS.find((each) => typesOf(each).includes(to))?.numbers;
  const id = numbers ? "7" : ID;
  const value = whenDeleted === "taken out of the list" ? [numbers ? 7 : id] : numbers ? 7 : id;
  const handle = handlesOf(to)[0] ?? "id";
  const referring = `${type}.referring`;

  const codes = codesIn(
    gone(`${to}.gone`, { [handle]: id }),
    moves(referring, { [attribute]: value, name: "a" }, { name: "b" }),
  );

  const happens =
    whenDeleted === "deleted along"
      ? ["takes-along", "deleted-along"]
      : ["clears-reference", "reference-cleared"];
  const said = ([, each]: readonly [string, string[]]) => each.map((code) => code.split(",")[0]);
  expect(Object.entries(codes).map(said)).toEqual(
    whenDeleted === "nothing" ? [] : happens.map((code) => [code]),
  );
});

test("a provider that is pointed elsewhere goes along with the flow that is deleted, and what refers to it loses it", () => {
  const told = toldIn(
    gone(FLOW, { id: "old", uuid: "f-old" }),
    moves(PROVIDER, { id: "2", authorization_flow: "f-old" }, { authorization_flow: "f-new" }),
    stays(APPLICATION, { id: "cli", uuid: "a", protocol_provider: 2 }),
    stays(CONNECTOR, { id: "c", jwt_federation_providers: [2, 3] }),
  );

  const ends =
    "every `ak` session ends: the application is left without a provider and the connector without a federated one";
  const instead =
    "to avoid that, point elsewhere in a first apply and delete `authentik_flow.old` in a second, or apply `create_before_destroy` to `authentik_flow.old` before this plan";
  expect(told).toEqual({
    [FLOW]: [
      `takes-along, breaks logins: authentik deletes \`${PROVIDER}\` along with this; ${ends}; ${instead}`,
      `clears-reference, breaks logins: authentik clears the reference in \`protocol_provider\` of \`${APPLICATION}\` along with \`${PROVIDER}\`; every \`ak\` login fails with \`invalid_client\`: the provider has no application`,
      `clears-reference, breaks logins: authentik clears the reference in \`jwt_federation_providers\` of \`${CONNECTOR}\` along with \`${PROVIDER}\`; tokens of this provider no longer open devices: whoever logged in with \`ak\` is refused`,
    ],
    [PROVIDER]: [
      `deleted-along, breaks logins: authentik deletes this along with \`authentik_flow.old\`; ${ends}; ${instead}`,
    ],
  });
});

describe("what is deleted although nothing of it is ours", () => {
  const app = stays(APPLICATION, { id: "cli", uuid: "a", protocol_provider: 2 });
  const lets = (name: string, group: string) =>
    stays(`authentik_policy_binding.${name}`, { id: name, target: "a", group, enabled: true });

  test.each<[string, ResourceChange[], Record<string, string[]>]>([
    [
      "a group takes the last binding of an application along",
      [
        gone(GROUP, { id: "g" }),
        app,
        moves(BINDING, { id: "b", target: "a", group: "g", enabled: true }, { group: "h" }),
      ],
      { [GROUP]: ["takes-along, weakens security"], [BINDING]: ["deleted-along, weakens security"] },
    ],
    [
      "a group takes all bindings of an application along, each of which was the other's companion",
      [gone(GROUP, { id: "g" }), app, lets("one", "g"), lets("two", "g")],
      { [GROUP]: ["takes-along, weakens security", "takes-along, weakens security"] },
    ],
    [
      "a group takes one of two bindings along",
      [gone(GROUP, { id: "g" }), app, lets("one", "g"), lets("two", "h")],
      { [GROUP]: ["takes-along, changes access"] },
    ],
    [
      "a user with a number takes bindings along, and no provider of that number",
      [
        gone("authentik_user.ann", { id: "2", username: "ann" }),
        app,
        lets("one", "h"),
        stays(BINDING, { id: "b", target: "a", user: 2, enabled: true }),
      ],
      { "authentik_user.ann": ["takes-along, changes access"] },
    ],
    [
      "a policy of any type takes bindings along",
      [
        gone("authentik_policy_geoip.p", { id: "p" }),
        stays("authentik_endpoints_device_access_group.g", { id: "g" }),
        stays(BINDING, { id: "b", target: "g", policy: "p", enabled: true }),
      ],
      { "authentik_policy_geoip.p": ["takes-along, breaks logins"] },
    ],
    [
      "a certificate takes the connector along, and that its tokens and stages",
      [
        gone(KEY, { id: "k" }),
        moves(CONNECTOR, { id: "c", challenge_key: "k" }, { challenge_key: "l" }),
        stays(TOKEN, { id: "t", connector: "c" }),
        stays(STAGE, { id: "s", connector: "c", mode: "required" }),
        stays("authentik_flow_stage_binding.f", { id: "f", stage: "s", target: "login" }),
      ],
      {
        [KEY]: [
          "takes-along, breaks logins",
          "takes-along, weakens security",
          "takes-along, weakens security",
          "takes-along, changes access",
        ],
        [CONNECTOR]: ["deleted-along, breaks logins"],
      },
    ],
    [
      "a certificate that signs is cleared",
      [gone(KEY, { id: "k" }), stays(PROVIDER, { id: "2", signing_key: "k" })],
      { [KEY]: ["clears-reference, breaks logins"] },
    ],
    [
      "a scope mapping is taken out of the list",
      [gone(SCOPE, { id: "s" }), stays(PROVIDER, { id: "2", property_mappings: ["o", "s"] })],
      { [SCOPE]: ["clears-reference, breaks logins"] },
    ],
    [
      "a flow that a brand logs people in with is cleared",
      [gone(FLOW, { id: "f", uuid: "f-old" }), stays(BRAND, { id: "b", flow_authentication: "f-old" })],
      { [FLOW]: ["clears-reference, changes access"] },
    ],
    ["nothing refers to it", [gone(GROUP, { id: "g" }), app, lets("one", "h")], {}],
  ])("%s", (_, changes, expected) => {
    expect(codesIn(...changes)).toEqual(expected);
  });
});

describe("the order in which terraform does it", () => {
  const accepted = stays(CONNECTOR, { id: "c", jwt_federation_providers: [2] });
  const provider = (rest: Partial<ResourceChange> = {}) =>
    moves(
      PROVIDER,
      { id: "2", authorization_flow: "f-old" },
      { authorization_flow: undefined },
      {
        unknown: { authorization_flow: true },
        ...rest,
      },
    );
  const replaced = (actions: string[]) =>
    changeOf(FLOW, { id: "f", uuid: "f-old" }, { id: "g" }, { actions, unknown: { uuid: true } });

  test("a flow that is deleted before its replacement is created takes the provider along", () => {
    const told = toldIn(replaced(["delete", "create"]), provider(), accepted);

    expect(told[PROVIDER]).toEqual([
      "deleted-along, breaks logins: authentik deletes this along with `authentik_flow.old`; every `ak` session ends: the application is left without a provider and the connector without a federated one; to avoid that, give `authentik_flow.old` `create_before_destroy`, or point elsewhere in a first apply and replace it in a second",
    ]);
  });

  test.each<[string, ResourceChange, ResourceChange]>([
    ["its replacement is created first", replaced(["create", "delete"]), provider()],
    ["it is forgotten", replaced(["create", "forget"]), provider()],
    ["it is only forgotten", changeOf(FLOW, { uuid: "f-old" }, null, { actions: ["forget"] }), provider()],
    [
      "it is what an earlier replacement left over",
      changeOf(FLOW, { id: "f", uuid: "f-old" }, null, { deposed: "8d2f" }),
      provider(),
    ],
    [
      "the provider is deleted too",
      gone(FLOW, { uuid: "f-old" }),
      gone(PROVIDER, { id: "2", authorization_flow: "f-old" }),
    ],
    [
      "the provider is replaced too",
      gone(FLOW, { uuid: "f-old" }),
      provider({ actions: ["delete", "create"] }),
    ],
  ])("nothing goes along with a flow where %s", (_, flow, each) => {
    expect(toldIn(flow, each)).toEqual({});
  });

  test.each<[string, ResourceChange, ResourceChange]>([
    [
      "its replacement is created first, and the configuration goes on to point at the old one",
      replaced(["create", "delete"]),
      stays(PROVIDER, { id: "2", authorization_flow: "f-old" }),
    ],
    [
      "the provider is forgotten",
      gone(FLOW, { uuid: "f-old" }),
      changeOf(PROVIDER, { id: "2", authorization_flow: "f-old" }, null, { actions: ["forget"] }),
    ],
    [
      "a new provider takes the place of one that is forgotten",
      gone(FLOW, { uuid: "f-old" }),
      provider({ actions: ["create", "forget"] }),
    ],
    [
      "something still refers to what an earlier replacement left over",
      changeOf(FLOW, { id: "f", uuid: "f-old" }, null, { deposed: "8d2f" }),
      stays(PROVIDER, { id: "2", authorization_flow: "f-old" }),
    ],
  ])("the provider goes along with a flow where %s", (_, flow, each) => {
    const [told] = Object.values(toldIn(flow, each));

    expect(told?.[0]).toMatch(
      /^takes-along, breaks logins: .*; to avoid that, point `authentik_provider_oauth2.cli` elsewhere in an apply before this one$/,
    );
  });

  test("what is cleared and filled again in the same apply is missing for moments", () => {
    const told = toldIn(
      gone(KEY, { id: "k" }),
      moves(PROVIDER, { id: "2", signing_key: "k" }, { signing_key: "l" }),
      accepted,
    );

    expect(told[PROVIDER]).toEqual([
      "reference-cleared, changes access: authentik clears the reference in `signing_key` along with `authentik_certificate_key_pair.k`, until terraform has set the new one: what follows holds until then, and longer where it stops before; tokens are signed with the client secret instead: today's sessions are invalid and the connector's federation fails; to avoid that, point elsewhere in a first apply and delete `authentik_certificate_key_pair.k` in a second, or apply `create_before_destroy` to `authentik_certificate_key_pair.k` before this plan",
    ]);
  });
});

test("objects in modules and of for_each are judged by what they refer to now", () => {
  const inside = (address: string, change: ResourceChange) => ({
    ...change,
    address: `module.agent["a.b"].${address}`,
  });
  const flow = inside(`${FLOW}["x"]`, gone(FLOW, { id: "old", uuid: "f-old" }));
  const other = inside(`${FLOW}["y"]`, stays(FLOW, { id: "new", uuid: "f-new" }));
  const provider = inside(
    `${PROVIDER}["x"]`,
    moves(PROVIDER, { id: "2", authorization_flow: "f-old" }, { authorization_flow: "f-new" }),
  );
  const beside = inside(`${PROVIDER}["y"]`, stays(PROVIDER, { id: "3", authorization_flow: "f-new" }));
  const connector = stays(CONNECTOR, { id: "c", jwt_federation_providers: [2] });

  expect(codesIn(flow, other, provider, beside, connector)).toEqual({
    [flow.address]: ["takes-along, breaks logins", "clears-reference, breaks logins"],
    [provider.address]: ["deleted-along, breaks logins"],
  });
});

test("what nobody manages here and a data source reads is told with the deletion", () => {
  const flow = gone(FLOW, { id: "f", uuid: "f-old" });
  const brand: Resource = {
    address: "data.authentik_brand.default",
    mode: "data",
    type: "authentik_brand",
    name: "default",
    values: { id: "b", flow_authentication: "f-old" },
  };
  const managed = resource(changeOf(BRAND, {}, {}), brand.values);
  const told = (...prior: Resource[]) => toldBy(plannedChanges(planWith([flow], { prior })).changes)[FLOW];

  expect(told(brand)).toEqual([
    "clears-reference, changes access: authentik clears the reference in `flow_authentication` of `data.authentik_brand.default` along with this; to avoid that, point `data.authentik_brand.default` elsewhere in an apply before this one",
  ]);
  expect(told(brand, managed)).toEqual([expect.stringContaining(`\`${BRAND}\``)]);
});

test("another client that goes along breaks no agent's login", () => {
  const codes = codesIn(
    gone(FLOW, { id: "f", uuid: "f-old" }),
    stays(CONNECTOR, { id: "c", jwt_federation_providers: [2] }),
    stays(PROVIDER, { id: "2", authorization_flow: "f-new" }),
    stays("authentik_provider_oauth2.wiki", { id: "3", authorization_flow: "f-old" }),
  );

  expect(codes).toEqual({ [FLOW]: ["takes-along, changes access"] });
});

test("of many objects that go along the worst are named", () => {
  const bindings = Array.from({ length: 5000 }, (_, index) =>
    stays(`authentik_policy_binding.b${index}`, {
      id: `b${index}`,
      target: `t${index}`,
      group: "g",
      enabled: true,
    }),
  );

  const told = toldIn(gone(GROUP, { id: "g" }), stays(APPLICATION, { uuid: "t9", id: "a" }), ...bindings)[
    GROUP
  ];

  expect(told).toHaveLength(9);
  expect(told?.at(-1)).toBe("takes-along, weakens security: the same happens to 4992 more objects");
});

test("an object that goes along with several names them", () => {
  const told = toldIn(
    gone(GROUP, { id: "g" }),
    gone("authentik_policy_expression.p", { id: "p" }),
    stays(BINDING, { id: "b", target: "t", group: "g", policy: "p", enabled: true }),
    moves(
      "authentik_policy_binding.c",
      { id: "c", target: "t", group: "g", policy: "p", enabled: true },
      { group: "h", policy: "q" },
    ),
  );

  expect(told["authentik_policy_binding.c"]?.[0]).toContain(
    "authentik deletes this along with `authentik_group.staff` and `authentik_policy_expression.p`; ",
  );
});

describe("outside terraform", () => {
  const driftedIn = (...changes: ResourceChange[]) =>
    toldBy(driftOf(planOf(stays(FLOW, {}), { resourceChanges: [], resourceDrift: changes })));

  test("a deletion took along what referred, and cleared the rest", () => {
    const told = driftedIn(
      gone(KEY, { id: "k" }),
      gone(CONNECTOR, { id: "c", challenge_key: "k" }),
      moves(PROVIDER, { id: "2", signing_key: "k" }, { signing_key: "" }),
      moves(BRAND, { id: "b", web_certificate: "k", domain: "a" }, { domain: "b" }),
    );

    expect(told).toEqual({
      [KEY]: [
        "takes-along, breaks logins: deleted elsewhere, it took along `authentik_endpoints_connector_agent.c`; every enrolled device is cut off and its enrollment tokens are deleted: devices have to be enrolled again",
        "clears-reference, breaks logins: deleted elsewhere, it cleared the reference in `signing_key` of `authentik_provider_oauth2.cli`; tokens are signed with the client secret instead: today's sessions are invalid and the connector's federation fails, if this is the agent's, which is not known: nothing in the plan tells",
      ],
      [CONNECTOR]: [
        "deleted-along, cosmetic: authentik deleted this along with `authentik_certificate_key_pair.k`, which was deleted elsewhere",
      ],
      [PROVIDER]: [
        "reference-cleared, cosmetic: authentik cleared the reference in `signing_key` along with `authentik_certificate_key_pair.k`, which was deleted elsewhere",
      ],
    });
  });

  test("a deletion that took nothing along says nothing of others", () => {
    expect(driftedIn(gone(GROUP, { id: "g" }), gone(BINDING, { id: "b", target: "t", group: "h" }))).toEqual(
      {},
    );
  });
});

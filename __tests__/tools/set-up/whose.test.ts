import { plannedChanges } from "../../../tools/changes/changes";
import { hasCompanion, targetKind } from "../../../tools/set-up/bindings";
import type { PlanJson } from "../../../tools/set-up/plan-json";
import { setUpInPlan } from "../../../tools/set-up/set-up";
import { cliApplication, cliProvider } from "../../../tools/set-up/the-agents";
import type { Resource } from "../../../tools/set-up/values";
import { isOfCliApplication, whose } from "../../../tools/set-up/whose";
import { changeOf, planOf } from "../changes/plans";

const resource = (address: string, values: Record<string, unknown>): Resource => {
  const [type = "", name = ""] = address.replace(/^.*?(?=authentik_)/, "").split(/[.[]/);
  return { address, mode: "managed", type, name, values };
};

function planWith(planned: Resource[], configured: Record<string, Record<string, string[]>> = {}): PlanJson {
  const attributes = Object.entries(configured).map(
    ([address, each]) => [address, new Map(Object.entries(each))] as const,
  );
  return planOf(changeOf("terraform_data.x", {}, {}), {
    resourceChanges: [],
    planned,
    configured: new Map(attributes),
  });
}

function whoseIn(plan: PlanJson): Record<string, string> {
  const setUp = setUpInPlan(plan);
  return Object.fromEntries(setUp.objects.map((object) => [object.address, whose(setUp, object)]));
}

const PROVIDER = "authentik_provider_oauth2";
const CONNECTOR = "authentik_endpoints_connector_agent.c";

test("the connector's federation decides about providers, their applications and what is bound to those", () => {
  const plan = planWith([
    resource(CONNECTOR, { jwt_federation_providers: [1] }),
    resource(`${PROVIDER}.a`, { id: "1" }),
    resource(`${PROVIDER}.b`, { id: "2" }),
    resource("authentik_application.a", { uuid: "app-a", protocol_provider: 1 }),
    resource("authentik_application.b", { uuid: "app-b", protocol_provider: 2 }),
    resource("authentik_policy_binding.a", { target: "app-a" }),
    resource("authentik_policy_binding.b", { target: "app-b" }),
    resource("authentik_policy_binding.c", { target: "somewhere" }),
    resource("authentik_endpoints_device_access_group.g", { id: "g" }),
    resource("authentik_policy_binding.g", { target: "g" }),
  ]);

  expect(whoseIn(plan)).toEqual({
    [CONNECTOR]: "the agent's",
    [`${PROVIDER}.a`]: "the agent's",
    [`${PROVIDER}.b`]: "another's",
    "authentik_application.a": "the agent's",
    "authentik_application.b": "another's",
    "authentik_policy_binding.a": "the agent's",
    "authentik_policy_binding.b": "another's",
    "authentik_policy_binding.c": "not known",
    "authentik_endpoints_device_access_group.g": "the agent's",
    "authentik_policy_binding.g": "the agent's",
  });
});

test("what takes the tokens of the provider that the connector accepts is of an application of the command line", () => {
  const plan = planWith([
    resource(CONNECTOR, { jwt_federation_providers: [1] }),
    resource(`${PROVIDER}.cli`, { id: "1" }),
    resource(`${PROVIDER}.k8s`, { id: "2", jwt_federation_providers: [1] }),
    resource(`${PROVIDER}.grafana`, { id: "3", jwt_federation_providers: [2] }),
    resource("authentik_application.cli", { uuid: "app-cli", protocol_provider: 1 }),
    resource("authentik_application.k8s", { uuid: "app-k8s", protocol_provider: 2 }),
    resource("authentik_policy_binding.k8s", { target: "app-k8s" }),
    resource("authentik_policy_binding.cli", { target: "app-cli" }),
  ]);
  const setUp = setUpInPlan(plan);

  expect(whoseIn(plan)).toMatchObject({
    [`${PROVIDER}.cli`]: "the agent's",
    [`${PROVIDER}.k8s`]: "the agent's",
    [`${PROVIDER}.grafana`]: "another's",
    "authentik_application.k8s": "the agent's",
    "authentik_policy_binding.k8s": "the agent's",
  });
  expect(
    setUp.objects.filter((object) => isOfCliApplication(setUp, object)).map(({ address }) => address),
  ).toEqual([`${PROVIDER}.k8s`, "authentik_application.k8s", "authentik_policy_binding.k8s"]);
  expect(cliProvider(setUp)?.address).toBe(`${PROVIDER}.cli`);
  expect(cliApplication(setUp)?.address).toBe("authentik_application.cli");
});

test("before anything is deployed, applications of the command line are told by what is configured", () => {
  const configured = (attribute: string, to: string) => ({ [attribute]: [`${to}.id`, to] });
  const plan = planWith(
    [
      resource(CONNECTOR, {}),
      resource(`${PROVIDER}.cli`, {}),
      resource(`${PROVIDER}.k8s`, {}),
      resource("authentik_application.k8s", {}),
      resource("authentik_policy_binding.k8s", {}),
    ],
    {
      [CONNECTOR]: configured("jwt_federation_providers", `${PROVIDER}.cli`),
      [`${PROVIDER}.k8s`]: configured("jwt_federation_providers", `${PROVIDER}.cli`),
      "authentik_application.k8s": configured("protocol_provider", `${PROVIDER}.k8s`),
      "authentik_policy_binding.k8s": configured("target", "authentik_application.k8s"),
    },
  );
  const setUp = setUpInPlan(plan);

  expect(
    setUp.objects.filter((object) => isOfCliApplication(setUp, object)).map(({ address }) => address),
  ).toEqual([`${PROVIDER}.k8s`, "authentik_application.k8s", "authentik_policy_binding.k8s"]);
  expect(cliProvider(setUp)?.address).toBe(`${PROVIDER}.cli`);
});

test("an application of the command line stays one while somebody has the connector accept its tokens", () => {
  const plan = planWith(
    [
      resource(CONNECTOR, { jwt_federation_providers: [1, 2] }),
      resource(`${PROVIDER}.cli`, { id: "1", jwt_federation_providers: [2] }),
      resource(`${PROVIDER}.k8s`, { id: "2", jwt_federation_providers: [1] }),
    ],
    { [CONNECTOR]: { jwt_federation_providers: [`${PROVIDER}.cli.id`, `${PROVIDER}.cli`] } },
  );
  const setUp = setUpInPlan(plan);

  expect(
    setUp.objects.filter((object) => isOfCliApplication(setUp, object)).map(({ address }) => address),
  ).toEqual([`${PROVIDER}.k8s`]);
  expect(cliProvider(setUp)?.address).toBe(`${PROVIDER}.cli`);
});

test("an endpoint stage's place in a flow is the agent's, and no other stage's", () => {
  const plan = planWith(
    [
      resource("authentik_stage_endpoints.e", { id: "e" }),
      resource("authentik_flow_stage_binding.e", { stage: "e", target: "f" }),
      resource("authentik_flow_stage_binding.new", {}),
      resource("authentik_flow_stage_binding.other", { stage: "password", target: "f" }),
      resource("authentik_flow_stage_binding.untold", {}),
    ],
    {
      "authentik_flow_stage_binding.new": {
        stage: ["authentik_stage_endpoints.e.id", "authentik_stage_endpoints.e"],
      },
      "authentik_flow_stage_binding.untold": { stage: ["local.stage"] },
    },
  );

  expect(whoseIn(plan)).toEqual({
    "authentik_stage_endpoints.e": "the agent's",
    "authentik_flow_stage_binding.e": "the agent's",
    "authentik_flow_stage_binding.new": "the agent's",
    "authentik_flow_stage_binding.other": "another's",
    "authentik_flow_stage_binding.untold": "not known",
  });
});

test("a number is a provider's only where providers are numbered", () => {
  const plan = planWith([
    resource(CONNECTOR, { jwt_federation_providers: [7] }),
    resource(`${PROVIDER}.a`, { id: "8" }),
    resource("authentik_user.u", { id: "7" }),
    resource("authentik_provider_saml.s", { id: "7" }),
  ]);

  expect(whoseIn(plan)).toMatchObject({ [`${PROVIDER}.a`]: "another's", "authentik_user.u": "not known" });
});

test.each([
  ["there is no connector", []],
  ["it federates nothing", [resource(CONNECTOR, { jwt_federation_providers: [] })]],
  ["what it federates is not told", [resource(CONNECTOR, {})]],
])("nothing is known of providers where %s", (_, connectors) => {
  const plan = planWith([...connectors, resource(`${PROVIDER}.a`, { id: "1" })], {
    [CONNECTOR]: { jwt_federation_providers: ["local.accepted"] },
  });

  expect(whoseIn(plan)[`${PROVIDER}.a`]).toBe("not known");
});

test("references are followed through inputs, outputs and what a module is repeated over", () => {
  const plan = planWith(
    [
      resource(`module.cli.${PROVIDER}.a`, {}),
      resource(`module.cli.${PROVIDER}.b`, {}),
      resource(`module.site["eu"].module.inner.${CONNECTOR}`, {}),
    ],
    {
      "module.cli": {
        number: [`module.cli.${PROVIDER}.a.id`, `module.cli.${PROVIDER}.a`],
        other: [`module.cli.${PROVIDER}.b.id`, `module.cli.${PROVIDER}.b`],
      },
      "module.site": { "each.value": ["module.cli.number", "module.cli"] },
      "module.site.module.inner": { "var.accepted": ["module.site.var.given"] },
      [`module.site.module.inner.${CONNECTOR}`]: {
        jwt_federation_providers: ["module.site.module.inner.var.accepted"],
      },
    },
  );
  const given = new Map(plan.configured.get("module.site")).set("var.given", ["each.value"]);
  const configured = new Map(plan.configured).set("module.site", given);

  expect(whoseIn({ ...plan, configured })).toMatchObject({
    [`module.cli.${PROVIDER}.a`]: "the agent's",
    [`module.cli.${PROVIDER}.b`]: "another's",
  });
});

test("modules that refer to each other in a circle are followed once", () => {
  const plan = planWith([resource(CONNECTOR, {}), resource(`${PROVIDER}.a`, {})], {
    [CONNECTOR]: { jwt_federation_providers: ["module.a.out"] },
    "module.a": { out: ["module.a.var.in"], "var.in": ["module.a.out"] },
  });

  expect(whoseIn(plan)[`${PROVIDER}.a`]).toBe("not known");
});

describe("bindings of one resource that guard several", () => {
  const app = (key: string) => resource(`authentik_application.all["${key}"]`, { uuid: `app-${key}` });
  const binding = (key: string) =>
    resource(`authentik_policy_binding.all["${key}"]`, { target: `app-${key}` });
  const configured = new Map([
    ["authentik_policy_binding.all", new Map([["target", ["authentik_application.all", "each.key"]]])],
  ]);
  const deleted = changeOf('authentik_policy_binding.all["a"]', { target: "app-a" }, null);
  const plan = planOf(deleted, {
    prior: [app("a"), app("b"), binding("a"), binding("b")],
    planned: [app("a"), app("b"), binding("b")],
    configured,
  });

  test("are no companions of each other", () => {
    expect(hasCompanion(deleted, plan, "planned")).toBe(false);
    expect(targetKind(deleted, plan)).toBe("application");
    expect(plannedChanges(plan).changes[0]?.consequences.map(({ code }) => code)).toEqual([
      "last-binding-gone",
    ]);
  });

  test("may be, where the plan does not tell the index yet", () => {
    const later = { ...binding("c"), values: {} };
    const withLater = { ...plan, planned: [...plan.planned, later] };

    expect(hasCompanion(deleted, withLater, "planned")).toBe(true);
  });
});

const DOUBT = ", if this is the agent's, which is not known: nothing in the plan tells";

describe("another client that can use device codes", () => {
  const GRANTS = ["urn:ietf:params:oauth:grant-type:device_code", "refresh_token"];
  const cli = resource(`${PROVIDER}.cli`, { id: "4", grant_types: GRANTS });
  const other = changeOf(`${PROVIDER}.netbird`, { id: "5", grant_types: GRANTS }, null);
  const itsApplication = changeOf("authentik_application.netbird", { uuid: "n", protocol_provider: 5 }, null);
  const inModule = {
    ...resource(CONNECTOR, { jwt_federation_providers: [4] }),
    address: `module.devices["eu"].${CONNECTOR}`,
  };
  const second = resource("authentik_endpoints_connector_agent.d", { jwt_federation_providers: [] });
  const deleted = (there: Resource[], configured: PlanJson["configured"] = new Map()) =>
    plannedChanges(
      planOf(other, { resourceChanges: [other, itsApplication], prior: there, planned: there, configured }),
    ).changes.flatMap(({ consequences }) => consequences.map(({ text }) => text));

  test.each([
    [
      "a connector that names the CLI's provider by its id only",
      [resource(CONNECTOR, { jwt_federation_providers: [4] })],
    ],
    [
      "a connector that names one of another stack",
      [resource(CONNECTOR, { jwt_federation_providers: [99] })],
    ],
    ["a connector in a module", [inModule]],
    ["several connectors, one of which federates nothing", [inModule, second]],
  ])("breaks nothing when it is deleted beside %s", (_, connectors) => {
    expect(deleted([cli, ...connectors])).toEqual([]);
  });

  test("breaks something when a second connector accepts it", () => {
    const connector = resource("authentik_endpoints_connector_agent.d", { jwt_federation_providers: [5] });

    expect(deleted([cli, inModule, connector])).toEqual([
      "every `ak` session ends: the application is left without a provider and the connector without a federated one",
      "authentik clears the reference in `jwt_federation_providers` of `authentik_endpoints_connector_agent.d` along with this; tokens of this provider no longer open devices: whoever logged in with `ak` is refused; to avoid that, point `authentik_endpoints_connector_agent.d` elsewhere in an apply before this one",
      "every `ak` login fails with `invalid_client`: the provider has no application",
    ]);
  });

  test.each([
    ["there is no connector", []],
    [
      "a second connector does not tell what it accepts",
      [inModule, resource("authentik_endpoints_connector_agent.d", {})],
    ],
  ])("may break something where %s", (_, connectors) => {
    const configured = new Map([
      ["authentik_endpoints_connector_agent.d", new Map([["jwt_federation_providers", ["local.accepted"]]])],
    ]);

    expect(deleted([cli, ...connectors], configured)).toEqual([
      `every \`ak\` session ends: the application is left without a provider and the connector without a federated one${DOUBT}`,
      `every \`ak\` login fails with \`invalid_client\`: the provider has no application${DOUBT}`,
    ]);
  });
});

describe("providers of one resource", () => {
  const all = `${PROVIDER}.all`;
  const providers = [resource(`${all}["cli"]`, { id: "4" }), resource(`${all}["wiki"]`, { id: "5" })];
  const application = resource("authentik_application.wiki", { uuid: "w", protocol_provider: 5 });

  test("are told apart by their ids and indexes", () => {
    const plan = planWith([
      resource(CONNECTOR, { jwt_federation_providers: [4] }),
      ...providers,
      application,
    ]);

    expect(whoseIn(plan)).toMatchObject({
      [`${all}["cli"]`]: "the agent's",
      [`${all}["wiki"]`]: "another's",
      "authentik_application.wiki": "another's",
    });
  });

  test("are not where the index is not told", () => {
    const later = resource("authentik_application.later", {});
    const plan = planWith(
      [resource(CONNECTOR, {}), ...providers, application, later, resource(`${PROVIDER}.b`, { id: "6" })],
      {
        [CONNECTOR]: { jwt_federation_providers: [all, "each.key"] },
        "authentik_application.later": { protocol_provider: [all, "each.key"] },
      },
    );

    expect(whoseIn(plan)).toMatchObject({
      [`${all}["cli"]`]: "not known",
      [`${all}["wiki"]`]: "not known",
      [`${PROVIDER}.b`]: "another's",
      "authentik_application.later": "not known",
    });
  });
});

test("what a plan leaves open is said with each consequence, also where there is one object only", () => {
  const flows = ["a", "b"].map((name) =>
    changeOf(`authentik_flow.${name}`, { slug: name, title: "old" }, { slug: name, title: "new" }),
  );
  const [first, second] = flows;
  const texts = (changes: typeof flows) =>
    plannedChanges(
      planOf(changeOf("a.b", {}, {}), { resourceChanges: changes }),
    ).changes[0]?.consequences.map(({ text }) => text);

  expect(texts(first && second ? [first, second] : [])).toEqual([
    `the page where people enter the device code looks or behaves differently${DOUBT}`,
  ]);
  expect(texts(first ? [first] : [])).toEqual([
    `the page where people enter the device code looks or behaves differently${DOUBT}`,
  ]);
});

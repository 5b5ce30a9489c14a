import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { plannedChanges } from "../../../tools/changes/changes";
import { label, nameOf, referencesOf } from "../../../tools/changes/references";
import * as objects from "../../../tools/objects";
import { pictureOf } from "../../../tools/report/picture";
import { byConstruct } from "../../../tools/report/sections";
import { parsePlanJson } from "../../../tools/set-up/plan-json";
import { changeOf, fixture, planOf } from "../changes/plans";

const ROOT = join(__dirname, "..", "..", "..");
const FIRST_APPLY = parsePlanJson(fixture("first-apply"));

test("reports have the sections of the documentation, in its order", () => {
  const sections = byConstruct(plannedChanges(FIRST_APPLY).changes);

  expect(
    sections.map(({ title, changes }) => [
      title,
      [...new Set(changes.map(({ type }) => objects.objectType(type)?.kind))],
    ]),
  ).toEqual([
    ["Device code flow", ["flow"]],
    ["Default brand and further brands", ["brand"]],
    ["CLI provider", ["provider"]],
    ["Application", ["application"]],
    ["Access to the application", ["binding"]],
    ["Connector", ["connector"]],
    ["Device access groups", ["device access group", "binding"]],
    ["Enrollment tokens", ["enrollment token"]],
    ["Endpoint stages", ["endpoint stage"]],
  ]);
});

test("the picture has each kind in its layer", () => {
  const nodes = pictureOf(FIRST_APPLY, [], [])?.nodes.map(({ kind, layer }) => `${layer} ${kind}`);

  expect([...new Set(nodes)].sort()).toEqual([
    "0 binding",
    "0 brand",
    "0 endpoint stage",
    "0 enrollment token",
    "1 application",
    "1 connector",
    "1 device access group",
    "1 flow",
    "2 provider",
    "3 certificate",
    "3 scopes",
  ]);
});

test("an endpoint stage in a flow has its section and its place beside what refers to flows", () => {
  const bound = changeOf("authentik_flow_stage_binding.check", null, { target: "f", stage: "s" });
  const flow = changeOf("data.authentik_flow.login", {}, {}, { mode: "data", type: "authentik_flow" });
  const stage = changeOf("authentik_stage_endpoints.check", {}, {});
  const planned = [
    { ...bound, values: { id: "b", target: "f", stage: "s" } },
    { ...stage, values: { id: "s", name: "check" } },
  ];
  const plan = planOf(bound, { planned, prior: [{ ...flow, values: { id: "f", slug: "login" } }] });

  expect(byConstruct(plannedChanges(plan).changes).map(({ title }) => title)).toEqual([
    "Endpoint stages in flows",
  ]);
  expect(pictureOf(plan, [], [])?.nodes).toContainEqual({
    id: bound.address,
    kind: "stage in a flow",
    label: "stage check",
    state: "unchanged",
    layer: 0,
  });
});

test("a connector's challenge key is an arrow to the certificate", () => {
  const connector = changeOf("authentik_endpoints_connector_agent.c", {}, {});
  const certificate = changeOf("authentik_certificate_key_pair.k", {}, {});
  const planned = [
    { ...connector, values: { id: "c", challenge_key: "k" } },
    { ...certificate, values: { id: "k", name: "key" } },
  ];

  expect(pictureOf(planOf(connector, { planned }), [], [])?.edges).toEqual([
    { from: connector.address, to: certificate.address, label: "challenge key" },
  ]);
});

test.each([
  ["authentik_flow", { name: "n", slug: "s" }, "s"],
  ["authentik_flow", { name: "n" }, "n"],
  ["authentik_brand", { domain: "d" }, "d"],
  ["authentik_provider_oauth2", { name: "n" }, "n"],
  ["authentik_application", { name: "n", slug: "s" }, "n"],
  ["authentik_application", { slug: "s" }, "s"],
  ["authentik_policy_binding", { order: 0 }, "authentik_policy_binding.x"],
  ["authentik_endpoints_connector_agent", { name: "n" }, "n"],
  ["authentik_endpoints_device_access_group", { name: "n" }, "n"],
  ["authentik_endpoints_connector_agent_enrollment_token", { name: "n" }, "n"],
  ["authentik_stage_endpoints", { name: "n" }, "n"],
  ["authentik_certificate_key_pair", { name: "n" }, "n"],
  ["authentik_property_mapping_provider_scope", { name: "n" }, "n"],
  ["authentik_group", { name: "n" }, "n"],
  ["authentik_user", { name: "n", username: "u" }, "n"],
  ["authentik_user", { name: "", username: "u" }, "u"],
  ["authentik_policy_expression", { name: "n" }, "n"],
  ["authentik_source_oauth", { name: "n", slug: "s" }, "n"],
  ["authentik_source_oauth", { slug: "s" }, "s"],
  ["authentik_stage", { name: "n" }, "n"],
  ["authentik_provider_proxy", { name: "n" }, "n"],
  ["authentik_flow_stage_binding", { order: 0 }, "authentik_flow_stage_binding.x"],
  ["authentik_blueprint", { slug: "s" }, "s"],
])("%s %p is called %s", (type, values, name) => {
  expect(label({ address: `${type}.x`, type, values })).toBe(name);
});

test.each([
  ["protocol_provider", "authentik_provider_oauth2"],
  ["protocol_provider", "authentik_provider_saml"],
  ["backchannel_providers", "authentik_provider_scim"],
  ["jwt_federation_providers", "authentik_provider_oauth2"],
  ["user", "authentik_user"],
])("the number in %s is that of the %s", (attribute, type) => {
  const other = { ...changeOf("authentik_rbac_role.r", {}, {}), values: { id: "7", name: "a role" } };
  const meant = { ...changeOf(`${type}.m`, {}, {}), values: { id: "7", name: "who is meant" } };
  const plan = planOf(changeOf("authentik_flow.f", {}, {}), { planned: [other, meant] });

  expect(nameOf(referencesOf(plan), attribute, 7)).toBe("who is meant");
  expect(nameOf(referencesOf(plan), "timeout", 7)).toBeUndefined();
});

test("every admin page that a finding's remedy names is one that the documentation names", () => {
  const documentation = readFileSync(join(ROOT, "docs", "findings.md"), "utf8").replace(/\s+/g, " ");
  const rules = join(ROOT, "tools", "findings", "rules");
  const named = readdirSync(rules).flatMap((file) =>
    [...readFileSync(join(rules, file), "utf8").matchAll(/objects\.(\w+)\.adminPage/g)].map(
      ([, name]) => name as string,
    ),
  );

  const unknown = [...new Set(named)].filter((name) => {
    const page = (objects as Record<string, { adminPage?: string }>)[name]?.adminPage;
    return !page || !new RegExp(`\\b${page}\\b`).test(documentation);
  });

  expect(new Set(named).size).toBeGreaterThan(8);
  expect(unknown).toEqual([]);
});

test("what belongs to an application of the command line has one section and one list of settings", () => {
  expect(objects.OF_CLI_APPLICATIONS.map(({ type, section, place }) => [type, section, place])).toEqual([
    [
      "authentik_provider_oauth2",
      "Applications of the command line",
      { path: ["cliApplications"], isList: true },
    ],
    [
      "authentik_application",
      "Applications of the command line",
      { path: ["cliApplications"], isList: true, below: ["application"], access: ["access"] },
    ],
  ]);
});

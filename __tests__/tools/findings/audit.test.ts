import { readFileSync } from "node:fs";
import { join } from "node:path";
import { audit, RULES } from "../../../tools/findings/audit";
import type { LiveSetUp } from "../../../tools/findings/live-set-up";
import { notes } from "../../../tools/findings/notes";
import { PROBE_CODES } from "../../../tools/findings/probe";
import { EMPTY_LOCK, record, withRecords } from "../../../tools/findings/scope-mapping-lock";
import { VERIFICATION_FAILED } from "../../../tools/findings/verify-stack";
import {
  BINDING,
  BRAND,
  CONNECTOR,
  evidence,
  found,
  GROUP,
  LIVE,
  MAPPING,
  NEEDED_MAPPINGS,
  PROVIDER,
  STACK,
  STATE,
  TOKEN,
} from "./evidence";

const lostAt = (...addresses: string[]) => addresses.map((address) => ({ address }));

const NOT_DEPLOYED =
  "not-deployed | production | nothing is deployed: terraform's state has none of authentik's objects";

describe("audit", () => {
  test("finds nothing on a fresh deployment", () => {
    expect(found(evidence())).toEqual([]);
  });

  test("finds before the first deployment on an empty server that nothing is deployed, and no more", () => {
    const live = {
      application: null,
      namesakes: [],
      providers: [],
      connectors: [],
      enrollmentTokens: [],
      flow: null,
      bindings: {},
      groups: [],
      brands: LIVE.brands.map((brand) => ({ ...brand, flow_device_code: null })),
    };
    expect(found(evidence(live, STACK, {}))).toEqual([NOT_DEPLOYED]);
  });

  test("what the configuration imports is no stranger, and what it does not is", () => {
    const imports = [
      { to: "authentik_application.cli_application", id: "authentik-cli" },
      { to: "authentik_provider_oauth2.cli_provider", id: "1" },
      { to: "authentik_endpoints_connector_agent.connector", id: "connector-1" },
      { to: "authentik_brand.default_brand", id: "${data.authentik_brand.default_brand.id}" },
    ];
    const codesOf = (live: object, stack: object) =>
      audit(evidence(live, { ...STACK, ...stack }, {})).map(({ code, severity }) => `${code}: ${severity}`);
    const second = { ...CONNECTOR, connector_uuid: "connector-2" };

    expect(codesOf({}, {})).toEqual([
      "not-deployed: weakens security",
      "application-slug-taken: breaks logins",
      "client-id-taken: breaks logins",
      "connector-name-taken: weakens security",
    ]);
    expect(codesOf({}, { import: imports })).toEqual(["not-deployed: cosmetic"]);
    expect(codesOf({ connectors: [CONNECTOR, second] }, { import: imports })).toEqual([
      "not-deployed: cosmetic",
      "connector-name-taken: weakens security",
    ]);
    // Of what is deployed, the import says nothing any more.
    expect(found(evidence({ connectors: [CONNECTOR, second] }, { ...STACK, import: imports }))).toEqual([
      'connector-name-taken | connector "authentik Agent" | connector connector-2 has the same name and Terraform does not manage it',
    ]);
  });

  test("what was adopted waits for the apply that imports it", () => {
    const imported = [{ to: "authentik_application.cli_application", id: "authentik-cli" }];
    const [waiting] = audit(evidence({}, { ...STACK, import: imported } as never, {}));

    expect(waiting).toEqual({
      code: "not-deployed",
      severity: "cosmetic",
      subject: "production",
      message: "nothing is deployed yet: the next apply imports 1 object that was adopted",
      consequence: "until then nothing is compared, so whatever is changed in authentik stays unnoticed",
      remedy:
        "run agent-stack apply production; if it was deployed before, find its state first: check the backend in the configuration, its bucket and its key",
    });
  });

  test("says of a stack without any authentik object that it is one, be others deployed or not", () => {
    const box = { address: "terraform_data.box", mode: "managed", type: "terraform_data", name: "box" };
    const state = { values: { root_module: { resources: [{ ...box, values: {} }] } } };
    const data = { authentik_group: { engineers: { name: "engineers" } } };
    const stack = { data, resource: { terraform_data: { box: {} } } };

    const live = { application: undefined, namesakes: undefined };

    expect(found(evidence(live, stack, state))).toEqual([
      "not-deployed | production | the stack has no authentik object, neither configured nor deployed",
    ]);
  });

  test("finds nothing where the token's user may see nothing, but for the missing permissions", () => {
    const live = {
      missingPermissions: ["authentik_brands.view_brand", "authentik_core.view_application"],
      application: undefined,
      namesakes: undefined,
      providers: undefined,
      brands: undefined,
      connectors: undefined,
      enrollmentTokens: undefined,
      scopeMappings: undefined,
      certificates: [],
      flow: undefined,
      flowStages: undefined,
      bindings: {},
      groups: [],
      superusers: undefined,
    };
    expect(found(evidence(live))).toEqual([
      "permission-missing | AUTHENTIK_TOKEN | the token's user lacks the permission authentik_brands.view_brand",
      "permission-missing | AUTHENTIK_TOKEN | the token's user lacks the permission authentik_core.view_application",
    ]);
  });
});

describe("server", () => {
  test.each([
    ["2026.8.1", ["the server is 2026.8.1 and the configuration asks for provider ~> 2026.5.0"]],
    ["2026.2.0-rc1", ["the server is 2026.2.0-rc1 and the configuration asks for provider ~> 2026.5.0"]],
    ["2026.5.3", []],
    [undefined, []],
  ])("compares version %s with the provider's", (version, messages) => {
    const expected = messages.map((message) => `release-differs | the authentik provider | ${message}`);
    expect(found(evidence({ version }))).toEqual(expected);
  });

  test.each([
    [60, []],
    [-60, []],
    [61, ["the server's clock is 61 seconds ahead of this machine's"]],
    [-300, ["the server's clock is 300 seconds behind this machine's"]],
  ])("tolerates a minute between the clocks: %s seconds", (clockSkewSeconds, messages) => {
    const expected = messages.map((message) => `clock-skew | the server's clock | ${message}`);
    expect(found(evidence({ clockSkewSeconds }))).toEqual(expected);
  });
});

describe("access", () => {
  const user = {
    ...BINDING,
    pk: "binding-2",
    group: null,
    user: 7,
    group_obj: null,
    user_obj: { username: "mallory" },
  };

  test("reports a user who is bound to the application by hand", () => {
    expect(found(evidence({ bindings: { ...LIVE.bindings, "app-1": [BINDING, user] } }))).toEqual([
      'unmanaged-application-binding | application "authentik-cli" | user "mallory" is bound and Terraform does not manage the binding, so that they get in',
    ]);
  });

  test("reports the same group bound a second time, as negated and disabled", () => {
    const again = { ...BINDING, pk: "binding-2", negate: true, enabled: false };
    expect(found(evidence({ bindings: { ...LIVE.bindings, "app-1": [BINDING, again] } }))).toEqual([
      'unmanaged-application-binding | application "authentik-cli" | group "engineers" is bound (negated, disabled) and Terraform does not manage the binding, which has no effect as long as it is disabled',
    ]);
  });

  test("reports a policy that is bound to a device access group by hand", () => {
    const policy = { ...user, user: null, user_obj: null, policy: "policy-1", policy_obj: { name: "allow" } };
    expect(found(evidence({ bindings: { ...LIVE.bindings, "laptops-1": [policy] } }))).toEqual([
      'unmanaged-device-access-binding | device access group "laptops" | policy "allow" is bound and Terraform does not manage the binding, so that everyone who passes it gets in',
    ]);
  });

  test.each([
    ["gone", []],
    ["disabled", [{ ...BINDING, enabled: false }]],
  ])("reports an application whose configured bindings are %s", (_, bindings) => {
    expect(found(evidence({ bindings: { ...LIVE.bindings, "app-1": bindings } }))).toEqual([
      'open-application | application "authentik-cli" | none of the 1 configured bindings is in force',
    ]);
  });

  test("accepts an application without bindings where none is configured", () => {
    const stack = { ...STACK, resource: { ...STACK.resource, authentik_policy_binding: {} } };
    expect(found(evidence({ bindings: { ...LIVE.bindings, "app-1": [] }, groups: [] }, stack))).toEqual([]);
  });

  test("reports a bound group without members", () => {
    expect(found(evidence({ groups: [{ ...GROUP, users: [] }] }))).toEqual([
      'empty-access-group | group "engineers" | the group is bound and has no members',
    ]);
  });

  describe("groups whose members are in groups inside them", () => {
    const outer = { ...GROUP, users: [], children: ["group-2"] };
    const inner = {
      ...GROUP,
      pk: "group-2",
      name: "contractors",
      users: [] as number[],
      children: ["group-3"],
    };
    const innermost = {
      ...GROUP,
      pk: "group-3",
      name: "guests",
      users: [] as number[],
      children: ["group-1"],
    };
    const messages = (groups: Partial<LiveSetUp>) =>
      found(evidence({ groups: [outer], ...groups })).map((line) => line.split(" | ").slice(1).join(": "));

    test.each([
      ["somebody is in one of them", [inner, { ...innermost, users: [4] }], [5]],
      ["one of them could not be read", [inner], []],
      ["the members of one are not shown", [inner, { ...innermost, users: undefined }], []],
    ])("are let in where %s", (_, otherGroups, inactiveUsers) => {
      expect(messages({ otherGroups, inactiveUsers })).toEqual([]);
    });

    test("let nobody in where those are empty as well, in a circle too", () => {
      expect(messages({ otherGroups: [inner, innermost] })).toEqual([
        'group "engineers": the group is bound and has no members, and neither has a group inside it',
      ]);
    });

    test("let nobody in where all of those are deactivated", () => {
      const otherGroups = [
        { ...inner, users: [4] },
        { ...innermost, users: [4, 5] },
      ];
      expect(messages({ otherGroups, inactiveUsers: [4, 5] })).toEqual([
        'group "engineers": the group is bound and each of its 2 members, groups inside it included, is deactivated',
      ]);
    });
  });

  test("reports a bound group whose members are all deactivated, and none where that is not known", () => {
    const groups = [{ ...GROUP, users: [3] }];
    expect(found(evidence({ groups, inactiveUsers: [3] }))).toEqual([
      'empty-access-group | group "engineers" | the group is bound and its only member is deactivated',
    ]);
    expect(found(evidence({ groups, inactiveUsers: undefined }))).toEqual([]);
  });

  test.each([
    [false, ['empty-access-group | user "bob" | the user is bound and deactivated']],
    [true, []],
  ])("reports a bound user who is deactivated: active %s", (is_active, expected) => {
    const binding = {
      ...BINDING,
      group: null,
      group_obj: null,
      user: 7,
      user_obj: { username: "bob", is_active },
    };
    const bindings = { ...LIVE.bindings, "app-1": [binding] };
    expect(found(evidence({ bindings, groups: [] }))).toEqual(expected);
  });

  test.each([
    ["disabled", { ...BINDING, enabled: false }],
    ["negated", { ...BINDING, negate: true }],
    ["not ours", { ...BINDING, pk: "binding-2" }],
  ])("does not ask for members of a group whose binding is %s", (_, binding) => {
    const bindings = { ...LIVE.bindings, "app-1": [binding] };
    const codes = found(evidence({ bindings, groups: [{ ...GROUP, users: [] }] }));
    expect(codes.filter((line) => line.startsWith("empty-access-group"))).toEqual([]);
  });

  describe("groups inside others", () => {
    const inside = { ...GROUP, parents: ["group-2"] };
    const outer = { ...GROUP, pk: "group-2", name: "outer", parents: ["group-3", "group-1"] };
    const admins = { ...GROUP, pk: "group-3", name: "admins", is_superuser: true };
    const live = { groups: [inside], otherGroups: [outer, admins] };

    test("reports a bound group that was put inside a superuser group, at any depth", () => {
      expect(found(evidence(live))).toEqual([
        'access-group-became-superuser | group "engineers" | the group was put inside the superuser group "admins" since the last apply',
      ]);
    });

    test("reports one that was there at the last apply, whose members were no superusers as far as that recorded", () => {
      const resources = STATE.values?.root_module?.resources?.map((each) =>
        each.type === "authentik_group"
          ? { ...each, values: { ...each.values, parents: ["group-2"] } }
          : each,
      );
      const state = { values: { root_module: { resources } } };
      expect(found(evidence(live, STACK, state))).toEqual([
        'access-group-became-superuser | group "engineers" | its members are superusers through the group "admins", and the last apply recorded it as a group that makes no superusers',
      ]);
    });

    test("accepts one that is inside no superuser group", () => {
      const powerless = { ...admins, is_superuser: false };
      expect(found(evidence({ ...live, otherGroups: [outer, powerless] }))).toEqual([]);
    });
  });

  test("reports a device access group that is gone", () => {
    expect(
      found(
        evidence({ lost: lostAt("authentik_endpoints_device_access_group.device_access_group_laptops") }),
      ),
    ).toEqual([
      'object-gone | authentik_endpoints_device_access_group.device_access_group_laptops | authentik no longer has the object "laptops" (laptops-1) that Terraform deployed',
    ]);
  });

  test("reports a bound group that became a superuser group since the last apply", () => {
    expect(found(evidence({ groups: [{ ...GROUP, is_superuser: true }] }))).toEqual([
      'access-group-became-superuser | group "engineers" | the group was made a superuser group since the last apply',
    ]);
  });

  test("reports a configured policy that does not exist", () => {
    const binding = { target: "${authentik_application.cli_application.uuid}", policy: "policy-9", order: 0 };
    const resource = { ...STACK.resource, authentik_policy_binding: { cli_access_policy_vpn: binding } };
    const planned = evidence({ missingPolicies: ["policy-9"] }, { ...STACK, resource });
    expect(found(planned)).toEqual([
      "missing-policy | authentik_policy_binding.cli_access_policy_vpn | there is no policy policy-9",
    ]);
  });
});

describe("device code flow", () => {
  test("reports a stage that is bound to it", () => {
    const flowStages = [
      { pk: "stage-binding-1", target: "flow-1", order: 0, stage_obj: { name: "captcha" } },
    ];
    expect(found(evidence({ flowStages }))).toEqual([
      'stage-on-device-flow | flow "default-device-code-flow" | stage "captcha" is bound to the device code flow, which is made without stages',
    ]);
  });

  test("reports a policy that is bound to it", () => {
    const policy = { ...BINDING, pk: "b", group: null, policy: "policy-1", policy_obj: { name: "deny" } };
    expect(found(evidence({ bindings: { ...LIVE.bindings, "flow-target-1": [policy] } }))).toEqual([
      'unmanaged-flow-binding | flow "default-device-code-flow" | policy "deny" is bound and Terraform does not manage the binding',
    ]);
  });

  test("leaves the stages of an existing flow to its owner", () => {
    const { authentik_flow: _, ...resource } = STACK.resource ?? {};
    const state = {
      values: {
        root_module: {
          resources: STATE.values?.root_module?.resources?.filter((each) => each.type !== "authentik_flow"),
        },
      },
    };
    const flowStages = [
      { pk: "stage-binding-1", target: "flow-1", order: 0, stage_obj: { name: "captcha" } },
    ];
    expect(found(evidence({ flowStages }, { ...STACK, resource }, state))).toEqual([]);
  });
});

describe("brands", () => {
  const other = { brand_uuid: "brand-2", default: false, flow_device_code: null };

  test("reports another brand without the device code flow", () => {
    const brands = [...LIVE.brands, { ...other, domain: "partners.example.com" }];
    expect(found(evidence({ brands }))).toEqual([
      'brand-without-device-flow | brand "partners.example.com" | the brand has no device code flow',
    ]);
  });

  test.each([
    [
      "the default one made anew",
      { ...other, domain: "authentik-default", default: true },
      "run agent-stack apply, a second time where the first is refused: it takes over the brand that has the domain now",
    ],
    [
      "made the default one",
      { ...other, domain: "partners.example.com", default: true },
      'set brands.default to "partners.example.com" in the configuration, or make another brand the default one under System > Brands',
    ],
  ])("advises nothing that the configuration refuses about a brand that was %s", (_, brand, remedy) => {
    const state = {
      values: {
        root_module: {
          resources: STATE.values?.root_module?.resources?.map((each) =>
            each.type === "authentik_brand"
              ? { ...each, values: { ...each.values, id: "brand-gone" } }
              : each,
          ),
        },
      },
    };
    const findings = audit(evidence({ brands: [brand] }, STACK, state));
    const told = findings.find(({ subject }) => subject === `brand "${brand.domain}"`);
    expect(told?.remedy).toBe(remedy);
  });

  test("reports a brand that takes the server's own address", () => {
    const brands = [...LIVE.brands, { ...other, domain: "auth.example.com" }];
    const expected =
      'brand-shadows-default | brand "auth.example.com" | the brand is the brand of auth.example.com:8443 and has no device code flow';
    const live = { brands, url: "https://auth.example.com:8443" };
    // authentik compares with the host and its port, so without the port in the domain it does not match.
    expect(found(evidence(live))).toEqual([
      'brand-without-device-flow | brand "auth.example.com" | the brand has no device code flow',
    ]);
    const withPort = [...LIVE.brands, { ...other, domain: "auth.example.com:8443" }];
    expect(found(evidence({ ...live, brands: withPort }))).toEqual([
      expected.replace('"auth.example.com"', '"auth.example.com:8443"'),
    ]);
  });

  test("reports a brand that takes the server's own address with another device code flow", () => {
    const shadow = { ...other, domain: "auth.example.com", flow_device_code: "flow-9" };
    const live = { brands: [BRAND, shadow], url: "https://a.auth.example.com" };
    // Shorter than the default brand's domain, but any brand that answers to the host beats that.
    expect(found(evidence(live))).toEqual([
      'brand-shadows-default | brand "auth.example.com" | the brand is the brand of a.auth.example.com and has another device code flow',
    ]);
    const longer = { ...shadow, domain: "a.auth.example.com" };
    expect(found(evidence({ ...live, brands: [BRAND, longer] }))).toEqual([
      'brand-shadows-default | brand "a.auth.example.com" | the brand is the brand of a.auth.example.com and has another device code flow',
    ]);
    const same = { ...longer, flow_device_code: "flow-1" };
    expect(found(evidence({ ...live, brands: [BRAND, same] }))).toEqual([]);
  });

  test("leaves the brand's flow to others where the set-up manages no brand, and not that there is none", () => {
    const { authentik_brand: _, ...resource } = STACK.resource ?? {};
    const resources = STATE.values?.root_module?.resources?.filter(({ type }) => type !== "authentik_brand");
    const state = { values: { root_module: { resources } } };
    const stack = { ...STACK, resource };
    const another = evidence({ brands: [{ ...BRAND, flow_device_code: "flow-9" }] }, stack, state);
    const none = evidence({ brands: [{ ...BRAND, flow_device_code: null }] }, stack, state);

    expect(found(another)).toEqual([]);
    expect(notes(another)).toContain(
      'brand "authentik-default" has another device code flow than this set-up, which manages no brand: people enter their codes in that one',
    );
    expect(notes(evidence())).not.toContainEqual(expect.stringContaining("manages no brand"));
    expect(found(none)).toEqual([
      'brand-shadows-default | brand "authentik-default" | the brand is the brand of auth.example.com and has no device code flow',
    ]);
  });

  test("accepts a brand with a device code flow of its own", () => {
    const brands = [...LIVE.brands, { ...other, domain: "partners.example.com", flow_device_code: "flow-9" }];
    expect(found(evidence({ brands }))).toEqual([]);
  });

  test.each([
    [null, "brand-flow-emptied", "the brand's device code flow is empty"],
    ["flow-9", "brand-flow-replaced", "the brand's device code flow is another one"],
  ])("reports a managed brand whose flow was set to %s", (flow_device_code, code, message) => {
    expect(found(evidence({ brands: [{ ...BRAND, flow_device_code }] }))).toEqual([
      `${code} | brand "authentik-default" | ${message}`,
    ]);
  });

  test("reports a managed further brand that became the default one", () => {
    const further = {
      further_brands: {
        for_each: { "partners.example.com": "partners.example.com" },
        domain: "${each.key}",
        default: false,
        flow_device_code: "${authentik_flow.device_code_flow.uuid}",
      },
    };
    const authentik_brand = { ...STACK.resource?.authentik_brand, ...further };
    const instance = {
      address: 'authentik_brand.further_brands["partners.example.com"]',
      mode: "managed",
      type: "authentik_brand",
      name: "further_brands",
      values: { id: "brand-2", domain: "partners.example.com" },
    };
    const resources = [...(STATE.values?.root_module?.resources ?? []), instance];
    const partners = { ...BRAND, brand_uuid: "brand-2", domain: "partners.example.com" };
    const given = evidence(
      { brands: [{ ...BRAND, default: false }, partners] },
      { ...STACK, resource: { ...STACK.resource, authentik_brand } },
      { values: { root_module: { resources } } },
    );
    expect(found(given)).toEqual([
      'brand-default-changed | brand "authentik-default" | the brand is no longer the default brand',
      'brand-default-changed | brand "partners.example.com" | the brand is now the default brand',
    ]);
  });

  test("reports a managed brand that is no longer the default one", () => {
    expect(found(evidence({ brands: [{ ...BRAND, default: false }] }))).toEqual([
      'brand-default-changed | brand "authentik-default" | the brand is no longer the default brand',
    ]);
  });
});

describe("application", () => {
  test("reports a namesake", () => {
    const namesakes = [...LIVE.namesakes, { ...LIVE.application, pk: "app-2", slug: "cli-2" }];
    expect(found(evidence({ namesakes }))).toEqual([
      'application-name-taken | application "cli-2" | the application is also named "authentik-cli"',
    ]);
  });

  test("reports one that was made anew by hand", () => {
    const application = { ...LIVE.application, pk: "app-9" };
    const bindings = { ...LIVE.bindings, "app-9": [BINDING] };
    expect(found(evidence({ application, bindings }))).toEqual([
      'application-slug-taken | application "authentik-cli" | the application was deleted and made anew outside Terraform',
    ]);
  });

  test("reports slug and client id that are taken before the first deployment", () => {
    const live = { flow: null, connectors: [], enrollmentTokens: [], groups: [], bindings: {} };
    expect(found(evidence(live, STACK, {}))).toEqual([
      NOT_DEPLOYED,
      'application-slug-taken | application "authentik-cli" | an application with this slug exists and Terraform does not manage it',
      'client-id-taken | provider "authentik-cli" | the provider has the client id "authentik-cli" and is not the one Terraform manages',
    ]);
  });
});

describe("provider", () => {
  const provider = PROVIDER;

  test("reports a provider without the device code grant", () => {
    expect(found(evidence({ providers: [{ ...provider, grant_types: ["refresh_token"] }] }))).toEqual([
      "device-grant-missing | authentik_provider_oauth2.cli_provider | the provider's grant types are refresh_token, without the device code",
    ]);
  });

  test("accepts a server that does not know grant types", () => {
    expect(found(evidence({ providers: [{ ...provider, grant_types: undefined as never }] }))).toEqual([]);
  });

  test("reports another provider of the same name", () => {
    const providers = [provider, { ...provider, pk: 2, client_id: "other" }];
    expect(found(evidence({ providers }))).toEqual([
      'provider-name-taken | provider "authentik-cli" | another provider already has this name, with another client id',
    ]);
  });

  test.each([
    ["expression", { expression: "return {'groups': ['admins']}" }, "its expression was rewritten"],
    ["scope", { scope_name: "email" }, 'its scope is "email" instead of "openid"'],
  ] as const)("reports a shipped scope mapping whose %s differs", (_, change, what) => {
    const told = found(evidence({ scopeMappings: [{ ...MAPPING, ...change }, ...NEEDED_MAPPINGS] }));

    expect(told.filter((line) => !line.startsWith("needed-scope-missing"))).toEqual([
      `scope-mapping-changed | scope mapping "${MAPPING.name}" | the mapping is not the reviewed one: ${what}`,
    ]);
  });

  test("reports a mapping without a record where others of the environment have one", () => {
    const custom = { ...MAPPING, pk: "mapping-2", name: "Badge number", managed: null };
    const given = evidence({
      providers: [{ ...PROVIDER, property_mappings: [...PROVIDER.property_mappings, "mapping-2"] }],
      scopeMappings: [MAPPING, ...NEEDED_MAPPINGS, custom],
    });
    const lock = withRecords(EMPTY_LOCK, "production", record([MAPPING, ...NEEDED_MAPPINGS]));

    expect(found({ ...given, lock })).toEqual([
      'scope-mapping-unrecorded | scope mapping "Badge number" | the mapping is in use and agent-stack.lock.json has no record of it, while it has some of production',
    ]);
    expect(found(given)).toEqual([]);
  });

  test("reports a recorded mapping that was rewritten after its managed was emptied and its name changed", () => {
    const slipped = { ...MAPPING, managed: null, name: "slipped", expression: "return {}" };
    const lock = withRecords(EMPTY_LOCK, "production", record([MAPPING, ...NEEDED_MAPPINGS]));

    expect(found({ ...evidence({ scopeMappings: [slipped, ...NEEDED_MAPPINGS] }), lock })).toEqual([
      'scope-mapping-changed | scope mapping "slipped" | the mapping is not the reviewed one: its expression was rewritten',
    ]);
  });

  test("accepts a rewritten mapping that is not in use", () => {
    const unused = { ...MAPPING, pk: "mapping-9", expression: "return {}" };
    expect(found(evidence({ scopeMappings: [MAPPING, ...NEEDED_MAPPINGS, unused] }))).toEqual([]);
  });
});

describe("connector", () => {
  test("reports a second one of the same name", () => {
    const connectors = [...LIVE.connectors, { ...CONNECTOR, connector_uuid: "connector-2" }];
    expect(found(evidence({ connectors }))).toEqual([
      'connector-name-taken | connector "authentik Agent" | connector connector-2 has the same name and Terraform does not manage it',
    ]);
  });

  test("reports a provider that was federated by hand", () => {
    const providers = [...LIVE.providers, { ...PROVIDER, pk: 2, name: "wiki", client_id: "wiki" }];
    const connectors = [{ ...CONNECTOR, jwt_federation_providers: [1, 2] }];
    expect(found(evidence({ providers, connectors }))).toEqual([
      'unmanaged-federation | authentik_endpoints_connector_agent.connector | the connector accepts tokens of provider "wiki", which Terraform did not configure',
    ]);
  });

  test("reports a text that the configuration took away and the provider dropped", () => {
    const providers = [{ ...PROVIDER, logout_uri: "https://wiki.example/logout" }];

    expect(found(evidence({ providers }))).toEqual([
      'value-dropped | authentik_provider_oauth2.cli_provider | logout_uri is "https://wiki.example/logout" where the configuration says ""',
    ]);
  });

  test("reports a configured false that the provider dropped", () => {
    const connector = { name: "authentik Agent", enabled: false };
    const resource = { ...STACK.resource, authentik_endpoints_connector_agent: { connector } };
    const connectors = [{ ...CONNECTOR, enabled: true }];
    expect(found(evidence({ connectors }, { ...STACK, resource }))).toEqual([
      "value-dropped | authentik_endpoints_connector_agent.connector | enabled is true where the configuration says false",
    ]);
  });

  test("of a brand that is gone it is not said that terraform makes it again, of a connector it is", () => {
    const gone = audit(
      evidence({
        lost: lostAt("authentik_brand.default_brand", "authentik_endpoints_connector_agent.connector"),
      }),
    ).filter(({ code }) => code === "object-gone");

    expect(gone.map(({ subject, remedy }) => [subject, remedy])).toEqual([
      [
        "authentik_brand.default_brand",
        "make a brand of that domain again under System > Brands and run agent-stack apply, once more if it says that the domain must be unique; or take the domain out of brands.others",
      ],
      ["authentik_endpoints_connector_agent.connector", "run agent-stack apply, which makes it again"],
    ]);
  });

  test("reports a provider that is gone", () => {
    expect(found(evidence({ lost: lostAt("authentik_provider_oauth2.cli_provider") }))).toEqual([
      'object-gone | authentik_provider_oauth2.cli_provider | authentik no longer has the object "authentik-cli" (1) that Terraform deployed',
    ]);
  });

  test("reports one that is gone", () => {
    expect(found(evidence({ lost: lostAt("authentik_endpoints_connector_agent.connector") }))).toEqual([
      'object-gone | authentik_endpoints_connector_agent.connector | authentik no longer has the object "authentik Agent" (connector-1) that Terraform deployed',
    ]);
  });
});

describe("enrollment tokens", () => {
  const token = TOKEN;
  const handmade = { ...token, token_uuid: "token-2", name: "spare" };

  test.each([
    [
      "valid",
      { ...handmade, expires: "2026-11-24T12:30:00Z" },
      "the token is valid until 2026-11-24T12:30:00Z",
    ],
    ["lasting", { ...handmade, expiring: false, expires: null }, "the token never expires"],
  ])("reports a %s one that nobody manages", (_, spare, message) => {
    expect(found(evidence({ enrollmentTokens: [token, spare] }))).toEqual([
      `unmanaged-enrollment-token | enrollment token "spare" | ${message} and Terraform does not manage it`,
    ]);
  });

  test("leaves out expired ones and those of other connectors", () => {
    const expired = { ...handmade, expires: "2026-11-24T11:59:59Z" };
    const elsewhere = { ...handmade, connector: "connector-9", expiring: false };
    expect(found(evidence({ enrollmentTokens: [token, expired, elsewhere] }))).toEqual([]);
  });

  test.each([
    ["never expires", { expiring: false }],
    ["is valid until 2026-11-25T12:00:01Z", { expires: "2026-11-25T12:00:01Z" }],
  ])("reports a managed one that %s", (validity, change) => {
    expect(found(evidence({ enrollmentTokens: [{ ...TOKEN, ...change }] }))).toEqual([
      `enrollment-token-extended | authentik_endpoints_connector_agent_enrollment_token.enrollment_token_laptops | the token ${validity}, which is longer than configured`,
    ]);
  });

  test.each([
    ["2027-01-01T00:00:00Z", []],
    [
      "2027-01-01T00:00:01Z",
      [
        "enrollment-token-extended | authentik_endpoints_connector_agent_enrollment_token.enrollment_token_laptops | the token is valid until 2027-01-01T00:00:01Z, which is longer than configured",
      ],
    ],
  ])("compares an expiry of %s with the configured one", (expires, expected) => {
    const token = { name: "laptops", expiring: true, expires: "2027-01-01T00:00:00Z" };
    const authentik_endpoints_connector_agent_enrollment_token = { enrollment_token_laptops: token };
    const resource = { ...STACK.resource, authentik_endpoints_connector_agent_enrollment_token };
    const given = evidence({ enrollmentTokens: [{ ...TOKEN, expires }] }, { ...STACK, resource });
    expect(found(given)).toEqual(expected);
  });
});

describe("certificates", () => {
  test.each([
    ["2026-12-24T12:00:01Z", []],
    [
      "2026-12-24T12:00:00Z",
      ["certificate-expires-soon | the certificate expires on 2026-12-24T12:00:00Z, within 30 days"],
    ],
    ["2026-11-24T11:59:59Z", ["certificate-expired | the certificate expired on 2026-11-24T11:59:59Z"]],
    [null, []],
  ])("judges an expiry of %s", (cert_expiry, expected) => {
    const certificates = [{ pk: "key-1", name: "signing", cert_expiry }];
    const withSubject = expected.map((line) => line.replace(" | ", ' | certificate "signing" | '));
    expect(found(evidence({ certificates }))).toEqual(withSubject);
  });

  test.each([
    ["aa:bb", []],
    [
      "cc:dd",
      [
        'certificate-replaced | certificate "signing" | the certificate was replaced under its name since the last apply; its SHA-256 fingerprint is now cc:dd',
      ],
    ],
  ])("compares the fingerprint %s with that of the last apply", (fingerprint_sha256, expected) => {
    const certificates = [{ pk: "key-1", name: "signing", fingerprint_sha256 }];
    const known = {
      address: "data.authentik_certificate_key_pair.signing",
      mode: "data",
      type: "authentik_certificate_key_pair",
      name: "signing",
      values: { id: "key-1", fingerprint256: "aa:bb" },
    };
    const resources = [...(STATE.values?.root_module?.resources ?? []), known];
    const given = evidence({ certificates }, STACK, { values: { root_module: { resources } } });
    expect(found(given)).toEqual(expected);
  });
});

test("a stack's other applications, providers and flows are not taken for the agent's", () => {
  const { resource = {} } = STACK;
  const stack = {
    ...STACK,
    resource: {
      ...resource,
      authentik_flow: { a_login: { slug: "login", background: "" }, ...resource.authentik_flow },
      authentik_provider_oauth2: {
        a_wiki: { name: "wiki", client_id: "wiki" },
        ...resource.authentik_provider_oauth2,
      },
      authentik_application: {
        a_wiki: { slug: "wiki", protocol_provider: "${authentik_provider_oauth2.a_wiki.id}" },
        cli_application: {
          slug: "authentik-cli",
          protocol_provider: "${authentik_provider_oauth2.cli_provider.id}",
        },
      },
      authentik_endpoints_connector_agent: {
        connector: {
          name: "authentik Agent",
          jwt_federation_providers: ["${authentik_provider_oauth2.cli_provider.id}"],
        },
      },
    },
  };
  const deployed = (type: string, values: Record<string, unknown>) => {
    return { address: `${type}.a_${values.slug ?? "wiki"}`, mode: "managed", type, name: "a", values };
  };
  const resources = [
    deployed("authentik_flow", { id: "login", slug: "login", uuid: "flow-2" }),
    deployed("authentik_provider_oauth2", { id: "2", name: "wiki", client_id: "wiki" }),
    deployed("authentik_application", { id: "wiki", slug: "wiki", uuid: "app-2" }),
    ...(STATE.values?.root_module?.resources ?? []),
  ];
  const live = {
    providers: [{ ...PROVIDER, pk: 2, name: "wiki", client_id: "wiki", grant_types: [] }, PROVIDER],
    application: { ...LIVE.application, meta_publisher: "somebody" },
    flow: { ...LIVE.flow, background: "/media/x.png" },
  };

  const given = evidence(live, stack, { values: { root_module: { resources } } });

  expect(found(given)).toEqual([
    'value-dropped | authentik_application.cli_application | meta_publisher is "somebody" where the configuration says ""',
  ]);
});

test("reports what a stack leaves open about the agent's objects", () => {
  const { resource = {} } = STACK;
  const authentik_provider_oauth2 = {
    ...resource.authentik_provider_oauth2,
    wiki: { client_id: "authentik-cli" },
  };

  expect(
    found(evidence({}, { ...STACK, resource: { ...resource, authentik_provider_oauth2 } }, {})),
  ).toContain(
    "agent-object-unknown | production | nothing in the stack tells which provider is the agent's: it may be authentik_provider_oauth2.cli_provider or authentik_provider_oauth2.wiki",
  );
});

test("docs/findings.md documents every code once, with its severity", () => {
  const documented = readFileSync(join(__dirname, "../../../docs/findings.md"), "utf8").matchAll(
    /^### ([a-z-]+)\n\n\*([a-z ]+)\*/gm,
  );
  const rules = RULES.map(({ code, severity }) => `${code}: ${severity}`);
  const probes = PROBE_CODES.map((code) => `${code}: breaks logins`);
  const headings = [...documented].map(([, code, severity]) => `${code}: ${severity}`);
  const failed = `${VERIFICATION_FAILED.code}: ${VERIFICATION_FAILED.severity}`;
  expect(headings.sort()).toEqual([...rules, ...probes, failed].sort());
});

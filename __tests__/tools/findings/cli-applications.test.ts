import { audit } from "../../../tools/findings/audit";
import type { LiveSetUp } from "../../../tools/findings/live-set-up";
import { notes } from "../../../tools/findings/notes";
import { upgradeNotes } from "../../../tools/findings/upgrade";
import type { StackJson, StateJson } from "../../../tools/set-up/stack";
import { BINDING, evidence, found, LIVE, MAPPING, PROVIDER, STACK, STATE } from "./evidence";

const AT = "cli_application_Kubernetes";

const stack: StackJson = {
  ...STACK,
  resource: {
    ...STACK.resource,
    authentik_provider_oauth2: {
      ...STACK.resource?.authentik_provider_oauth2,
      [`${AT}_provider`]: {
        name: "Kubernetes",
        client_id: "kubernetes-cluster",
        grant_types: ["client_credentials"],
        jwt_federation_providers: ["${authentik_provider_oauth2.cli_provider.id}"],
      },
    },
    authentik_application: {
      ...STACK.resource?.authentik_application,
      [`${AT}_application`]: {
        name: "Kubernetes",
        slug: "kubernetes-cluster",
        protocol_provider: `\${authentik_provider_oauth2.${AT}_provider.id}`,
      },
    },
    authentik_policy_binding: {
      ...STACK.resource?.authentik_policy_binding,
      [`${AT}_access_group_engineers`]: { target: `\${authentik_application.${AT}_application.uuid}` },
    },
  },
};

const deployed = (address: string, values: Record<string, unknown>) => {
  const [type, name] = address.split(".") as [string, string];
  return { address, mode: "managed", type, name, values };
};

const state: StateJson = {
  values: {
    root_module: {
      resources: [
        ...(STATE.values?.root_module?.resources ?? []),
        deployed(`authentik_provider_oauth2.${AT}_provider`, {
          id: "2",
          name: "Kubernetes",
          client_id: "kubernetes-cluster",
          signing_key: "key-1",
          jwt_federation_providers: [1],
        }),
        deployed(`authentik_application.${AT}_application`, {
          id: "kubernetes-cluster",
          slug: "kubernetes-cluster",
          name: "Kubernetes",
          uuid: "app-2",
          protocol_provider: 2,
        }),
        deployed(`authentik_policy_binding.${AT}_access_group_engineers`, {
          id: "binding-2",
          target: "app-2",
        }),
      ],
    },
  },
};

const KUBERNETES = {
  pk: 2,
  name: "Kubernetes",
  client_id: "kubernetes-cluster",
  assigned_application_slug: "kubernetes-cluster",
  grant_types: ["client_credentials"],
  property_mappings: ["mapping-1"],
  signing_key: "key-1",
  jwt_federation_providers: [1],
};

const GRAFANA = {
  ...KUBERNETES,
  pk: 9,
  name: "Grafana",
  client_id: "grafana",
  assigned_application_slug: "grafana",
};
const OURS = { ...BINDING, pk: "binding-2", target: "app-2" };
const BINDINGS = { ...LIVE.bindings, "app-2": [OURS] };

/** What is found where the live side of an application of the command line is as deployed but for this. */
const foundIn = (live: Partial<LiveSetUp>) =>
  found(evidence({ providers: [PROVIDER, KUBERNETES], bindings: BINDINGS, ...live }, stack, state));

const kubernetesWith = (fields: object): Partial<LiveSetUp> => ({
  providers: [PROVIDER, { ...KUBERNETES, ...fields }],
});

test("an application of the command line as it was deployed is sound", () => {
  expect(foundIn({})).toEqual([]);
});

test.each<[string, Partial<LiveSetUp>, string[]]>([
  [
    "another provider takes the CLI's tokens",
    { providers: [PROVIDER, KUBERNETES, GRAFANA] },
    [
      'unmanaged-cli-application | provider "Grafana" | the provider of application "grafana" accepts the CLI\'s tokens and Terraform does not manage it',
    ],
  ],
  [
    "another provider does not",
    { providers: [PROVIDER, KUBERNETES, { ...GRAFANA, jwt_federation_providers: [2] }] },
    [],
  ],
  [
    "its provider was made anew",
    { providers: [PROVIDER, { ...KUBERNETES, pk: 3, jwt_federation_providers: [] }] },
    [
      'cli-application-client-id-taken | provider "Kubernetes" | the provider has the client id "kubernetes-cluster" and is not the one Terraform manages',
    ],
  ],
  [
    "somebody else is let in",
    {
      bindings: {
        ...BINDINGS,
        "app-2": [
          OURS,
          { ...OURS, pk: "x", group: null, user: 4, group_obj: undefined, user_obj: { username: "mallory" } },
        ],
      },
    } as Partial<LiveSetUp>,
    [
      'unmanaged-cli-application-binding | application "kubernetes-cluster" | user "mallory" is bound and Terraform does not manage the binding, so that they get in',
    ],
  ],
  [
    "nobody is kept out",
    { bindings: { ...BINDINGS, "app-2": [{ ...OURS, enabled: false }] } },
    [
      'open-cli-application | application "kubernetes-cluster" | none of the 1 configured bindings is in force',
    ],
  ],
  ["its bindings are not to be seen", { bindings: LIVE.bindings }, []],
  [
    "it may not use the grant",
    kubernetesWith({ grant_types: [] }),
    [
      `cli-application-grant-missing | authentik_provider_oauth2.${AT}_provider | the provider's grant types are empty, without client_credentials`,
    ],
  ],
  [
    "it may use all grants, as after an upgrade",
    kubernetesWith({ grant_types: ["client_credentials", "implicit", "password"] }),
    [
      `cli-application-grant-added | authentik_provider_oauth2.${AT}_provider | the provider may also use implicit, password`,
    ],
  ],
  ["the server does not know grants", kubernetesWith({ grant_types: undefined }), []],
  [
    "it has no signing key",
    kubernetesWith({ signing_key: null }),
    [
      `cli-application-without-signing-key | authentik_provider_oauth2.${AT}_provider | the provider has no signing key`,
    ],
  ],
  [
    "it does not take the CLI's tokens",
    kubernetesWith({ jwt_federation_providers: [9] }),
    [
      `cli-application-refuses-cli | authentik_provider_oauth2.${AT}_provider | the provider does not accept the CLI's tokens`,
    ],
  ],
])("%s", (_, live, findings) => {
  expect(foundIn(live)).toEqual(findings);
});

test("what an upgrade gave to a configuration of before goes with the server's release", () => {
  const constraint = { required_providers: { authentik: { version: "~> 2026.2.0" } } };
  const live = { ...kubernetesWith({ grant_types: ["client_credentials", "password"] }), bindings: BINDINGS };

  const remedies = (given: StackJson) =>
    audit(evidence(live, given, state))
      .filter(({ code }) => code === "cli-application-grant-added")
      .map(({ remedy }) => remedy);

  expect(remedies({ ...stack, terraform: constraint })).toEqual([
    "set release to the server's in the configuration and run agent-stack apply, as docs/upgrade.md tells",
  ]);
  expect(remedies(stack)).toEqual([
    "run agent-stack apply; if the plan is empty, set grantTypes of the application in the configuration",
  ]);
});

test("the grant of newer agents is none too many where the configuration leaves grants alone", () => {
  const { grant_types, ...provider } = stack.resource?.authentik_provider_oauth2?.[`${AT}_provider`] ?? {};
  const authentik_provider_oauth2 = {
    ...stack.resource?.authentik_provider_oauth2,
    [`${AT}_provider`]: provider,
  };
  const given = { ...stack, resource: { ...stack.resource, authentik_provider_oauth2 } };
  const exchange = "urn:ietf:params:oauth:grant-type:token-exchange";
  const live = { ...kubernetesWith({ grant_types: ["client_credentials", exchange] }), bindings: BINDINGS };

  expect(found(evidence(live, given, state))).toEqual([]);
});

test("an upgrade to the release that knows the grant of newer agents tells of it", () => {
  expect(upgradeNotes(evidence({ version: "2026.5.6" }, stack, state))).toEqual([
    'an upgrade to authentik 2026.8 knows the token exchange grant, which cliApplications get with release: "2026.8"; it gives brands branding_map_tiles, flow_user_switch, flow_request, which stay with their owners: docs/upgrade.md has the steps',
  ]);
});

test("a scope mapping that only an application of the command line has is reviewed as the CLI's are", () => {
  const roles = { ...MAPPING, pk: "mapping-2", name: "roles", managed: null, scope_name: "roles" };
  const given = evidence(
    {
      ...kubernetesWith({ property_mappings: ["mapping-2"] }),
      bindings: BINDINGS,
      scopeMappings: [...LIVE.scopeMappings, roles],
    },
    stack,
    state,
  );
  const lock = { ...given.lock, scopeMappings: { production: {} } };

  expect(found({ ...given, lock }).map((each) => each.split(" | ").slice(0, 2))).toEqual(
    [...LIVE.scopeMappings, roles].map(({ name }) => ["scope-mapping-unrecorded", `scope mapping "${name}"`]),
  );
});

const FEDERATED_OFF = "take the CLI's provider out of its federated providers under Applications > Providers";

test.each<[string, object, string, string]>([
  [
    "that adopt takes over",
    GRAFANA,
    'the provider of application "grafana" accepts the CLI\'s tokens and Terraform does not manage it',
    `take it over with agent-stack adopt production, or ${FEDERATED_OFF}`,
  ],
  [
    "with a client secret, which adopt leaves",
    { ...GRAFANA, client_type: "confidential" },
    'the provider of application "grafana" accepts the CLI\'s tokens and Terraform does not manage it',
    FEDERATED_OFF,
  ],
  [
    "without an application, which adopt leaves",
    { ...GRAFANA, assigned_application_slug: null },
    "the provider, which serves no application yet, accepts the CLI's tokens and Terraform does not manage it",
    FEDERATED_OFF,
  ],
])("what to do about another provider %s", (_, provider, message, remedy) => {
  const providers = [PROVIDER, KUBERNETES, provider] as LiveSetUp["providers"];

  const findings = audit(evidence({ providers, bindings: BINDINGS }, stack, state));

  expect(findings.map((each) => [each.code, each.message, each.remedy])).toEqual([
    ["unmanaged-cli-application", message, remedy],
  ]);
});

test("a binding that an approved access request made is a note with the application that it is for", () => {
  const visitor = {
    ...OURS,
    pk: "x",
    group: null,
    user: 7,
    group_obj: null,
    user_obj: { username: "visitor" },
  };
  const requested = { ...visitor, expiring: true, expires: "2026-11-26T10:00:00Z" };
  const given = (requestable: Record<string, boolean>) =>
    evidence(
      {
        providers: [PROVIDER, KUBERNETES],
        bindings: { ...BINDINGS, "app-2": [OURS, requested] },
        requestable,
      } as Partial<LiveSetUp>,
      stack,
      state,
    );
  const told = (requestable: Record<string, boolean>) => [
    found(given(requestable)),
    notes(given(requestable)).filter((each) => each.includes("access request")),
  ];

  const note =
    'user "visitor" is bound to application "kubernetes-cluster" until 2026-11-26T10:00:00Z, by an approved access request';
  expect([told({ "app-2": true }), told({ "app-2": false })]).toEqual([
    [[], [note]],
    [
      [
        'unmanaged-cli-application-binding | application "kubernetes-cluster" | user "visitor" is bound and Terraform does not manage the binding, so that they get in',
      ],
      [],
    ],
  ]);
});

test.each([
  [[], ['application "kubernetes-cluster" has no binding: everyone who can log in gets tokens for it']],
  [[OURS], []],
])("with the bindings %j the notes say whether an application is open", (bound, told) => {
  const given = evidence(
    { providers: [PROVIDER, KUBERNETES], bindings: { ...LIVE.bindings, "app-2": bound } },
    stack,
    state,
  );

  expect(notes(given).filter((each) => each.includes("has no binding"))).toEqual(told);
});

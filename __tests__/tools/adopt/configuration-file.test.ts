import { parse, parseDocument } from "yaml";
import { withSettings as withSettingsOf } from "../../../tools/adopt/configuration-file";
import type { Setting } from "../../../tools/adopt/settings";
import { snippet } from "../../../tools/adopt/snippet";

/** The text of a file that has several environments, with the settings in one of them. */
function withSettings(text: string, name: string, settings: readonly Setting[]): string {
  const { environments = {} } = parseDocument(text).toJS({ maxAliasCount: -1 }) ?? {};
  const own = environments?.[name] ?? {};
  const family = [own, ...(own.extends ? [environments[own.extends]] : [])];
  return withSettingsOf(
    { name, file: "agent-stack.yaml", text, root: ["environments", name], family },
    settings,
  );
}

const FILE = `# ours
environments:
  production:
    cli: { clientId: agents, access: [{ group: staff }, { user: akadmin, order: 3 }] } # who gets in

    connector:
      enabled: true # since May
      challengeKey: own
  staging:
    extends: production
  empty: {}
  nothing:
`;

const set = (value: unknown, ...path: Setting["path"]): Setting => ({ path, value });

test("writes settings where they belong and keeps everything else, comments included", () => {
  const written = withSettings(FILE, "production", [
    set("1", "adopt", "authentik_provider_oauth2.cli_provider"),
    set(0, "cli", "access", { group: "staff" }, "order"),
    set(["openid"], "cli", "scopes"),
    set(false, "connector", "enabled"),
    set(undefined, "connector", "challengeKey"),
    set("Ours", "cli", "application", "name"),
  ]);

  expect(written).toBe(`# ours
environments:
  production:
    cli:
      clientId: agents
      access: [ { group: staff, order: 0 }, { user: akadmin, order: 3 } ]
      scopes:
        - openid
      application:
        name: Ours
      # who gets in

    connector:
      enabled: false # since May
    adopt:
      authentik_provider_oauth2.cli_provider: "1"
  staging:
    extends: production
  empty: {}
  nothing:
`);
});

test.each(["staging", "empty", "nothing"])("writes into the environment %s", (environment) => {
  const written = withSettings(FILE, environment, [set("hours=1", "cli", "accessTokenValidity")]);

  expect(parse(written).environments[environment]).toMatchObject({ cli: { accessTokenValidity: "hours=1" } });
  expect(parse(written).environments.production).toEqual(parse(FILE).environments.production);
});

test("keeps what stands after the names of environments and of settings in their line", () => {
  const text = `environments: # all of them
  # the first
  production: # people work here
  # to try things out
  staging: &staging # nobody works here
    # set by hand
    cli: # of the agents
      # never change it
      name: agents # theirs
  test: # nothing yet
`;
  const written = ["production", "staging"].reduce(
    (before, environment) =>
      withSettings(before, environment, [set("codes", "adopt", "authentik_flow.device_code_flow")]),
    text,
  );

  expect(written).toBe(`environments: # all of them
  # the first
  production: # people work here
    adopt:
      authentik_flow.device_code_flow: codes
  # to try things out
  staging: # nobody works here
    # set by hand
    &staging
    cli: # of the agents
      # never change it
      name: agents # theirs
    adopt:
      authentik_flow.device_code_flow: codes
  test: # nothing yet
`);
});

test("fails where a name without settings is shared through an alias", () => {
  const text = "environments:\n  production: &shared # both\n  staging: *shared\n";

  expect(() =>
    withSettings(text, "production", [set("codes", "adopt", "authentik_flow.device_code_flow")]),
  ).toThrow(
    'adopt.authentik_flow.device_code_flow of environment "production" is shared through the alias *shared: write it by hand',
  );
});

test("writes into a file of one line", () => {
  const written = withSettings("environments: {production: {}}\n", "production", [
    set("codes", "adopt", "authentik_flow.device_code_flow"),
  ]);

  expect(written).toBe(
    "environments:\n  production:\n    adopt:\n      authentik_flow.device_code_flow: codes\n",
  );
});

test("refuses what is inherited, all at once and with what is to be written", () => {
  const settings = [
    set(0, "cli", "access", { group: "staff" }, "order"),
    set({}, "cli", "access", { group: "interns" }),
    set(undefined, "cli", "clientId"),
    set("agents", "cli", "name"),
  ];

  expect(() => withSettings(FILE, "staging", settings)).toThrow(
    new Error(`environment "staging" has no cli.access[staff].order of its own that could be changed: write 0 there by hand
environment "staging" has no cli.access[interns] of its own that could be changed: write it there by hand
environment "staging" has no cli.clientId of its own that could be changed: take it out by hand`),
  );
});

test("adds the entries and the lists that an environment lacks", () => {
  const group = { name: "Laptops" };
  const settings = [
    set({}, "cli", "access", { group: "guests" }),
    set(0, "cli", "access", { group: "guests" }, "order"),
    set({}, "deviceAccessGroups", group),
    set({}, "deviceAccessGroups", group, "access", { user: "ann" }),
    set({}, "enrollmentTokens", { name: "rollout" }),
    set("Laptops", "enrollmentTokens", { name: "rollout" }, "deviceAccessGroup"),
  ];

  expect(withSettings("environments:\n  a:\n    deviceAccessGroups: []\n", "a", settings)).toBe(
    `environments:
  a:
    deviceAccessGroups:
      - name: Laptops
        access:
          - user: ann
    cli:
      access:
        - group: guests
          order: 0
    enrollmentTokens:
      - name: rollout
        deviceAccessGroup: Laptops
`,
  );
});

test("refuses what is shared through an alias, and text that is no YAML", () => {
  const aliased = "environments:\n  a: { cli: &cli { name: x } }\n  b: { cli: *cli }\n";

  expect(() => withSettings(aliased, "b", [set("y", "cli", "name")])).toThrow("by hand");
  expect(() => withSettings("environments: [", "a", [])).toThrow("Flow sequence");
});

test.each([
  ["an environment", "environments:\n  a: &a { cli: {} }\n  b: { <<: *a }\n", "cli.name", "a"],
  [
    "a mapping in it",
    "environments:\n  a: { cli: &cli { name: x } }\n  b: { cli: *cli }\n",
    "cli.name",
    "cli",
  ],
  [
    "a value",
    "environments:\n  a: { cli: { name: &name x } }\n  b: { cli: { name: *name } }\n",
    "cli.name",
    "name",
  ],
])("refuses to change %s that an alias gives to others, too", (_, text, path, alias) => {
  expect(() => withSettings(text, "a", [set("y", "cli", "name")])).toThrow(
    `${path} of environment "a" is shared through the alias *${alias}: write it by hand`,
  );
});

test("writes below an anchor that nothing repeats, and keeps the line ends of Windows", () => {
  expect(withSettings("environments:\r\n  a: &a\r\n    cli: {}\r\n", "a", [set("y", "cli", "name")])).toBe(
    "environments:\r\n  a: &a\r\n    cli:\r\n      name: y\r\n",
  );
});

test("the snippet gathers what belongs together", () => {
  const settings = [
    set(0, "cli", "access", { group: "staff" }, "order"),
    set(true, "cli", "access", { group: "staff" }, "negate"),
    set(5, "deviceAccessGroups", { name: "Laptops" }, "access", { user: "akadmin" }, "order"),
    set("", "deviceCodeFlow", "background"),
  ];

  expect(snippet(["environments", "production"], settings)).toBe(`environments:
  production:
    cli:
      access:
        - group: staff
          order: 0
          negate: true
    deviceAccessGroups:
      - name: Laptops
        access:
          - user: akadmin
            order: 5
    deviceCodeFlow:
      background: ""
`);
});

test.each([
  ["", "adopt:\n  a.b: c\n"],
  [
    "# acme\nserver: https://id.acme.example # theirs\n",
    "# acme\nserver: https://id.acme.example # theirs\nadopt:\n  a.b: c\n",
  ],
  ["# nothing yet\n", "# nothing yet\n\nadopt:\n  a.b: c\n"],
])("writes into an environment's own file, here %j", (text, expected) => {
  const own = { name: "acme", file: "environments/acme.yaml", text, root: [], family: [{}] };

  expect(withSettingsOf(own, [set("c", "adopt", "a.b")])).toBe(expected);
});

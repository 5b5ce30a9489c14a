import { readFileSync } from "node:fs";
import { App, Testing } from "cdktf";
import { parseConfiguration } from "../../../configuration";
import { AgentStack, type AgentStackProps } from "../../../lib";
import { instructions } from "../../../tools/join/instructions";
import { managedSetUp } from "../../../tools/set-up/stack";
import { CLIENT_COMMANDS } from "./client-commands";

const ADDRESS = "https://id.example.com";

function told(props: AgentStackProps, name = "production", address = ADDRESS): string {
  const stack = JSON.parse(Testing.synth(new AgentStack(new App(), name, props)));
  return instructions(managedSetUp(name, stack, {}), address);
}

const commandsIn = (text: string) =>
  [...text.matchAll(/^ {2}(ak(?:-sysd)? .*)$/gm)].map(([, command]) => command);

test("docs/devices.md shows what is printed for its configuration", () => {
  const document = readFileSync("docs/devices.md", "utf8");
  const [, yaml = ""] = /```yaml\n(.*?)```/s.exec(document) ?? [];
  const [, shown = ""] = /```text\n(.*?)```/s.exec(document) ?? [];
  const [environment] = parseConfiguration(yaml, "docs/devices.md").environments;

  expect(`${told(environment?.props ?? {}, environment?.name)}`).toBe(shown);
});

test("the agent's own defaults are not repeated, and others are", () => {
  expect(commandsIn(told({}))).toEqual([
    "ak config setup -a https://id.example.com",
    "ak whoami",
    "ak-sysd domains join production -a https://id.example.com",
  ]);
  expect(commandsIn(told({ cli: { clientId: "our$cli", application: { slug: "devices" } } }))[0]).toBe(
    "ak config setup -a https://id.example.com --app devices --client-id 'our$cli'",
  );
});

test("every command and flag is one of the agent's client", () => {
  const commands = commandsIn(told({ cli: { clientId: "c", application: { slug: "s" } } }));

  for (const command of commands) {
    const known = CLIENT_COMMANDS.find(({ name }) => `${command} `.startsWith(`${name} `));
    const flags = command?.split(" ").filter((word) => word.startsWith("-"));
    expect(known?.flags).toEqual(expect.arrayContaining(flags ?? []));
  }
  expect(commands).toHaveLength(3);
});

const laptops = { name: "Laptops", access: [{ group: "staff" }] };

test.each<[string, AgentStackProps, string]>([
  [
    "no token",
    {},
    "No enrollment token is configured, without which no device can join: add one under enrollmentTokens.",
  ],
  [
    "a token without a group",
    { enrollmentTokens: [{ name: "first" }] },
    "  first: devices come into no device access group, so that nobody can log in to them; ends 30 minutes after it was made",
  ],
  [
    "a token that never ends",
    {
      deviceAccessGroups: [laptops],
      enrollmentTokens: [{ name: "first", deviceAccessGroup: "Laptops", expiring: false }],
    },
    '  first: devices come into "Laptops"; never ends',
  ],
  [
    "a disabled connector",
    { connector: { enabled: false, name: "Office" } },
    'Connector "Office" is disabled: no device can join or check in.',
  ],
])("%s is said", (_, props, line) => {
  expect(told(props).split("\n")).toContain(line);
});

test("applications of the command line are told with their client ids and issuers", () => {
  const text = told({
    cliApplications: [
      { name: "Kubernetes", preset: "kubernetes" },
      { name: "Our vault", clientId: "our$vault", application: { slug: "vault" }, issuerMode: "global" },
    ],
  });

  expect(text).toContain(`  ak whoami

Then for other applications \`ak auth kubectl\`, \`aws\`, \`vault\` or \`raw\`, with the client id:
  Kubernetes: --client-id kubernetes-cluster; https://id.example.com/application/o/kubernetes-cluster/ issues the tokens
  Our vault: --client-id 'our$vault'; https://id.example.com/ issues the tokens

`);
  expect(told({})).not.toContain("other applications");
});

test("what is named is never a key, also where it is read into the state", () => {
  const text = told({ enrollmentTokens: [{ name: "first", retrieveKey: true }] });

  expect(text).not.toContain("${");
  expect(text).toContain(
    "the keys are under Endpoint Devices > Connectors > the connector > Enrollment Tokens:",
  );
});

test("fails where the stack does not tell what the agent's client is called", () => {
  const stack = { resource: { authentik_endpoints_connector_agent: { c: { name: "c" } } } };

  expect(() => instructions(managedSetUp("own", stack, {}), ADDRESS)).toThrow(
    "the configuration of own does not tell the client id and the slug of the agent's CLI: write them out",
  );
});

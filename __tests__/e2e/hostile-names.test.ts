import { Fn } from "cdktf";
import { stringify } from "yaml";
import { parseConfiguration } from "../../configuration/parse-configuration";
import type { AgentStackProps } from "../../lib";
import { Api } from "./api";
import { Deployment } from "./deployment";
import { openStandIn } from "./target";

jest.setTimeout(60_000);

let target: Awaited<ReturnType<typeof openStandIn>>;
let api: Api;
let deployment: Deployment;

beforeEach(async () => {
  target = await openStandIn();
  api = new Api(target);
  deployment = new Deployment(target.environment);
});

afterEach(async () => {
  deployment.remove();
  await target.close();
});

const NAMES = [
  `"double" 'single' \`back\` \\ and \\"`,
  "${path.root}",
  "$${escaped} $$${twice} ${",
  "%{ if true }directive%{ endif } %%{escaped} 100%",
  "#{cdktf} &{token}",
  "👩‍💻 Laptops 🔒",
  "‏מחשבים‮ gpj.exe",
  "long ".repeat(60).trim(),
  `<script>alert("html")</script>&amp;`,
  `"}}, "resource": {"authentik_flow": {}}`,
  "../../etc/passwd",
  "a,b;c=d|e*f?",
  "__proto__",
  "null",
];
const EVERYTHING = NAMES.join(" ");

/** As main.ts reads it from agent-stack.yaml. */
function configured(settings: unknown): AgentStackProps {
  const text = stringify({ environments: { production: settings } });
  return parseConfiguration(text, "agent-stack.yaml").environments[0]?.props as AgentStackProps;
}

async function deploy(props: AgentStackProps): Promise<void> {
  deployment.configure(props);
  const { code, stderr } = await deployment.apply();
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
}

async function expectEmptyPlan(): Promise<void> {
  const { run, changes } = await deployment.plan();
  expect({ code: run.code, changes }).toEqual({ code: 0, changes: [] });
}

const namesOf = (objects: readonly Record<string, unknown>[]) => objects.map(({ name }) => name).sort();

test("whatever groups, users, tokens and stages are called in the configuration, authentik has it to the letter", async () => {
  for (const name of NAMES) {
    target.standIn.server.seed.group(name);
    target.standIn.server.seed.user(name);
  }

  await deploy(
    configured({
      cli: { access: NAMES.flatMap((name) => [{ group: name }, { user: name }]) },
      deviceAccessGroups: NAMES.map((name) => ({ name, access: [{ group: name }] })),
      enrollmentTokens: NAMES.map((name) => ({ name, deviceAccessGroup: name })),
      endpointStages: NAMES.map((name) => ({ name })),
    }),
  );

  const wanted = [...NAMES].sort();
  const application = await api.get("/core/applications/authentik-cli/");
  const bindings = await api.list("/policies/bindings/", { target: application.pk as string });
  expect(
    bindings
      .map(({ group_obj }) => (group_obj as { name: string } | null)?.name)
      .filter(Boolean)
      .sort(),
  ).toEqual(wanted);
  expect(
    bindings
      .map(({ user_obj }) => (user_obj as { username: string } | null)?.username)
      .filter(Boolean)
      .sort(),
  ).toEqual(wanted);
  expect(namesOf(await api.list("/endpoints/device_access_groups/"))).toEqual(wanted);
  const tokens = await api.list("/endpoints/agents/enrollment_tokens/");
  expect(namesOf(tokens)).toEqual(wanted);
  expect(namesOf(tokens.map(({ device_group_obj }) => device_group_obj as Record<string, unknown>))).toEqual(
    wanted,
  );
  expect(namesOf(await api.list("/stages/endpoints/"))).toEqual(wanted);
  await expectEmptyPlan();
});

test("whatever the flow, provider, application and connector are called, authentik has it to the letter", async () => {
  const description = `first line\n\tsecond ${EVERYTHING}`;

  await deploy(
    configured({
      deviceCodeFlow: { name: EVERYTHING, title: EVERYTHING },
      cli: {
        name: EVERYTHING,
        clientId: "${client}%{id}",
        application: { name: EVERYTHING, group: EVERYTHING, description, publisher: EVERYTHING },
      },
      connector: { name: EVERYTHING },
    }),
  );

  expect(await api.get("/flows/instances/default-device-code-flow/")).toMatchObject({
    name: EVERYTHING,
    title: EVERYTHING,
  });
  expect(await api.list("/providers/oauth2/")).toMatchObject([
    { name: EVERYTHING, client_id: "${client}%{id}" },
  ]);
  expect(await api.get("/core/applications/authentik-cli/")).toMatchObject({
    name: EVERYTHING,
    group: EVERYTHING,
    meta_description: description,
    meta_publisher: EVERYTHING,
  });
  expect(await api.list("/endpoints/agents/connectors/")).toMatchObject([{ name: EVERYTHING }]);
  await expectEmptyPlan();
});

test.each([
  [
    "a name of two lines",
    { connector: { name: "two\nlines" } },
    'connector.name: got "two\\nlines", expected one line of text',
  ],
  [
    "a control character",
    { cli: { name: "bell\u0007" } },
    'cli.name: got "bell\\u0007", expected one line of text',
  ],
  [
    "cdktf's own token",
    { cli: { name: "${TfToken[TOKEN.0]}" } },
    "{TfToken[ is not allowed, since cdktf would evaluate it",
  ],
])("%s is refused before anything is deployed", (_, settings, message) => {
  expect(() => configured(settings)).toThrow(message);
});

test("in the library an expression stays one", async () => {
  await deploy({ connector: { name: `${Fn.upper("connector")} of ours` } });

  expect(await api.list("/endpoints/agents/connectors/")).toMatchObject([{ name: "CONNECTOR of ours" }]);
  await expectEmptyPlan();
});

import { App, TerraformVariable, Testing } from "cdktf";
import { parse } from "yaml";
import { inStackForm } from "../../configuration/props";
import { AgentStack, type AgentStackProps, type StateBackend } from "../../lib";
import { literal } from "../../lib/literal";
import { NEEDS_SERVER } from "../../lib/rules/places";
import { LOOKING_LIKE_CREDENTIALS, NAMED_LIKE_CREDENTIALS } from "../configuration/credentials";
import { MISTAKEN_SETTINGS } from "../configuration/mistaken-settings";
import { mistakesInProduction } from "../configuration/mistakes-in";
import { refusalsOf, refusalsOfApp } from "./refusals";

const UUID = "0b8a6a5e-4f3c-4f0e-9d3a-1c2b3d4e5f60";
const DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code";

describe("what agent-stack.yaml refuses, an AgentStack refuses with the same words, all at once", () => {
  /** An environment has names for policies, and a parent; code has neither. In code, tokens are cdktf's own. */
  const isOfEnvironments = (settings: string) => /polic(y|ies):|TfToken|^name: b$/.test(settings);
  const cases = MISTAKEN_SETTINGS.flatMap(({ what, cases }) =>
    cases.map(([name, settings]) => [`${what}: ${name}`, settings] as const),
  );

  it.each(cases.filter(([, settings]) => !isOfEnvironments(settings)))("%s", (_, settings) => {
    expectSameMistakes(settings);
  });

  it("and there are few mistakes that only an environment can have", () => {
    expect(cases.filter(([, settings]) => isOfEnvironments(settings)).map(([name]) => name)).toEqual([
      "a key is unknown: at the top, with nothing like it",
      "a value is not allowed: what cdktf would evaluate",
      "a value is not allowed: a policy whose name Terraform would write in another form",
      "a value is not allowed: a UUID",
      "settings do not go together: a policy of an application of the command line",
      "settings do not go together: a misspelt policy",
      "settings do not go together: a policy, and no policies",
    ]);
  });

  it.each(NAMED_LIKE_CREDENTIALS)("a credential by its key: %s", (settings) => {
    expectSameMistakes(settings);
  });

  it.each(LOOKING_LIKE_CREDENTIALS)("a credential by its look: %s, %s", (_, value) => {
    expectSameMistakes(
      `connector: {name: "${value}"}\ncli: {scopes: [openid, "${value}"], "${value}": true}`,
    );
  });
});

describe("an AgentStack that would synthesise without the rules between settings fails", () => {
  const cases: [string, AgentStackProps, string[]][] = [
    [
      "a misspelt scope",
      { cli: { scopes: ["openidd"] } },
      [
        'cli.scopes[0]: got "openidd", expected one of "openid", "email", "profile", "offline_access", "entitlements", or the whole "managed" value of a scope mapping; did you mean "openid"?',
      ],
    ],
    [
      "grant types without the device code",
      { cli: { grantTypes: ["refresh_token"] } },
      [`cli.grantTypes: lacks "${DEVICE_CODE}", with which agents log in: add it`],
    ],
    [
      "repeated brands",
      { brands: { others: ["a.example", "a.example"] } },
      ["brands.others[1]: repeats brands.others[0]: remove one of them"],
    ],
    [
      "a policy whose id is no UUID",
      { cli: { access: [{ policy: { name: "office", id: "0b8a6a5e" } }] } },
      [`cli.access[0].policy.id: got "0b8a6a5e", expected a UUID such as ${UUID}`],
    ],
    [
      "one policy twice",
      {
        deviceAccessGroups: [
          {
            name: "laptops",
            access: [{ policy: { name: "office", id: UUID } }, { policy: { name: "office", id: UUID } }],
          },
        ],
      },
      ["deviceAccessGroups[0].access[1]: repeats deviceAccessGroups[0].access[0]: remove one of them"],
    ],
    [
      "device access groups of one name",
      { deviceAccessGroups: [{ name: "laptops" }, { name: "laptops" }] },
      ["deviceAccessGroups[1].name: repeats deviceAccessGroups[0].name: rename one of them"],
    ],
    [
      "a token that never ends beside its end",
      { enrollmentTokens: [{ name: "t", expiring: false, expires: "2027-01-31T12:00:00Z" }] },
      ["enrollmentTokens[0]: has both expires and expiring: false: remove one of them"],
    ],
    [
      "an unknown device access group, beside another mistake",
      { connector: { refreshInterval: "5m" }, enrollmentTokens: [{ name: "t", deviceAccessGroup: "x" }] },
      [
        'connector.refreshInterval: got "5m", expected a duration such as "minutes=10" or "hours=1;minutes=30"',
        'enrollmentTokens[0].deviceAccessGroup: got "x", expected a name under deviceAccessGroups, where there is none yet',
      ],
    ],
  ];

  it.each(cases)("%s", (_, props, expected) => {
    expect(refusalsOf(props)).toEqual(expected.map((mistake) => `[production] ${mistake}`));
  });
});

it("takes a prop that is undefined for one that is left out", () => {
  const access = [{ group: "staff", user: undefined, policy: undefined }];
  expect(refusalsOf({ cli: { access, name: undefined }, backend: undefined })).toEqual([]);
});

it("takes what only Terraform knows as it is, in the rules between settings too", () => {
  const app = new App();
  const stack = new AgentStack(app, "other", { server: "https://other.example.com" });
  const text = new TerraformVariable(stack, "text", {}).stringValue;
  const props: AgentStackProps = {
    server: text,
    cli: { scopes: ["openid", text, text], access: [{ group: text }, { group: text }] },
    enrollmentTokens: [{ name: "a", expiring: false, expires: text }],
    deviceAccessGroups: [{ name: text, access: [{ policy: { name: text, id: text } }] }],
  };

  expect(refusalsOfApp(new AgentStack(app, "production", props))).toEqual([]);
});

it("judges texts as authentik gets them, and shows them so", () => {
  const clientId = "${".padEnd(255, "x");
  expect(refusalsOf(literal({ cli: { clientId } }))).toEqual([]);
  expect(refusalsOf(literal({ connector: { name: " ${a}" } }))).toEqual([
    '[production] connector.name: got " ${a}", expected one line of text without spaces around it',
  ]);
});

it("has nothing for Terraform to do where validations are left out, but fails", () => {
  const stack = new AgentStack(new App(), "production", { connector: { name: "" } });

  expect(() => Testing.synth(stack)).toThrow(
    new Error(
      'Validation failed with the following errors:\n  [production] connector.name: got "", expected one line of text without spaces around it',
    ),
  );
});

describe("stacks of one app fail", () => {
  const placed = (name: string) => ({ server: `https://${name}.example.com` });
  const s3: StateBackend = { s3: { bucket: "b", key: "k", region: "r" } };

  it("when they keep their state in one place", () => {
    const app = new App();
    const stacks = ["a", "b", "c"].map((name) => new AgentStack(app, name, { ...placed(name), backend: s3 }));

    expect(refusalsOfApp(...stacks)).toEqual(
      ["b", "c"].map(
        (name) =>
          `[${name}] keeps its state where "a" keeps its own, so that each would destroy what the other set up: give its backend a place of its own`,
      ),
    );
  });

  it("when their names differ in case only", () => {
    const app = new App();
    const stacks = ["production", "Production"].map(
      (name) => new AgentStack(app, name, { server: `https://example.com/${name}` }),
    );

    expect(refusalsOfApp(...stacks)).toEqual([
      '[Production] differs from "production" only in upper and lower case, which not every file system tells apart: rename one of them',
    ]);
  });

  it("when one of them names no server", () => {
    const app = new App();
    const stacks = [{ server: "https://a.example.com" }, {}].map(
      (props, index) => new AgentStack(app, `s${index}`, props),
    );

    expect(refusalsOfApp(...stacks)).toEqual([`[s1] ${NEEDS_SERVER}`]);
  });

  it("when none of them names a server", () => {
    const app = new App();
    const stacks = ["a", "b"].map((name) => new AgentStack(app, name));

    expect(refusalsOfApp(...stacks)).toEqual(["a", "b"].map((name) => `[${name}] ${NEEDS_SERVER}`));
  });

  it("when their names make one variable for two tokens, unless another is named", () => {
    const refusals = (tokenFrom?: string) => {
      const app = new App();
      return refusalsOfApp(
        new AgentStack(app, "a-b", placed("a")),
        new AgentStack(app, "a_b", { ...placed("b"), tokenFrom }),
      );
    };

    expect(refusals()).toEqual([
      '[a_b] takes its token from AUTHENTIK_TOKEN_A_B as "a-b" does, and no token is valid on two servers: name another variable in tokenFrom',
    ]);
    expect(refusals("OTHER_TOKEN")).toEqual([]);
  });

  it("but not when one token is for one server", () => {
    const app = new App();
    const stacks = ["a", "b"].map(
      (name) => new AgentStack(app, name, { ...placed("a"), tokenFrom: "TOKEN_OF_A" }),
    );

    expect(refusalsOfApp(...stacks)).toEqual([]);
  });

  it("but not when they are in apps of their own", () => {
    const stacks = [0, 1].map(() => new AgentStack(new App(), "production", { backend: s3 }));

    expect(refusalsOfApp(...stacks)).toEqual([]);
  });
});

describe("stacks of one server", () => {
  const warnings = (...props: readonly AgentStackProps[]) => {
    const app = new App();
    const stacks = props.map((each, index) => new AgentStack(app, `s${index}`, each));
    return stacks
      .flatMap(({ node }) => node.metadata.map(({ data }) => data))
      .filter((data) => /server/.test(data));
  };

  it("are warned of what only one of them can have, however the address is written", () => {
    expect(
      warnings(
        { server: "https://id.example.com/sso" },
        { server: "https://ID.example.com:443/sso/api/v3/" },
        {
          server: "https://id.example.com/sso",
          cli: { clientId: "other" },
          deviceCodeFlow: { slug: "other" },
        },
      ),
    ).toEqual([
      'has the server of "s0" and sets up the client id "authentik-cli" and the flow "default-device-code-flow" as it does, which only one of them can have: name another',
      'has the server of "s0" and sets up the device code flow of the brand "authentik-default" as it does, which only one of them can have: name another',
      'has the server of "s1" and sets up the device code flow of the brand "authentik-default" as it does, which only one of them can have: name another',
    ]);
  });

  it("may share a flow that is deployed already", () => {
    const server = "https://id.example.com";
    const deviceCodeFlow = { existing: "shared" };

    expect(
      warnings({ server, deviceCodeFlow }, { server, deviceCodeFlow, cli: { clientId: "other" } }),
    ).toEqual([]);
  });
});

/** Has the settings refused by the reader of agent-stack.yaml and by the stack, each mistake once. */
function expectSameMistakes(settings: string): void {
  const expected = mistakesInProduction(settings).map((mistake) =>
    mistake.replace(/^\d+:\d+ environments\.production\./, "[production] "),
  );
  const props = inStackForm(parse(settings, { merge: true })) as AgentStackProps;
  expect(expected).not.toEqual([]);
  expect(refusalsOf(props).sort()).toEqual(expected.sort());
}

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isMap, parseDocument } from "yaml";
import { ConfigurationError } from "../../configuration/configuration-error";
import { parseConfiguration } from "../../configuration/parse-configuration";
import { mistakesIn } from "./mistakes-in";

const UUID = "0b8a6a5e-4f3c-4f0e-9d3a-1c2b3d4e5f60";

function propsOf(text: string): Record<string, unknown> {
  const { environments } = parseConfiguration(withServers(text), "agent-stack.yaml");
  return Object.fromEntries(
    environments.map(({ name, props: { server, ...props } }) => [
      name,
      server?.endsWith(".made-up") ? props : { ...props, ...(server && { server }) },
    ]),
  );
}

/** Each of several environments needs a server, which is not what most of these tests are about. */
function withServers(text: string): string {
  const document = parseDocument(text, { merge: true });
  const names = Object.keys(document.toJS().environments);
  for (const name of names.length > 1 ? names : []) {
    const path = ["environments", name];
    if (!isMap(document.getIn(path, true))) document.setIn(path, document.createNode({}));
    if (!document.hasIn([...path, "server"])) {
      document.setIn([...path, "server"], `https://${name.toLowerCase()}.made-up`);
    }
  }
  return document.toString();
}

describe("a configuration", () => {
  it.each(["production: {}", "production:", "production: null"])("is complete with %s", (production) => {
    expect(propsOf(`environments:\n  ${production}`)).toEqual({ production: {} });
  });

  it("takes mappings with nothing below for mappings", () => {
    expect(propsOf("environments: {production: {cli: , connector: , backend: {local: }}}")).toEqual({
      production: { cli: {}, connector: {}, backend: { local: {} } },
    });
  });

  it("keeps Terraform from evaluating any of its texts", () => {
    const text = `
environments:
  production:
    cli: { name: '\${a} $\${b} %{ if c } 100%', access: [{ group: '\${d}' }] }
    brands: { others: ['example.com'] }`;
    expect(propsOf(text)).toEqual({
      production: {
        cli: { name: "$${a} $$${b} %%{ if c } 100%", access: [{ group: "$${d}" }] },
        brands: { others: ["example.com"] },
      },
    });
  });

  it("keeps the environments in order", () => {
    expect(Object.keys(propsOf("environments: {b: {}, a: {}, c: {}}"))).toEqual(["b", "a", "c"]);
  });

  it("gives policies their UUIDs wherever access names them", () => {
    const text = `
environments:
  production:
    policies: { office hours: ${UUID} }
    cli: { access: [{ policy: office hours, negate: true }, { group: staff }] }
    deviceAccessGroups: [{ name: laptops, access: [{ policy: office hours }] }]`;
    expect(propsOf(text)).toEqual({
      production: {
        cli: { access: [{ policy: { name: "office hours", id: UUID }, negate: true }, { group: "staff" }] },
        deviceAccessGroups: [{ name: "laptops", access: [{ policy: { name: "office hours", id: UUID } }] }],
      },
    });
  });

  it("knows aliases and merge keys, in which the own key wins", () => {
    const text = `
environments:
  production:
    connector: &slow { refreshInterval: hours=1, name: slow }
  staging:
    connector: *slow
  test:
    connector: { <<: *slow, name: test }`;
    expect(propsOf(text)).toEqual({
      production: { connector: { refreshInterval: "hours=1", name: "slow" } },
      staging: { connector: { refreshInterval: "hours=1", name: "slow" } },
      test: { connector: { refreshInterval: "hours=1", name: "test" } },
    });
  });
});

describe("keys at the top that begin with x-", () => {
  it("hold what aliases repeat", () => {
    const text = `
x-lifetimes: &lifetimes { accessTokenValidity: minutes=30, refreshTokenValidity: days=7 }
x-base: &base
  cli: { <<: *lifetimes, name: agents }
  policies: { token holders: ${UUID} }
environments:
  production: { <<: *base }
  staging: { cli: *lifetimes }`;
    const lifetimes = { accessTokenValidity: "minutes=30", refreshTokenValidity: "days=7" };
    expect(propsOf(text)).toEqual({
      production: { cli: { ...lifetimes, name: "agents" } },
      staging: { cli: lifetimes },
    });
  });

  it("have no place for credentials either", () => {
    const text =
      "x-cli: {accessTokenValidity: minutes=30, apiToken: hunter2}\nenvironments: {production: {}}";
    expect(mistakesIn(text)).toEqual([
      "1:42 x-cli.apiToken: credentials have no place in this file: remove it; terraform takes AUTHENTIK_URL and AUTHENTIK_TOKEN from its environment",
    ]);
  });

  it("show a mistake once, where it was made, and are unknown further down", () => {
    const text = "x-cli: &cli {name: ''}\nenvironments: {a: {cli: *cli}, b: {x-cli: *cli}}";
    expect(mistakesIn(text)).toEqual([
      '1:14 environments.a.cli.name: got "", expected one line of text without spaces around it',
      '2:36 environments.b.x-cli: unknown key; did you mean "cli"?',
    ]);
  });
});

describe("an environment that extends another", () => {
  it("has its settings, mappings merged and lists replaced, whatever the order in the file", () => {
    const text = `
environments:
  staging:
    extends: production
    cli: { accessTokenValidity: minutes=30, access: [{ user: tester }], application: { group: Tests } }
    connector:
  production:
    cli: { refreshTokenValidity: days=7, access: [{ group: staff }, { group: admins }], application: { hide: true } }
    connector: { enabled: false }`;
    expect(propsOf(text)).toMatchObject({
      staging: {
        cli: {
          accessTokenValidity: "minutes=30",
          refreshTokenValidity: "days=7",
          access: [{ user: "tester" }],
          application: { group: "Tests", hide: true },
        },
        connector: { enabled: false },
      },
    });
  });

  it("leaves the other as it is", () => {
    const text = "environments: {a: {cli: {name: a}}, b: {extends: a, cli: {name: b}}}";
    expect(propsOf(text)).toEqual({ a: { cli: { name: "a" } }, b: { cli: { name: "b" } } });
  });

  it("takes over its own server's objects, not those of the other's", () => {
    const text = `
environments:
  a: { adopt: { authentik_flow.device_code_flow: clicked }, cli: { name: a } }
  b: { extends: a, adopt: { authentik_provider_oauth2.cli_provider: "7" } }
  c: { extends: b }`;
    expect(propsOf(text)).toEqual({
      a: { adopt: { "authentik_flow.device_code_flow": "clicked" }, cli: { name: "a" } },
      b: { adopt: { "authentik_provider_oauth2.cli_provider": "7" }, cli: { name: "a" } },
      c: { cli: { name: "a" } },
    });
  });

  it("has what that one has from a third", () => {
    const text = `
environments:
  c: { extends: b, connector: { name: c } }
  b: { extends: a, cli: { name: b } }
  a: { providerVersion: "~> 2026.5.1", cli: { name: a, clientId: a } }`;
    expect(propsOf(text)).toMatchObject({
      c: { providerVersion: "~> 2026.5.1", cli: { name: "b", clientId: "a" }, connector: { name: "c" } },
    });
  });

  it("needs to give of a backend only what differs", () => {
    const text = `
environments:
  production: { backend: { s3: { bucket: states, key: production, region: eu-central-1 } } }
  staging: { extends: production, backend: { s3: { key: staging } } }`;
    expect(propsOf(text)).toMatchObject({
      staging: { backend: { s3: { bucket: "states", key: "staging", region: "eu-central-1" } } },
    });
  });

  it.each([
    ["another kind of backend", "backend: {local: {path: a}}", "backend: {pg: {}}", { backend: { pg: {} } }],
    [
      "an existing flow for a new one",
      "deviceCodeFlow: {title: a}",
      "deviceCodeFlow: {existing: b}",
      { deviceCodeFlow: { existing: "b" } },
    ],
    [
      "a new flow for an existing one",
      "deviceCodeFlow: {existing: a}",
      "deviceCodeFlow: {title: b}",
      { deviceCodeFlow: { title: "b" } },
    ],
  ])("may give %s", (_, parent, heir, expected) => {
    const text = `environments:\n  a: {${parent}}\n  b:\n    extends: a\n    ${heir}`;
    expect(propsOf(text)).toMatchObject({ b: expected });
    expect((propsOf(text).b as Record<string, unknown>)[Object.keys(expected)[0] as string]).toEqual(
      Object.values(expected)[0],
    );
  });

  it("may lock where the other does not, and the other way round", () => {
    const addresses = { lockAddress: "https://s/b/lock", unlockAddress: "https://s/b/lock" };
    const text = `
environments:
  a: { backend: { http: { address: "https://s/a", lock: false } } }
  b: { extends: a, backend: { http: { address: "https://s/b", lockAddress: "https://s/b/lock", unlockAddress: "https://s/b/lock" } } }
  c: { extends: b, backend: { http: { address: "https://s/c", lock: false } } }`;
    expect(propsOf(text)).toMatchObject({
      b: { backend: { http: { address: "https://s/b", ...addresses } } },
      c: { backend: { http: { address: "https://s/c", lock: false } } },
    });
    expect(propsOf(text).b).not.toHaveProperty("backend.http.lock");
    expect(propsOf(text).c).not.toHaveProperty("backend.http.lockAddress");
  });

  it("may have the server of what it extends only for objects of its own", () => {
    const text = (settings: string) => `environments:
  production: { server: https://id.example.com }
  staging: { extends: production${settings} }`;
    const own =
      ", cli: { clientId: staging }, deviceCodeFlow: { slug: staging }, brands: { default: staging.example.com }";

    expect(mistakesIn(text(""))).toEqual([
      '3:3 environments.staging: takes its server from "production" and sets up the client id "authentik-cli" and the flow "default-device-code-flow" as that does: give it a server of its own',
    ]);
    expect(mistakesIn(text(own))).toEqual([]);
    expect(mistakesIn(text(", server: https://id.example.com"))).toEqual([]);
    expect(mistakesIn(text(", server: https://staging.example.com"))).toEqual([]);
  });

  it("shows a mistake that it inherits once, where it was made", () => {
    const text = "environments:\n  a: {cli: {name: ''}}\n  b: {extends: a}\n  c: {extends: b}";
    expect(mistakesIn(text)).toEqual([
      '2:13 environments.a.cli.name: got "", expected one line of text without spaces around it',
    ]);
  });

  it("may contradict what it inherits, which is its own mistake", () => {
    const text = `
environments:
  a:
    deviceAccessGroups: [{ name: laptops }]
    enrollmentTokens: [{ name: t, deviceAccessGroup: laptops }]
  b:
    extends: a
    deviceAccessGroups: []`;
    expect(mistakesIn(text)).toEqual([
      '5:35 environments.a.enrollmentTokens[0].deviceAccessGroup: got "laptops", expected a name under deviceAccessGroups, where there is none yet (in "b", which takes it from here)',
    ]);
  });
});

describe("fails when two environments keep their state in one place", () => {
  const message = (name: string) =>
    `keeps its state where ${JSON.stringify(name)} keeps its own, so that each would destroy what the other set up: give its backend a place of its own`;

  it.each([
    ["local", "{local: {path: states/a}}", "{local: {path: ./states//a}}"],
    ["s3", "{s3: {bucket: b, key: k, region: r, encrypt: false}}", "{s3: {bucket: b, key: k, region: r}}"],
    ["gcs", "{gcs: {bucket: b}}", "{gcs: {bucket: b}}"],
    [
      "azurerm",
      "{azurerm: {storageAccountName: a, containerName: c, key: k}}",
      "{azurerm: {storageAccountName: a, containerName: c, key: k}}",
    ],
    [
      "http",
      "{http: {address: https://state.example/a, lock: false}}",
      "{http: {address: https://state.example/a, lock: false, lockMethod: POST}}",
    ],
    ["pg", "{pg: {schemaName: terraform_remote_state}}", "{pg: }"],
    [
      "remote and cloud",
      "{remote: {organization: o, workspace: w}}",
      "{cloud: {organization: o, workspace: w, hostname: app.terraform.io}}",
    ],
  ])("%s", (_, first, second) => {
    expect(mistakesIn(`environments:\n  a: {backend: ${first}}\n  b: {backend: ${second}}`)).toEqual([
      `3:3 environments.b: ${message("a")}`,
    ]);
  });

  it("the default file of one and the path of another", () => {
    const text = "environments:\n  a: {backend: {local: {path: terraform.b.tfstate}}}\n  b:";
    expect(mistakesIn(text)).toEqual([`3:3 environments.b: ${message("a")}`]);
  });

  it.each(["lockAddress", "unlockAddress"])("the %s of a state of its own", (address) => {
    const backend = (name: string, own: string) =>
      `{http: {address: https://s/${name}, lockAddress: https://s/${name}/lock, unlockAddress: https://s/${name}/lock, ${own}}}`;
    const parent = backend("a", "lockMethod: POST");
    const other = address === "lockAddress" ? "unlockAddress" : "lockAddress";
    const heir = `{http: {address: https://s/b, ${other}: https://s/b/lock}}`;
    expect(
      mistakesIn(`environments:\n  a: {backend: ${parent}}\n  b: {extends: a, backend: ${heir}}`),
    ).toEqual([
      `3:3 environments.b: has the ${address} of "a" for a state of its own, so that each would wait for the other: give its backend a ${address} of its own`,
    ]);
  });

  it("a backend that one inherits from the other", () => {
    const text = "environments:\n  a: {backend: {gcs: {bucket: b, prefix: a}}}\n  b: {extends: a}";
    expect(mistakesIn(text)).toEqual([`3:3 environments.b: ${message("a")}`]);
  });

  it.each([
    ["another bucket", "{gcs: {bucket: a}}", "{gcs: {bucket: b}}"],
    ["another prefix", "{gcs: {bucket: a, prefix: a}}", "{gcs: {bucket: a, prefix: b}}"],
    [
      "another service",
      "{s3: {bucket: b, key: k, region: r, endpoint: https://s3.example}}",
      "{s3: {bucket: b, key: k, region: r}}",
    ],
    ["another kind", "{gcs: {bucket: a}}", "{local: {}}"],
  ])("but not with %s", (_, first, second) => {
    expect(mistakesIn(`environments:\n  a: {backend: ${first}}\n  b: {backend: ${second}}`)).toEqual([]);
  });
});

describe("everything that is wrong at once", () => {
  const fixture = (name: string) => readFileSync(join(__dirname, "fixtures", name), "utf8");

  it("is listed in the order of the file, as the golden message has it", () => {
    const parse = () => parseConfiguration(fixture("everything-wrong.yaml"), "agent-stack.yaml");
    expect(parse).toThrow(ConfigurationError);
    expect(parse).toThrow(new Error(fixture("everything-wrong.txt").trimEnd()));
  });
});

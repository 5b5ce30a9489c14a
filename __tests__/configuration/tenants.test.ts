import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import * as z from "zod";
import { ConfigurationError, readConfiguration } from "../../configuration";
import { environmentJsonSchema } from "../../configuration/json-schema";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "agent-stack-tenants-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

const read = () => readConfiguration(join(folder, "agent-stack.yaml"));

/** What is wrong, with paths from the folder. */
function mistakes(): string {
  try {
    read();
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message.replaceAll(`${folder}/`, "");
    throw error;
  }
  return "";
}

describe("environments in files of their own", () => {
  it("are what they would be in the list, which they stand beside", () => {
    const templates =
      'templates: { tenant: { cli: { name: agents }, backend: { gcs: { bucket: b, prefix: "t/{environment}" } } } }\n';
    const acme = "extends: tenant\nserver: https://id.acme.example\n";
    write({
      "agent-stack.yaml": `${templates}environments:\n  globex: { extends: tenant, server: https://globex.example }\n`,
      "environments/acme.yaml": acme,
      "environments/initech.yml": "extends: acme\nserver: https://initech.example\n",
    });

    const { environments } = read();

    expect(environments).toEqual([
      {
        name: "acme",
        props: {
          server: "https://id.acme.example",
          cli: { name: "agents" },
          backend: { gcs: { bucket: "b", prefix: "t/acme" } },
        },
      },
      {
        name: "initech",
        props: {
          server: "https://initech.example",
          cli: { name: "agents" },
          backend: { gcs: { bucket: "b", prefix: "t/initech" } },
        },
      },
      {
        name: "globex",
        props: {
          server: "https://globex.example",
          cli: { name: "agents" },
          backend: { gcs: { bucket: "b", prefix: "t/globex" } },
        },
      },
    ]);
  });

  it.each(["# nothing\n", "templates: {}\n", "environments:\n", "environments: {}\n"])(
    "stand in place of the list, as beside %j",
    (text) => {
      write({ "agent-stack.yaml": text, "environments/production.yaml": "# all as documented\n" });

      expect(read()).toEqual({ environments: [{ name: "production", props: {} }] });
    },
  );

  it("leave hidden files and those of other kinds alone", () => {
    write({
      "agent-stack.yaml": "",
      "environments/production.yaml": "",
      "environments/.production.yaml.swp": "x",
      "environments/.hidden.yaml": "[",
      "environments/.folder/a.yaml": "[",
      "environments/README.md": "# tenants",
      "environments/acme.yaml.bak": "[",
    });

    expect(read().environments.map(({ name }) => name)).toEqual(["production"]);
  });

  it("are not looked for in what is no folder", () => {
    write({ "agent-stack.yaml": "environments: {production: {}}", environments: "production: {}" });

    expect(read().environments.map(({ name }) => name)).toEqual(["production"]);
  });
});

describe("mistakes", () => {
  it("name the file and the line of each, all at once", () => {
    write({
      "agent-stack.yaml": "environments:\n  globex:\n    server: https://globex.example\n    clii: {}\n",
      "environments/acme.yaml":
        "# ours\nserver: https://id.acme.example\nconnector:\n  refreshIntervall: minutes=5\n",
      "environments/initech.yaml": "cli: {}\n",
    });

    expect(mistakes()).toBe(`3 mistakes in agent-stack.yaml, environments/acme.yaml, environments/initech.yaml
agent-stack.yaml:4:5: environments.globex.clii: unknown key; did you mean "cli"?
environments/acme.yaml:4:3: environments.acme.connector.refreshIntervall: unknown key; did you mean "refreshInterval"?
environments/initech.yaml:1:1: environments.initech: names no server, as each of several environments must: add server, such as https://id.example.com`);
  });

  it("in a file's YAML come first, since what extends it would seem wrong, too", () => {
    write({
      "agent-stack.yaml": "environments:\n  globex: { extends: acme, clii: {} }\n",
      "environments/acme.yaml": "cli: [\n",
      "environments/initech.yaml": "a: *b\n",
    });

    expect(mistakes()).toBe(`2 mistakes in environments/acme.yaml, environments/initech.yaml
environments/acme.yaml:2:1: not YAML: flow sequence in block collection must be sufficiently indented and end with a ]
environments/initech.yaml:1:1: environments.initech.a: alias "b" has no anchor before it`);
  });

  it("are told where an environment takes them from", () => {
    write({
      "agent-stack.yaml": "templates:\n  tenant:\n    cli: { scopes: openid }\n",
      "environments/acme.yaml": "extends: tenant\n",
    });

    expect(mistakes()).toBe(`1 mistake in agent-stack.yaml
agent-stack.yaml:3:12: templates.tenant.cli.scopes: got "openid", expected a list of at least one (in "acme", which takes it from here)`);
  });

  it("of several environments together name the file of the one that comes second", () => {
    const backend = "backend: { local: { path: one.tfstate } }\n";
    write({
      "agent-stack.yaml": "",
      "environments/acme.yaml": `server: https://acme.example\n${backend}`,
      "environments/globex.yaml": `server: https://globex.example\n${backend}`,
    });

    expect(mistakes()).toBe(`1 mistake in environments/globex.yaml
environments/globex.yaml:1:1: environments.globex: keeps its state where "acme" keeps its own, so that each would destroy what the other set up: give its backend a place of its own`);
  });

  it("never show a credential, in whatever file it is", () => {
    write({ "agent-stack.yaml": "", "environments/acme.yaml": "token: abc\n" });

    expect(mistakes()).toBe(`1 mistake in environments/acme.yaml
environments/acme.yaml:1:1: environments.acme.token: credentials have no place in this file: remove it; terraform takes AUTHENTIK_URL and AUTHENTIK_TOKEN from its environment`);
  });

  it("are an environment in the list and in a file, or in two files, with both places", () => {
    write({
      "agent-stack.yaml": "environments:\n  acme: { server: https://acme.example }\n",
      "environments/acme.yaml": "server: https://acme.example\n",
      "environments/globex.yaml": "server: https://globex.example\n",
      "environments/globex.yml": "",
    });

    expect(mistakes()).toBe(`2 mistakes in environments/acme.yaml, environments/globex.yml
environments/acme.yaml:1:1: environments.acme: the environment is in agent-stack.yaml:2:3 too: keep one of them
environments/globex.yml:1:1: environments.globex: the environment is in environments/globex.yaml too: keep one of them`);
  });

  it.each([
    [
      "a b",
      'environments["a b"]: got "a b", expected a name of at most 100 letters, digits, - and _, not starting with -',
    ],
    [
      "constructor",
      "environments.constructor: is the name of a property that every JavaScript object has: rename it",
    ],
  ])("are a name that no environment can have: %s", (name, mistake) => {
    write({ "agent-stack.yaml": "", [`environments/${name}.yaml`]: "" });

    expect(mistakes()).toBe(
      `1 mistake in environments/${name}.yaml\nenvironments/${name}.yaml:1:1: ${mistake}`,
    );
  });

  it("are a name that objects cannot have", () => {
    write({ "agent-stack.yaml": "environments: {acme: {}}", "environments/__proto__.yaml": "" });

    expect(mistakes()).toBe(`1 mistake in environments/__proto__.yaml
environments/__proto__.yaml:1:1: is no name that can be kept: rename it`);
  });

  it("are what would be passed over: folders, links, endings in capitals", () => {
    write({
      "agent-stack.yaml": "",
      "environments/eu/acme.yaml": "",
      "environments/Acme.YML": "",
      "x.yaml": "",
    });
    symlinkSync("../x.yaml", join(folder, "environments/x.yaml"));

    expect(mistakes()).toBe(`3 mistakes in environments/Acme.YML, environments/eu, environments/x.yaml
environments/Acme.YML:1:1: its ending is not in lower case: rename it to Acme.yaml
environments/eu:1:1: is a folder: put its files into environments
environments/x.yaml:1:1: is no plain file or folder: put what it leads to in its place, since reviews and owners of files see no further than a link`);
  });

  it("are a folder that is a link, and a file that cannot be decoded", () => {
    write({ "agent-stack.yaml": "", "elsewhere/acme.yaml": "" });
    symlinkSync("elsewhere", join(folder, "environments"));
    const link = mistakes();
    rmSync(join(folder, "environments"));
    mkdirSync(join(folder, "environments"));
    writeFileSync(join(folder, "environments/acme.yaml"), Buffer.from("cli: {name: caf\xe9}", "latin1"));

    expect(link).toBe(`1 mistake in environments
environments:1:1: is no plain file or folder: put what it leads to in its place, since reviews and owners of files see no further than a link`);
    expect(mistakes()).toContain(
      "environments/acme.yaml:1:16: not UTF-8 here: save the file in that encoding",
    );
  });

  it("are an empty folder beside an empty list", () => {
    write({ "agent-stack.yaml": "templates: {}\n" });
    mkdirSync(join(folder, "environments"));

    expect(mistakes()).toBe(`1 mistake in agent-stack.yaml
agent-stack.yaml:1:1: environments: missing, expected environments by name, such as "production: {}", or each in a file of its own, such as environments/production.yaml`);
  });
});

describe("the JSON Schema of a tenant's file", () => {
  const committed = JSON.parse(readFileSync("agent-stack.environment.schema.json", "utf8"));
  const accepts = (text: string) => z.fromJSONSchema(committed).safeParse(parse(text)).success;

  it("is fresh: `npm run schema` would not change it", () => {
    expect(environmentJsonSchema()).toEqual(committed);
  });

  it("accepts an environment and nothing else", () => {
    expect(["", "server: https://id.example.com", "extends: [a, b]\ncli:\n"].map(accepts)).toEqual([
      true,
      true,
      true,
    ]);
    expect(["environments: {}", "x-shared: {}", "[]"].map(accepts)).toEqual([false, false, false]);
  });

  it("is part of the package", () => {
    const [{ files }] = JSON.parse(
      execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], { encoding: "utf8" }),
    );

    expect(files.map(({ path }: { path: string }) => path)).toContain("agent-stack.environment.schema.json");
  });
});

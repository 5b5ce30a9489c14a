import { execFileSync, spawn } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parse } from "yaml";
import { name } from "../../package.json";
import { launchStandIn, type StandIn } from "../../standin/launch";
import { packInto } from "../packed";
import { Api } from "./api";
import { LISTS } from "./borrowed-authentik";
import type { Run } from "./deployment";
import { runOf } from "./ended";
import { ProviderMirror } from "./provider-mirror";
import { SetUps } from "./set-ups";

jest.setTimeout(180_000);

const root = mkdtempSync(join(tmpdir(), "agent-stack-own-"));
const npx = join(root, "npx");
const installed = join(npx, "node_modules", name);

/** What npx leaves, as it does from a tarball, without what a registry would have to give. */
beforeAll(() => {
  const tarball = packInto(root);
  mkdirSync(installed, { recursive: true });
  execFileSync("tar", ["-xzf", join(root, tarball), "-C", installed, "--strip-components=1"]);
  writeFileSync(
    join(npx, "package.json"),
    JSON.stringify({ dependencies: { [name]: `file:../${tarball}` } }),
  );
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

let count = 0;

function emptyFolder(): string {
  const folder = join(root, `own-${count++}`);
  mkdirSync(folder);
  return folder;
}

function run(folder: string, script: string, args: readonly string[], environment = {}): Promise<Run> {
  const { TF_CLI_CONFIG_FILE: _, AGENT_STACK_CONFIG: __, AUTHENTIK_URL: ___, ...inherited } = process.env;
  const child = spawn(process.execPath, [script, ...args], {
    cwd: folder,
    env: { ...inherited, ...environment, NO_COLOR: "1", CI: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  return runOf(child);
}

const agentStack = join(installed, "dist", "agent-stack.js");

/** Without what npm and Terraform's registry would have to give. */
const init = (folder: string, ...args: string[]) =>
  run(folder, agentStack, ["init", "--no-install", ...args]);

const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true, encoding: "utf8" })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();

const read = (folder: string, name: string) => readFileSync(join(folder, name), "utf8");

/** What `npm install` does in the repository, by the modules of this one in place of a registry's. */
function install(folder: string): void {
  const { dependencies } = JSON.parse(read(folder, "package.json")) as {
    dependencies: Record<string, string>;
  };
  const { [name]: own = "", ...others } = dependencies;
  const modules = join(folder, "node_modules");
  mkdirSync(modules);
  expect(existsSync(resolve(folder, own.replace(/^file:/, "")))).toBe(true);
  cpSync(installed, join(modules, name), { recursive: true });
  for (const [name, version] of Object.entries(others)) {
    expect(JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8")).version).toBe(version);
    symlinkSync(resolve("node_modules", name), join(modules, name));
  }
}

describe("a repository of one's own, from the package, plans and deploys what its README says", () => {
  let standIn: StandIn;
  beforeEach(async () => {
    standIn = await launchStandIn();
  });
  afterEach(() => standIn.close());

  test.each(["commonjs", "module"])("as %s", async (type) => {
    const folder = emptyFolder();
    const written = await init(folder, "--yes", "--server", standIn.server.url);
    writeFileSync(
      join(folder, "package.json"),
      JSON.stringify({ type, ...JSON.parse(read(folder, "package.json")) }),
    );
    install(folder);
    const commands = [...read(folder, "README.md").matchAll(/^npx agent-stack (.*)$/gm)].map(
      ([, words = ""]) => words.split(" "),
    );
    const agentStack = (...args: string[]) =>
      run(folder, `node_modules/${name}/dist/agent-stack.js`, args, standIn.environment);
    const [plan = [], apply = []] = commands;

    const planned = await agentStack(...plan);
    // Nobody can be asked here.
    const applied = await agentStack(...apply, "--yes");
    const again = await agentStack(...plan);

    expect(written).toMatchObject({ code: 0, stderr: "" });
    expect(commands).toEqual([
      ["plan", "production"],
      ["apply", "production"],
    ]);
    expect(
      [planned, applied, again].map(({ code, stderr }) => [code, stderr.trim().split("\n").at(-1)]),
    ).toEqual([
      [2, "production: 🟡 7 changes, 6 changed outputs – changes access"],
      [0, ""],
      [0, "production: ✅ no changes, authentik is as configured"],
    ]);
    expect(
      standIn.server.requests.some(
        ({ method, path }) => method === "POST" && path.includes("/applications/"),
      ),
    ).toBe(true);
  });
});

describe("its one command that tests does so offline", () => {
  const written = async (type: string, files: Readonly<Record<string, string>>) => {
    const folder = emptyFolder();
    await init(folder, "--yes", "--backend", "s3");
    const made = JSON.parse(read(folder, "package.json"));
    expect(made.scripts).toEqual({ test: "agent-stack test" });
    expect(read(folder, "README.md")).toContain("\n```sh\nnpm test\n```\n");
    writeFileSync(join(folder, "package.json"), JSON.stringify({ type, ...made }));
    for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
    install(folder);
    return folder;
  };
  const runTest = (folder: string, environment = {}) =>
    run(folder, `node_modules/${name}/dist/agent-stack.js`, ["test"], environment);

  test("as module: all that is expected of a server is made up, and nothing real is asked or written", async () => {
    const folder = await written("module", {
      "agent-stack.yaml": `environments:
  acme:
    server: https://id.acme.example
    tokenFrom: ACME_TOKEN
    headersFrom: { X-Access: ACME_ACCESS }
    release: "2026.5"
    backend: { s3: { bucket: states, key: acme.tfstate, region: eu-central-1 } }
    policies: { office hours: 0b8a6a5e-4f3c-4f0e-9d3a-1c2b3d4e5f60 }
    brands: { default: login.acme.example, others: [partners.acme.example] }
    cli:
      signingKey: Acme key
      authorizationFlow: acme-authorization
      customScopeMappings: [Device posture]
      access: [{ group: Staff }, { user: ann }, { policy: office hours }]
    connector: { furtherFederatedProviders: [Build robots] }
    adopt: { authentik_provider_oauth2.cli_provider: "7" }
`,
    });
    const ownFiles = () => filesIn(folder).filter((file) => !file.startsWith("node_modules/"));
    const before = ownFiles();
    const asked: unknown[] = [];
    const real = createServer((request, response) => {
      asked.push(request.url);
      response.writeHead(500).end();
    });
    await new Promise<void>((listening) => real.listen(0, "127.0.0.1", listening));
    const url = `http://127.0.0.1:${(real.address() as AddressInfo).port}`;

    const tested = await runTest(folder, {
      ...{ AUTHENTIK_URL: url, AUTHENTIK_TOKEN: "real", ACME_TOKEN: "real", ACME_ACCESS: "real" },
      ...{ HTTP_PROXY: url, HTTPS_PROXY: url, STANDIN_PORT: "none", TF_DATA_DIR: "data" },
    });
    real.close();

    expect(tested).toEqual({
      code: 0,
      stdout: `acme: on a stand-in of authentik 2026.5.0; made up there: group Staff, user ann, flow acme-authorization, brand login.acme.example, brand partners.acme.example, certificate Acme key, scope mapping Device posture, provider Build robots, policy 0b8a6a5e-4f3c-4f0e-9d3a-1c2b3d4e5f60; made anew instead of taken over: authentik_provider_oauth2.cli_provider
acme: plan: 🟡 11 changes, 6 changed outputs – changes access
acme: apply: ✅ applied
acme: plan again: ✅ no changes, authentik is as configured
acme: verify: ✅ sound, nothing was found
acme: ✅ passed
1 environment tested, 0 failed
`,
      stderr: "",
    });
    expect(asked).toEqual([]);
    expect(ownFiles()).toEqual(before);
  });

  test("as commonjs: constructs of one's own are tested, those that reach further fail, and mistakes are told as always", async () => {
    const folder = await written("commonjs", {
      "main.ts": `import { AgentStack, synthesise } from "${name}";
import { App } from "cdktf";

if (process.env.MISTAKEN) synthesise();
else {
  const app = new App();
  new AgentStack(app, "fine", { server: "https://fine.example" });
  const wider = new AgentStack(app, "wider", { server: "https://wider.example" });
  wider.addOverride("terraform.required_providers.random", { source: "hashicorp/random" });
  app.synth();
}
`,
      "agent-stack.yaml": "environments: { production: { relase: 2026.8 } }\n",
    });

    const tested = await runTest(folder);
    const mistaken = await runTest(folder, { MISTAKEN: "1" });

    expect({ ...tested, stdout: tested.stdout.split("\n").sort() }).toEqual({
      code: 1,
      stdout: [
        "",
        "2 environments tested, 1 failed",
        "fine: apply: ✅ applied",
        "fine: on a stand-in of authentik 2026.8.0",
        "fine: plan again: ✅ no changes, authentik is as configured",
        "fine: plan: 🟡 7 changes, 6 changed outputs – changes access",
        'fine: verify: ✅ sound, with this note: application "authentik-cli" has no binding: everyone who can log in may use it',
        "fine: ✅ passed",
        "wider: ❌ failed: it has the provider random, which would reach more than authentik: it can be planned only",
      ],
      stderr: "",
    });
    expect(mistaken).toEqual({
      code: 1,
      stdout: "",
      stderr:
        'agent-stack test: 1 mistake in agent-stack.yaml\nagent-stack.yaml:1:31: environments.production.relase: unknown key; did you mean "release"?\n',
    });
  });
});

test("the package's stand-in takes a plan, a deployment and a verification, with nothing else to reach", async () => {
  const folder = emptyFolder();
  await init(folder, "--yes");
  install(folder);
  const cli = `node_modules/${name}/dist/agent-stack.js`;
  const inTurn = ["plan production", "apply production --yes", "verify production"]
    .map((words) => `"${process.execPath}" ${cli} ${words}; echo "ended: $?"`)
    .join("\n");

  const { code, stdout } = await run(folder, cli, ["standin", "--", "sh", "-c", inTurn]);

  expect(code).toBe(0);
  expect([...stdout.matchAll(/^ended: (\d+)$/gm)].map(([, ended]) => ended)).toEqual(["2", "0", "0"]);
});

test("the package's stand-in says what is wrong with a port", async () => {
  const cli = join(installed, "dist", "agent-stack.js");

  expect(await run(emptyFolder(), cli, ["standin"], { STANDIN_PORT: "http" })).toEqual({
    code: 1,
    stdout: "",
    stderr: 'STANDIN_PORT is "http"; give a number from 1 to 65535, or leave it out\n',
  });
});

test("init writes what is needed, no more, and says what is left to do", async () => {
  const folder = emptyFolder();

  const { code, stdout, stderr } = await init(
    folder,
    "--yes",
    ...["--environment", "acme", "--release", "2026.5", "--backend", "s3", "--forge", "github"],
    ...["--server", "https://id.acme.example"],
  );

  const files = [
    ".agent-stack.json",
    ".github/workflows/apply.yml",
    ".github/workflows/drift.yml",
    ".github/workflows/plan-code.yml",
    ".github/workflows/plan.yml",
    ".gitignore",
    "CODEOWNERS",
    "README.md",
    "agent-stack.yaml",
    "cdktf.json",
    "main.ts",
    "package.json",
  ];
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(filesIn(folder)).toEqual(files);
  const [names = "", left = ""] = stdout.split("\n\n");
  expect(names.split("\n").sort()).toEqual(files.map((name) => `wrote ${name}`));
  expect(left.split("\n")).toEqual([
    "Fill in bucket, region of backend.s3 in agent-stack.yaml.",
    expect.stringMatching(
      /^package\.json takes @agent-stack\/authentik from \.\.\/agent-stack-authentik-[\d.]+\.tgz, which only this machine has: for others and for pipelines, put it into the repository or into a registry of yours\.$/,
    ),
    "Then npm install, and npx agent-stack plan acme; README.md says more.",
    "Where authentik has a set-up already, npx agent-stack adopt acme takes it over unchanged.",
    "",
  ]);
  expect(
    read(folder, "agent-stack.yaml"),
  ).toBe(`# yaml-language-server: $schema=./node_modules/@agent-stack/authentik/agent-stack.schema.json
#
# One entry per authentik server. What is left out has the value that authentik's documentation gives it.
# No credentials here: they come from the environment. All settings: node_modules/@agent-stack/authentik/dist/docs.md#configuration

environments:
  acme:
    server: https://id.acme.example
    release: "2026.5"
    backend:
      s3:
        bucket:
        key: authentik/acme.tfstate
        region:
`);
});

test.each([
  ["gitlab", [".gitlab-ci.yml", ".gitlab/Dockerfile", ".gitlab/apply.yml", ".gitlab/common.yml"]],
  ["atlantis", ["atlantis/Dockerfile", "atlantis/repos.yaml", "atlantis/trusted"]],
])("the pipelines of %s name what such a repository has", async (forge, names) => {
  const folder = emptyFolder();

  const { code } = await init(folder, "--yes", "--forge", forge);

  const files = filesIn(folder);
  const text = files.map((name) => read(folder, name)).join("\n");
  expect(code).toBe(0);
  expect(files).toEqual(expect.arrayContaining(names));
  // There is no script `build`, and agent-stack is not the repository itself.
  expect(text).not.toMatch(/npm run|\/opt\/agent-stack\/dist/);
  const documents = [...text.matchAll(/([@\w/.-]*docs[\w/-]*\.md)(?:#([\w-]+))?/g)].map(
    ([, path = "", place = ""]) => ({ path, place }),
  );
  const pages = `node_modules/${name}/dist/docs.md`;
  expect(documents).toContainEqual({ path: pages, place: "pipelines" });
  install(folder);
  const page = read(folder, pages);
  expect(
    documents.filter(({ path, place }) => path !== pages || !page.includes(`<a id="${place}"></a>`)),
  ).toEqual([]);
});

test("init overwrites nothing, writes nothing beside it, and names all that is in the way", async () => {
  const folder = emptyFolder();
  writeFileSync(join(folder, "README.md"), "mine");
  writeFileSync(join(folder, "main.ts"), "mine");

  const { code, stdout, stderr } = await init(folder, "--yes");

  expect({ code, stdout, stderr: stderr.replace(folder, "FOLDER") }).toEqual({
    code: 1,
    stdout: "",
    stderr:
      "agent-stack init: FOLDER has main.ts, README.md already, and nothing is overwritten: move them away, or run it in an empty folder\n",
  });
  expect(filesIn(folder).map((name) => read(folder, name))).toEqual(["mine", "mine"]);
});

test("init tells all that is wrong with its options at once", async () => {
  const folder = emptyFolder();

  const wrong = ["--environment", "-a", "--server", "id", "--release", "1", "--backend", "x", "--forge", "y"];
  const { code, stderr } = await init(folder, "--yes", ...wrong);

  expect({ code, stderr, files: filesIn(folder) }).toEqual({
    code: 1,
    stderr: `agent-stack init: --environment: got "-a", expected a name of at most 100 letters, digits, - and _, not starting with -
--server: got "id", expected an address such as https://id.example.com
--release: got "1", expected one of 2025.12, 2026.2, 2026.5, 2026.8
--backend: got "x", expected one of local, s3, gcs, azurerm, http, pg, remote, cloud
--forge: got "y", expected one of github, gitlab, atlantis, none
`,
    files: [],
  });
});

test("init asks nobody where nobody can answer", async () => {
  expect(await init(emptyFolder())).toEqual({
    code: 1,
    stdout: "",
    stderr:
      "agent-stack init: nobody can be asked here: give --yes, and with it what is not as usual (agent-stack init --help lists it)\n",
  });
});

describe("upgrade brings a repository to what the installed version writes", () => {
  const PLAN = ".github/workflows/plan.yml";
  const DRIFT = ".github/workflows/drift.yml";
  let folder: string;
  let pipelines: string;
  const upgrade = (...args: string[]) =>
    run(folder, `node_modules/${name}/dist/agent-stack.js`, ["upgrade", ...args]);
  const edit = (path: string, change: (text: string) => string) =>
    writeFileSync(path, change(readFileSync(path, "utf8")));

  beforeEach(async () => {
    folder = emptyFolder();
    await init(folder, "--yes", "--forge", "github");
    install(folder);
    pipelines = join(folder, "node_modules", name, "dist", "pipelines.json");
  });

  test("shows it as a diff, overwrites nothing that was edited, and has nothing to do once all is decided", async () => {
    const untouched = ["agent-stack.yaml", "main.ts", "README.md", "CODEOWNERS"];
    const fresh = await upgrade("--check");
    edit(pipelines, (text) => {
      const forges = JSON.parse(text);
      for (const file of ["plan.yml", "drift.yml"]) {
        forges.github[file] = forges.github[file].replace("on:", "# later\non:");
      }
      return JSON.stringify(forges);
    });
    edit(join(folder, DRIFT), (text) => `${text}# mine\n`);
    for (const file of untouched) edit(join(folder, file), (text) => `${text}# mine\n`);
    const before = filesIn(folder).map((file) => read(folder, file));

    const checked = await upgrade("--check");
    const refused = await upgrade();
    const unchanged = filesIn(folder).map((file) => read(folder, file));
    const done = await upgrade("--yes");
    const kept = await upgrade("--yes", "--keep", DRIFT);
    const again = await upgrade("--check");

    const nothing = "nothing to do: what is not edited here is as agent-stack 0.1.0 writes it\n";
    expect(fresh).toEqual({ code: 0, stdout: nothing, stderr: "" });
    expect([checked, refused, done, kept, again].map(({ code }) => code)).toEqual([2, 2, 2, 0, 0]);
    expect(checked.stdout).toMatch(
      /^--- a\/\.github\/workflows\/plan\.yml\n\+\+\+ b\/\.github\/workflows\/plan\.yml\n@@ -\d+,\d+ \+\d+,\d+ @@\n( .*\n)+\+# later$/m,
    );
    expect(checked.stdout).toContain(
      `conflict: ${DRIFT} is not as agent-stack wrote it, and agent-stack 0.1.0 writes something else. From what is here to what it writes:\n--- a/${DRIFT}\n+++ b/${DRIFT}\n`,
    );
    expect(checked.stdout).toContain(
      `Nothing of a conflict is written. Decide each: --take FILE for what agent-stack writes, or edit the file as it shall be and --keep FILE (here: ${DRIFT}).`,
    );
    expect(refused.stdout).toContain("nothing was written; allow it with --yes\n");
    expect(unchanged).toEqual(before);
    expect(done.stdout.split("\n").slice(-3)).toEqual([`wrote ${PLAN}`, "wrote .agent-stack.json", ""]);
    expect([PLAN, DRIFT].map((file) => /# later/.test(read(folder, file)))).toEqual([true, false]);
    expect([DRIFT, ...untouched].filter((file) => !read(folder, file).endsWith("# mine\n"))).toEqual([]);
    expect(again.stdout).toBe(`Kept, since it was edited or removed here: ${DRIFT}\n\n${nothing}`);
  });

  test("writes over what was edited by --take, and the pipelines of another forge by --forge", async () => {
    edit(join(folder, PLAN), () => "mine");
    rmSync(join(folder, DRIFT));

    const taken = await upgrade("--yes", "--take", PLAN);
    const moved = await upgrade("--yes", "--forge", "atlantis");

    expect([taken, moved].map(({ code, stderr }) => [code, stderr])).toEqual([
      [0, ""],
      [0, ""],
    ]);
    expect(filesIn(folder).filter((file) => !file.startsWith("node_modules"))).toEqual([
      ...[".agent-stack.json", ".gitignore", "CODEOWNERS", "README.md", "agent-stack.yaml"],
      ...["atlantis/Dockerfile", "atlantis/repos.yaml", "atlantis/trusted"],
      ...["cdktf.json", "main.ts", "package.json"],
    ]);
  });

  test("tells what cannot be: no record, a newer one, unknown files, links", async () => {
    const record = join(folder, ".agent-stack.json");
    const unknown = await upgrade("--take", "README.md", "--keep", "x");
    edit(record, (text) => text.replace('"0.1.0"', '"0.2.0"'));
    const newer = await upgrade();
    edit(record, (text) => text.replace('"0.2.0"', '"0.1.0"'));
    rmSync(join(folder, PLAN));
    symlinkSync("/dev/null", join(folder, PLAN));
    const link = await upgrade();
    rmSync(record);
    const none = await upgrade();

    expect([unknown, newer, link, none].map(({ code, stderr }) => [code, stderr])).toEqual([
      [
        1,
        "agent-stack upgrade: --take README.md: agent-stack writes no such file\n--keep x: agent-stack writes no such file\n",
      ],
      [
        1,
        "agent-stack upgrade: these files are of agent-stack 0.2.0, and 0.1.0 is what runs: install the newer one (npm install) and run its upgrade\n",
      ],
      [1, `agent-stack upgrade: ${PLAN}: not a file of this folder but a link or a folder, and left alone\n`],
      [
        1,
        "agent-stack upgrade: .agent-stack.json, which says what agent-stack init wrote, is not in this folder: run it where init ran, or begin one by --forge with whose pipelines there are: github, gitlab, atlantis, none\n",
      ],
    ]);
  });
});

describe("init installs, locks and takes over", () => {
  const VERSION = "2026.8.0";
  let standIn: StandIn;
  let mirror: ProviderMirror;
  let programs: string;

  beforeAll(() => {
    mirror = new ProviderMirror("packed");
    mirror.offer(VERSION);
    programs = mkdtempSync(join(tmpdir(), "agent-stack-programs-"));
    const program = (name: string, text: string) =>
      writeFileSync(join(programs, name), text, { mode: 0o755 });
    // The modules of this repository in place of a registry's.
    program(
      "npm",
      `#!${process.execPath}
const { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } = require("node:fs");
if (process.env.AUTHENTIK_TOKEN) throw new Error("npm sees a token");
const { dependencies: { "${name}": own, ...others } } = JSON.parse(readFileSync("package.json", "utf8"));
mkdirSync("node_modules");
cpSync("${installed}", "node_modules/${name}", { recursive: true });
for (const each of Object.keys(others)) symlinkSync("${resolve("node_modules")}/" + each, "node_modules/" + each);
writeFileSync("package-lock.json", JSON.stringify({ args: process.argv.slice(2) }));
`,
    );
    // As where its registry is out of reach.
    program(
      "terraform-offline",
      `#!/bin/sh
[ "$1" = providers ] && unset TF_REATTACH_PROVIDERS && export HTTPS_PROXY=http://127.0.0.1:1
exec terraform "$@"
`,
    );
    // A mirror in place of Terraform's registry.
    program("terraform-of-mirror", mirror.lockingTerraform);
  });
  beforeEach(async () => {
    standIn = await launchStandIn();
  });
  afterEach(() => standIn.close());
  afterAll(() => {
    mirror.remove();
    rmSync(programs, { recursive: true, force: true });
  });

  const environment = () => ({
    ...standIn.environment,
    PATH: `${programs}:${process.env.PATH}`,
    TERRAFORM_BINARY_NAME: join(programs, "terraform-of-mirror"),
  });

  test("--from a set-up that was clicked together: the first plan and the first apply change nothing", async () => {
    const { server } = standIn;
    await new SetUps(new Api(server)).ofClicks();
    const everything = async () =>
      JSON.stringify(await Promise.all(Object.keys(LISTS).map((list) => new Api(server).list(list))));
    const before = await everything();
    const folder = emptyFolder();

    const made = await run(folder, agentStack, ["init", "--yes", "--from", server.url], environment());
    const own = (...args: string[]) =>
      run(folder, `node_modules/${name}/dist/agent-stack.js`, args, environment());
    const planned = await own("plan", "--no-verify", "--format", "json");
    const applied = await own("apply", "--yes");
    const again = await own("plan", "--no-verify");

    expect({ code: made.code, stderr: made.stderr }).toEqual({ code: 0, stderr: "" });
    expect(JSON.parse(read(folder, "package-lock.json")).args[0]).toBe("install");
    expect(read(folder, ".terraform.lock.hcl")).toContain(`version     = "${VERSION}"`);
    expect(made.stdout).toContain(
      `\nnpm install, which takes a while ...\nwrote package-lock.json\n.terraform.lock.hcl: goauthentik/authentik ${VERSION}, new\n`,
    );
    expect(made.stdout).toContain("Deploying changes nothing.\n");
    expect(made.stdout).toMatch(
      /\nwrote agent-stack\.yaml\n\n(package\.json takes .*\n)?Then npx agent-stack plan production; README\.md says more\.\n$/,
    );
    const changes = JSON.parse(planned.stdout).environments[0].changes as {
      address: string;
      importId: string | null;
    }[];
    // What the state remembers of its server.
    expect(changes.filter(({ importId }) => importId === null).map(({ address }) => address)).toEqual([
      "terraform_data.server_address",
      "terraform_data.server_installation",
    ]);
    // What the clicks have left is found, and not changed.
    expect([applied.code, again.code]).toEqual([2, 0]);
    expect(applied.stdout).toContain("authentik_provider_oauth2.cli_provider device-grant-missing");
    expect(await everything()).toBe(before);
  });

  test("with a state that has to be filled in, takes over as well, and where Terraform's registry is out of reach says how to lock", async () => {
    await new SetUps(new Api(standIn.server)).ofClicks();
    const folder = emptyFolder();

    const made = await run(folder, agentStack, ["init", "--yes", "--backend", "s3", "--from"], {
      ...environment(),
      TERRAFORM_BINARY_NAME: join(programs, "terraform-offline"),
    });

    const { production } = parse(read(folder, "agent-stack.yaml")).environments;
    expect(made.code).toBe(2);
    expect(made.stderr).toMatch(
      /^note: the provider is not pinned yet\. Where Terraform reaches its registry: npx agent-stack lock; commit \.terraform\.lock\.hcl\. Now it said:\n\S+ providers failed\n/,
    );
    expect(made.stdout).toContain("Deploying changes nothing.\n");
    expect(made.stdout).toContain("Fill in bucket, region of backend.s3 in agent-stack.yaml.\n");
    expect(production.backend).toEqual({
      s3: { bucket: null, key: "authentik/production.tfstate", region: null },
    });
    expect(Object.keys(production.adopt)).toContain("authentik_endpoints_connector_agent.connector");
    expect(read(folder, "agent-stack.yaml")).toMatch(
      new RegExp(`^# yaml-language-server: \\$schema=\\./node_modules/${name}/`),
    );
  });

  test("where npm cannot install, says why and how to go on", async () => {
    const folder = emptyFolder();

    const made = await run(folder, agentStack, ["init", "--yes"], {
      npm_config_registry: "http://127.0.0.1:1/",
      npm_config_cache: join(root, "empty-cache"),
    });

    expect(made.code).toBe(2);
    expect(made.stderr).toMatch(
      /^note: npm install could not do it \(request to http:\/\/127\.0\.0\.1:1\/\S+ failed, reason: connect ECONNREFUSED 127\.0\.0\.1:1\), so there is no package-lock\.json yet\. Where npm reaches its registry: npm install, then npx agent-stack lock; commit the files that they write\.\n$/,
    );
    expect(made.stdout).toContain("Then npm install, and npx agent-stack plan production;");
  });

  test("--from tells at once all that keeps it from asking authentik, and writes nothing", async () => {
    const folder = emptyFolder();

    const args = ["init", "--yes", "--no-install", "--from", "https://a.example"];
    const made = await run(
      folder,
      agentStack,
      [...args, "--server", "https://b.example", "--forge", "svn"],
      {},
    );

    expect({ ...made, files: filesIn(folder) }).toEqual({
      code: 1,
      stdout: "",
      stderr: `agent-stack init: --forge: got "svn", expected one of github, gitlab, atlantis, none
--from runs the app, which has to be installed: leave --no-install out
--from "https://a.example" and --server "https://b.example": give one address, the one of the set-up
--from: AUTHENTIK_TOKEN is not set: set it to an API token of https://b.example, from Directory > Tokens and App passwords
`,
      files: [],
    });
  });
});

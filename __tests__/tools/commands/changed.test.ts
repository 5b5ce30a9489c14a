import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { buildSync } from "esbuild";
import { parse } from "yaml";
import { shell } from "../../examples/shell";
import { differencesOf } from "../json-schemas";

/** Makes a stack of each environment, in a file of JSON and one a tenant beside it. */
const APP = `
const fs = require("fs"), path = require("path");
const file = process.env.AGENT_STACK_CONFIG, folder = path.join(path.dirname(file), "environments");
const all = JSON.parse(fs.readFileSync(file, "utf8"));
if (all.mistake) { console.error(file + ":1:2: mistake"); process.exit(1); }
for (const name of fs.existsSync(folder) ? fs.readdirSync(folder) : []) {
  all[path.parse(name).name] = JSON.parse(fs.readFileSync(path.join(folder, name), "utf8"));
}
const stacks = {};
for (const [name, stack] of Object.entries(all)) {
  stacks[name] = { name, workingDirectory: "stacks/" + name };
  const target = path.join(process.env.CDKTF_OUTDIR, "stacks", name);
  fs.mkdirSync(target, { recursive: true });
  fs.writeFileSync(path.join(target, "cdk.tf.json"), JSON.stringify(stack));
}
fs.writeFileSync(path.join(process.env.CDKTF_OUTDIR, "manifest.json"), JSON.stringify({ stacks }));
`;

const root = mkdtempSync(join(tmpdir(), "agent-stack-changed-test-"));
const program = join(root, "agent-stack.js");
let folder: string;

beforeAll(() => {
  buildSync({ entryPoints: ["tools/commands/cli.ts"], bundle: true, platform: "node", outfile: program });
});

afterAll(() => rmSync(root, { recursive: true }));

beforeEach(() => {
  folder = mkdtempSync(join(root, "repository-"));
  git("init", "-q", "-b", "main");
  commit({
    "cdktf.json": JSON.stringify({ app: "node app.cjs" }),
    "app.cjs": APP,
    "agent-stack.yaml": JSON.stringify({ acme: stack(1), globex: stack(1), initech: stack(1) }),
  });
  git("checkout", "-q", "-b", "change");
});

function git(...args: string[]): string {
  return execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@t.test", ...args], {
    cwd: folder,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
}

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

function commit(files: Readonly<Record<string, string>>): void {
  write(files);
  git("add", "-A");
  git("commit", "-q", "-m", "t");
}

function stack(lifetime: number, more: object = {}) {
  return {
    "//": {
      metadata: { stackName: `of ${lifetime}` },
      outputs: { lifetime },
      "agent-stack": { url: "https://a.test" },
    },
    terraform: { backend: { s3: { bucket: "b" } } },
    provider: { authentik: [{ url: "https://a.test" }] },
    resource: { lifetime },
    ...more,
  };
}

function configuration(environments: object) {
  return { "agent-stack.yaml": JSON.stringify(environments) };
}

/** From a checkout of main, as a pipeline has it. */
async function changed(...args: string[]) {
  const { code, output } = await shell(["node", program, "changed", ...args], folder, {});
  return { code, output };
}

async function proposed() {
  git("checkout", "-q", "main");
  const { code, output } = await changed("--base", "main", "--head", "change", "--format", "json");
  return code === 0 ? JSON.parse(output) : output;
}

const NOTHING = { format: 1, kind: "changed", free: [], held: [], gone: [], affected: [], files: [] };

test("lists what differs, not what is untouched", async () => {
  commit(configuration({ acme: stack(2), globex: stack(1), initech: stack(2) }));

  const listed = await proposed();
  expect(listed).toEqual({ ...NOTHING, free: ["acme", "initech"], affected: ["acme", "initech"] });
  expect(differencesOf("changed", listed)).toEqual([]);
});

test("another way to write the same is no change", async () => {
  commit({
    "agent-stack.yaml": JSON.stringify({ acme: stack(1), globex: stack(1), initech: stack(1) }, undefined, 2),
  });

  expect(await proposed()).toEqual(NOTHING);
});

test.each<[string, object]>([
  ["server", { "//": { "agent-stack": { url: "https://evil.test" } } }],
  ["variable of the token", { "//": { "agent-stack": { url: "https://a.test", tokenFrom: ["OTHER"] } } }],
  ["provider's arguments", { provider: { authentik: [{ url: "https://evil.test" }] } }],
  ["state", { terraform: { backend: { http: { address: "https://evil.test" } } } }],
  ["part that nobody thought of", { ephemeral: { x: 1 } }],
])("holds an environment with another %s", async (_, more) => {
  commit(configuration({ acme: stack(1, more), globex: stack(2), initech: stack(1) }));

  expect(await proposed()).toEqual({
    ...NOTHING,
    free: ["globex"],
    held: ["acme"],
    affected: ["acme", "globex"],
  });
});

test("holds a new environment, and names one that is gone", async () => {
  commit(configuration({ acme: stack(1), globex: stack(1), umbrella: stack(1) }));

  expect(await proposed()).toEqual({
    ...NOTHING,
    held: ["umbrella"],
    gone: ["initech"],
    affected: ["umbrella"],
  });
});

test("reads one file a tenant", async () => {
  git("checkout", "-q", "main");
  commit({ "environments/hooli.yaml": JSON.stringify(stack(1)) });
  git("checkout", "-q", "change");
  git("merge", "-q", "main");
  commit({ "environments/hooli.yaml": JSON.stringify(stack(2)) });

  expect(await proposed()).toEqual({ ...NOTHING, free: ["hooli"], affected: ["hooli"] });
});

test.each([
  "cdktf.json",
  "package-lock.json",
  ".terraform.lock.hcl",
  ".github/workflows/plan.yml",
  "environments/run.sh",
  "environments/a/b.yaml",
])("where %s is touched nothing is free, and everything may change", async (path) => {
  commit({
    ...configuration({ acme: stack(2), globex: stack(1), initech: stack(1) }),
    [path]: '{"app": "exit 7"}',
  });

  expect(await proposed()).toEqual({ ...NOTHING, affected: ["acme", "globex", "initech"], files: [path] });
});

test("looks at the merge: what the base has got meanwhile is no change of the head's", async () => {
  commit(configuration({ acme: stack(2), globex: stack(1), initech: stack(1) }));
  git("checkout", "-q", "main");
  commit({ "docs/notes.md": "new on main", "environments/hooli.yaml": JSON.stringify(stack(1)) });

  expect(await proposed()).toEqual({ ...NOTHING, free: ["acme"], affected: ["acme"] });
});

test("takes the configuration of the head and nothing else", async () => {
  git("checkout", "-q", "main");
  commit({ "environments/old.yaml": JSON.stringify(stack(1)) });
  git("checkout", "-q", "change");
  git("merge", "-q", "main");
  rmSync(join(folder, "environments/old.yaml"));
  commit({
    ...configuration({ acme: stack(2) }),
    "environments/new.yaml": JSON.stringify(stack(3)),
    "cdktf.json": "{}",
  });
  git("checkout", "-q", "main");

  const { code } = await changed("--base", "main", "--head", "change", "--take");

  expect(code).toBe(0);
  expect(JSON.parse(readFileSync(join(folder, "agent-stack.yaml"), "utf8"))).toEqual({ acme: stack(2) });
  expect(JSON.parse(readFileSync(join(folder, "environments/new.yaml"), "utf8"))).toEqual(stack(3));
  expect(existsSync(join(folder, "environments/old.yaml"))).toBe(false);
  expect(git("status", "--porcelain", "-uall").split("\n").filter(Boolean)).toEqual([
    " M agent-stack.yaml",
    " D environments/old.yaml",
    "?? environments/new.yaml",
  ]);
});

test("follows no link, which could lead to the machine's secrets", async () => {
  rmSync(join(folder, "agent-stack.yaml"));
  symlinkSync("/proc/self/environ", join(folder, "agent-stack.yaml"));
  commit({});

  expect(await proposed()).toBe(
    "agent-stack changed: agent-stack.yaml is no plain file: a link is not followed\n",
  );
});

test("without a head it looks at the working tree, without a base at every environment", async () => {
  write(configuration({ acme: stack(2), globex: stack(1) }));

  const since = await changed("--base", "HEAD");
  const all = await changed();

  expect(since).toEqual({ code: 0, output: "acme: changed\ninitech: is no longer in the configuration\n" });
  expect(all).toEqual({ code: 0, output: "acme: changed\nglobex: changed\n" });
});

test("says so when nothing changed", async () => {
  expect(await changed("--base", "HEAD")).toEqual({ code: 0, output: "no environment changed\n" });
});

test("a base without a sound configuration has no environments", async () => {
  commit(configuration({ mistake: true }));
  write(configuration({ acme: stack(1) }));

  expect(await changed("--base", "HEAD")).toEqual({
    code: 0,
    output: "acme: new, or has another server, provider or state\n",
  });
});

test("writes outputs for GitHub", async () => {
  write(configuration({ acme: stack(2), globex: stack(1), umbrella: stack(1) }));

  const { output } = await changed("--base", "HEAD", "--format", "github");

  expect(output).toBe(
    'free=["acme"]\nheld=["umbrella"]\ngone=["initech"]\naffected=["acme","umbrella"]\nfiles=[]\n',
  );
});

test("writes for a comment what is planned and what waits", async () => {
  write(configuration({ acme: stack(2), globex: stack(1), umbrella: stack(1) }));

  const { output } = await changed("--base", "HEAD", "--format", "markdown");

  expect(output).toBe(
    [
      "Planned: `acme`.",
      "**Planned once somebody has released it:** `umbrella`, new or with another server, provider or state. Its credentials would go there.",
      "No longer in the configuration, and left as they are: `initech`.\n",
    ].join("\n\n"),
  );
});

test("writes for a comment which other files change", async () => {
  write({ "app.cjs": `${APP}\n` });

  const { output } = await changed("--base", "HEAD", "--format", "markdown");

  expect(output).toBe(
    "**Planned once somebody has released it:** all environments, since other files than the configuration change: `app.cjs`.\n",
  );
});

test("writes jobs for GitLab, which refuses an empty matrix", async () => {
  write(configuration({ acme: stack(2), globex: stack(2), initech: stack(1) }));

  const { output } = await changed("--base", "HEAD", "--format", "gitlab");

  expect(parse(output)).toEqual({
    ".free": { parallel: { matrix: [{ ENVIRONMENT: ["acme", "globex"] }] } },
    ".held": { rules: [{ when: "never" }] },
    ".code": { rules: [{ when: "never" }] },
    ".affected": { parallel: { matrix: [{ ENVIRONMENT: ["acme", "globex"] }] } },
    ".test": { rules: [{ when: "on_success" }] },
    ".note of held": { rules: [{ when: "never" }] },
    ".note of code": { rules: [{ when: "never" }] },
    ".release": { rules: [{ when: "never" }] },
  });
});

test.each<[string, string, string, object]>([
  ["a new environment", "held", "on_success", configuration({ acme: stack(1), umbrella: stack(1) })],
  ["another file", "code", "never", { ...configuration({ umbrella: stack(1) }), "app.cjs": `${APP}\n` }],
])("lets %s wait on GitLab for somebody, who cannot be passed by", async (_, waiting, tested, files) => {
  write({ ...files });

  const { output } = await changed("--base", "HEAD", "--format", "gitlab");

  expect(parse(output)).toMatchObject({
    ".free": { rules: [{ when: "never" }] },
    [`.${waiting}`]: { parallel: { matrix: [{ ENVIRONMENT: ["umbrella"] }] } },
    [`.note of ${waiting}`]: { rules: [{ when: "on_success" }] },
    ".test": { rules: [{ when: tested }] },
    ".release": { rules: [{ when: "manual", allow_failure: false }] },
  });
});

test("writes projects for Atlantis, those that are not free for when somebody has approved", async () => {
  write(configuration({ acme: stack(2), globex: stack(1), umbrella: stack(1) }));

  const { output } = await changed("--base", "HEAD", "--format", "atlantis");

  const project = { dir: ".", autoplan: { enabled: true, when_modified: ["**/*"] } };
  expect(parse(output)).toEqual({
    version: 3,
    parallel_plan: true,
    parallel_apply: true,
    projects: [
      { ...project, name: "acme", plan_requirements: [] },
      { ...project, name: "umbrella", plan_requirements: ["approved"] },
    ],
  });
});

test("lists forty environments for every forge", async () => {
  const names = Array.from({ length: 40 }, (_, index) => `tenant-${index}`);
  commit(configuration(Object.fromEntries(names.map((name) => [name, stack(1)]))));
  write(configuration(Object.fromEntries(names.map((name) => [name, stack(2)]))));

  const [github, gitlab, atlantis] = await Promise.all(
    ["github", "gitlab", "atlantis"].map((format) => changed("--base", "HEAD", "--format", format)),
  );

  expect(github?.output.split("\n")[0]).toBe(`free=${JSON.stringify(names)}`);
  expect(parse(gitlab?.output ?? "")[".free"].parallel.matrix).toEqual([{ ENVIRONMENT: names }]);
  expect(parse(atlantis?.output ?? "").projects.map(({ name }: { name: string }) => name)).toEqual(names);
});

test.each([
  [["--base", "gone"], '"gone" is no commit here: give a branch, a tag or a commit that was fetched'],
  [["--base", "--help"], '"--help" is no commit here: give a branch, a tag or a commit that was fetched'],
  [["--head", "change"], "--head needs --base: give the commit that it would be merged into"],
  [["--take"], "--take needs --head: give the commit to take from"],
  [
    ["--format", "toString"],
    '--format "toString" is not known: use text, markdown, json, github, gitlab, atlantis',
  ],
])("fails with one line for %j", async (args, message) => {
  expect(await changed(...args)).toEqual({ code: 1, output: `agent-stack changed: ${message}\n` });
});

test("names a mistake of the head by its place", async () => {
  commit(configuration({ mistake: true }));

  expect(await proposed()).toBe("agent-stack changed: agent-stack.yaml:1:2: mistake\n");
});

test("names the files in which a merge has conflicts", async () => {
  commit(configuration({ acme: stack(2) }));
  git("checkout", "-q", "main");
  commit(configuration({ acme: stack(3) }));

  expect(await proposed()).toBe(
    "agent-stack changed: it cannot be merged, there are conflicts in agent-stack.yaml\n",
  );
});

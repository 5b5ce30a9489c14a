import { execFileSync, spawn } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { name } from "../../package.json";
import { launchStandIn, type StandIn } from "../../standin/launch";
import { Api } from "./api";
import { ProviderMirror } from "./provider-mirror";
import { Workspace } from "./workspace";

jest.setTimeout(180_000);

const PROJECT = resolve(__dirname, "../..");
const VERSION = "2026.8.0";

let standIn: StandIn;
let mirror: ProviderMirror;
let clone: Workspace;
/** Where the guide's `../identity` is: beside the clone. */
let identity: string;

beforeAll(async () => {
  standIn = await launchStandIn();
  mirror = new ProviderMirror("packed");
  mirror.offer(VERSION);
  clone = new Workspace();
  identity = join(dirname(clone.directory), "identity");
  // The clone's command is built after `npm ci`.
  cpSync(join(PROJECT, "build.mjs"), join(clone.directory, "build.mjs"));
  for (const folder of ["tools", "scripts", "examples"]) {
    symlinkSync(join(PROJECT, folder), join(clone.directory, folder));
  }
  placePrograms(join(dirname(clone.directory), "programs"));
});

afterAll(async () => {
  await standIn.close();
  mirror.remove();
  clone.remove();
});

/** npm, npx and terraform as they are, but for what they would fetch from a registry. */
function placePrograms(folder: string): void {
  const [npm, npx] = ["npm", "npx"].map((program) =>
    execFileSync("sh", ["-c", `command -v ${program}`], { encoding: "utf8" }).trim(),
  );
  const fetched = join(dirname(folder), "fetched");
  const write = (program: string, text: string) => {
    writeFileSync(join(folder, program), text);
    chmodSync(join(folder, program), 0o755);
  };
  mkdirSync(folder);
  write(
    "npm",
    `#!/bin/sh
case "$1" in
ci) exec ${npm} run --silent build ;;
pack) exec ${npm} pack --ignore-scripts --silent --offline --pack-destination "$PWD/$3" "${PROJECT}" ;;
install) exec "${process.execPath}" "${folder}/install.js" ;;
esac
exec ${npm} "$@"
`,
  );
  write(
    "npx",
    `#!/bin/sh
if [ "$1" = --package ]; then
  mkdir -p "${fetched}/node_modules/${name}"
  tar -xzf "$2" -C "${fetched}/node_modules/${name}" --strip-components=1
  echo "{ \\"dependencies\\": { \\"${name}\\": \\"file:$PWD/$2\\" } }" > "${fetched}/package.json"
  shift 3
  exec "${process.execPath}" "${fetched}/node_modules/${name}/dist/agent-stack.js" "$@"
fi
exec ${npx} "$@"
`,
  );
  write(
    "install.js",
    `const { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } = require("node:fs");
const { dependencies } = JSON.parse(readFileSync("package.json", "utf8"));
mkdirSync("node_modules/.bin", { recursive: true });
for (const each of Object.keys(dependencies)) {
  if (each !== "${name}") symlinkSync("${PROJECT}/node_modules/" + each, "node_modules/" + each);
}
cpSync("${fetched}/node_modules/${name}", "node_modules/${name}", { recursive: true });
symlinkSync("../${name}/dist/agent-stack.js", "node_modules/.bin/agent-stack");
writeFileSync("package-lock.json", "{}");
`,
  );
  write("terraform-of-mirror", mirror.lockingTerraform);
}

interface Block {
  readonly language: string;
  readonly text: string;
}

/** The blocks of these sections of a page, in order. */
function blocks(page: string, ...sections: readonly string[]): Block[] {
  const parts = readFileSync(page, "utf8").split(/^(?=## )/m);
  return sections.flatMap((section) => {
    const part = parts.find((each) => each.startsWith(`## ${section}\n`));
    if (part === undefined) throw new Error(`${page} has no section "${section}"`);
    return [...part.matchAll(/^```(sh|yaml)\n(.*?)^```$/gms)].map(([, language = "", text = ""]) => ({
      language,
      text,
    }));
  });
}

/**
 * Types the blocks in one shell, in order, and gives each command with its exit code.
 *
 * Of what is written only what is one's own is put in its place: the server's address, its token, and the answer to a
 * question, since nobody can be asked here. A configuration goes into the file that it is of.
 */
async function type(typed: readonly Block[]): Promise<string[]> {
  const own = (text: string) =>
    text
      .replaceAll("https://id.example.com", standIn.server.url)
      .replace("AUTHENTIK_TOKEN=...", `AUTHENTIK_TOKEN=${standIn.server.token}`)
      .replace(/^npx agent-stack (apply|destroy) .*/, "$& --yes");
  const script = typed.map(({ language, text }) => {
    if (language === "yaml") return `cat > agent-stack.yaml <<'END'\n${own(text)}END`;
    return text
      .trim()
      .split("\n")
      .map(
        (command) => `${own(command)}
echo "ended: $? "'${command}'`,
      )
      .join("\n");
  });
  const { AGENT_STACK_CONFIG, TF_CLI_CONFIG_FILE, ...inherited } = process.env;
  const { AUTHENTIK_URL: _, AUTHENTIK_TOKEN: __, ...environment } = standIn.environment;
  const programs = join(dirname(clone.directory), "programs");
  const child = spawn("sh", ["-c", script.join("\n")], {
    cwd: clone.directory,
    env: {
      ...inherited,
      ...environment,
      PATH: `${programs}:${process.env.PATH}`,
      TERRAFORM_BINARY_NAME: join(programs, "terraform-of-mirror"),
      npm_config_registry: "http://127.0.0.1:1/",
      npm_config_cache: join(dirname(clone.directory), ".npm"),
      CI: "1",
      NO_COLOR: "1",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      printed += text;
    });
  }
  await new Promise((done) => child.on("close", done));
  return [...printed.matchAll(/ended: (\d+ .*)$/gm)].map(([, end]) => end as string);
}

const applications = async () =>
  (await new Api(standIn.server).list("/core/applications/")).map(({ slug }) => slug);

test("the README leads from a clone to a verified deployment, and back", async () => {
  // The demo has a test of its own.
  const [install] = blocks("README.md", "Try it").map((block) => ({
    ...block,
    text: block.text.replace("npm run demo\n", ""),
  }));
  const [whole, , ...rest] = blocks("README.md", "Use it");

  const used = await type([install as Block, whole as Block, ...rest]);
  const deployed = await applications();
  const torn = await type([
    ...rest.filter(({ text }) => text.startsWith("export ")),
    ...blocks("README.md", "Teardown"),
  ]);
  const brands = await new Api(standIn.server).list("/core/brands/");

  expect(used).toEqual([
    "0 npm ci",
    "0 export AUTHENTIK_URL=https://id.example.com",
    "0 export AUTHENTIK_TOKEN=...",
    "2 npx agent-stack plan production",
    "0 npx agent-stack apply production",
    "0 npx agent-stack verify production",
  ]);
  expect(deployed).toEqual(["authentik-cli"]);
  expect(torn.slice(2)).toEqual(["0 npx agent-stack destroy production"]);
  expect(await applications()).toEqual([]);
  expect(brands).toMatchObject([{ domain: "authentik-default", flow_device_code: null }]);
});

test("the guide leads from an empty folder to a verified deployment on a server, and to what comes after it", async () => {
  const guide = "docs/get-started.md";
  const sections = [...readFileSync(guide, "utf8").matchAll(/^## (\d\. .*|After .*)$/gm)].map(
    ([, section]) => section as string,
  );

  const ends = await type(blocks(guide, ...sections));

  expect(ends).toEqual([
    "0 npm ci",
    "0 mkdir ../identity",
    "0 npm pack --pack-destination ../identity",
    "0 cd ../identity",
    "0 npx --package ./agent-stack-authentik-0.1.0.tgz agent-stack init --yes --server https://id.example.com",
    "0 npx agent-stack token production --format blueprint",
    "0 export AUTHENTIK_TOKEN=...",
    "2 npx agent-stack plan production",
    "0 npx agent-stack apply production",
    "0 npx agent-stack plan production",
    "0 npx agent-stack verify production --probe",
    "0 npx agent-stack join production",
    "0 npx agent-stack apply production",
    "0 terraform -chdir=cdktf.out/stacks/production output -raw enrollment_token_First_laptops_key",
    "0 terraform -chdir=cdktf.out/stacks/production output",
    "0 npx agent-stack drift production",
    "0 npx agent-stack verify production",
  ]);
  expect(await applications()).toEqual(["authentik-cli"]);
  expect(readFileSync(join(identity, "agent-stack.yaml"), "utf8")).toContain("retrieveKey: true");
});

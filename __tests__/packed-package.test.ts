import { execFileSync, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { name as packageName } from "../package.json";
import { writeLibraryTypes } from "../scripts/library-types";
import { packInto } from "./packed";

jest.setTimeout(180_000);

const root = mkdtempSync(join(tmpdir(), "agent-stack-package-"));
const installed = join(root, "app", "node_modules", packageName);
let tarball: string;
let isReportRight: boolean;

beforeAll(() => {
  isReportRight = writeLibraryTypes(join(root, "index.d.ts"), { isReportWritten: false });
  tarball = join(root, packInto(root, join(root, "index.d.ts")));
  mkdirSync(installed, { recursive: true });
  execFileSync("tar", ["-xzf", tarball, "-C", installed, "--strip-components=1"]);
});
afterAll(() => rmSync(root, { recursive: true }));

test("the public types are as the reviewed report has them: npm run types writes it", () => {
  expect(isReportRight).toBe(true);
});

test("the package has at most 25 files and 500 kB", () => {
  const files = readdirSync(installed, { recursive: true, withFileTypes: true }).filter((each) =>
    each.isFile(),
  );

  expect(files.length).toBeLessThanOrEqual(25);
  expect(statSync(tarball).size).toBeLessThanOrEqual(500_000);
});

test("nothing runs when it is installed, and nothing is installed along", () => {
  const { scripts, dependencies } = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));

  expect(dependencies).toBeUndefined();
  expect(Object.keys(scripts)).not.toEqual(
    expect.arrayContaining([expect.stringMatching(/^(pre|post)?(install|prepare)$/)]),
  );
});

test.each(["README.md", "CHANGELOG.md", "dist/docs.md"])(
  "each link of %s leads to what the package has",
  (file) => {
    const text = readFileSync(join(installed, file), "utf8");
    const links = [...text.matchAll(/\]\((?!\w+:)([^)#\s]*)(?:#([^)\s]*))?\)/g)];

    const lost = links.filter(([, path = "", place]) => {
      const target = path === "" ? join(installed, file) : join(installed, dirname(file), path);
      if (!existsSync(target)) return true;
      return place !== undefined && !readFileSync(target, "utf8").includes(`<a id="${place}"></a>`);
    });

    expect(links).not.toEqual([]);
    expect(lost.map(([link]) => link)).toEqual([]);
  },
);

test.each([
  ["publint", ["--strict"]],
  ["attw", ["--no-emoji", "--no-color"]],
])("%s finds nothing", (command, options) => {
  const { status, stdout } = spawnSync(resolve("node_modules/.bin", command), [tarball, ...options], {
    encoding: "utf8",
  });

  expect(status === 0 ? "" : stdout).toBe("");
});

const TYPESCRIPT = { "5.9": "typescript-5-9", "7": "typescript" };

const CONSUMER = `import { AgentStack, type AgentStackProps, CliApplication, parseConfiguration, synthesise } from "${packageName}";
import { App, TerraformOutput } from "FRAMEWORK";

const props: AgentStackProps = { connector: { refreshInterval: "minutes=10" } };
const stack = new AgentStack(new App(), "identity", props);
new TerraformOutput(stack, "name", { value: "x" });
// @ts-expect-error
new AgentStack(new App(), "identity", { connector: 1 });
// @ts-expect-error
stack.noSuchMethod();
const names: string[] = parseConfiguration("", "agent-stack.yaml").environments.map(({ name }) => name);
export const all = [names, synthesise, CliApplication];
`;

/** Both versions, and how each finds modules; TypeScript 7 has no node10 any more. */
const CASES = (["cdktf", "cdktn"] as const).flatMap((framework) => [
  { version: "5.9" as const, framework, module: "commonjs", resolution: "node10" },
  ...(["5.9", "7"] as const).flatMap((version) => [
    { version, framework, module: "node16", resolution: "node16" },
    { version, framework, module: "nodenext", resolution: "nodenext" },
    { version, framework, module: "esnext", resolution: "bundler" },
  ]),
]);

test.each(CASES)(
  "TypeScript $version takes the types by $resolution, strictly, with $framework, from both kinds of modules",
  ({ version, framework, module, resolution }) => {
    const app = mkdtempSync(join(root, "consumer-"));
    const modules = join(app, "node_modules");
    mkdirSync(join(modules, "@agent-stack"), { recursive: true });
    mkdirSync(join(modules, "@types"));
    execFileSync("cp", ["-r", installed, join(modules, packageName)]);
    for (const each of ["constructs", framework, "@types/node", "undici-types"]) {
      symlinkSync(resolve("node_modules", each), join(modules, each));
    }
    for (const file of ["app.cts", "app.mts", "app.ts"]) {
      writeFileSync(join(app, file), CONSUMER.replace("FRAMEWORK", framework));
    }
    const options = {
      module,
      moduleResolution: resolution,
      target: "es2022",
      strict: true,
      skipLibCheck: false,
      noEmit: true,
      types: ["node"],
    };
    const files = module.startsWith("node") ? ["app.cts", "app.mts"] : ["app.ts"];
    writeFileSync(join(app, "tsconfig.json"), JSON.stringify({ compilerOptions: options, files }));

    const compiler = resolve("node_modules", TYPESCRIPT[version], "bin/tsc");
    const { status, stdout } = spawnSync(process.execPath, [compiler, "-p", app], { encoding: "utf8" });

    expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
  },
);

test.each([
  [
    "require",
    "app.cjs",
    `const { AgentStack, synthesise } = require("${packageName}"); console.log(typeof AgentStack, typeof synthesise);`,
  ],
  [
    "import",
    "app.mjs",
    `import { AgentStack, synthesise } from "${packageName}"; console.log(typeof AgentStack, typeof synthesise);`,
  ],
])("the library loads by %s", (_, file, code) => {
  for (const each of ["constructs", "cdktf"]) {
    const place = join(root, "app", "node_modules", each);
    if (!existsSync(place)) symlinkSync(resolve("node_modules", each), place);
  }
  writeFileSync(join(root, "app", file), code);

  expect(execFileSync(process.execPath, [join(root, "app", file)], { encoding: "utf8" })).toBe(
    "function function\n",
  );
});

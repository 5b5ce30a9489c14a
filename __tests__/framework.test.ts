import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { name as packageName } from "../package.json";

const root = mkdtempSync(join(tmpdir(), "agent-stack-framework-"));
afterAll(() => rmSync(root, { recursive: true }));

/** An app's folder that has the package's library, and these modules beside it. */
function appWith(...modules: string[]): string {
  const folder = mkdtempSync(join(root, "app-"));
  const library = join(folder, "node_modules", packageName);
  mkdirSync(library, { recursive: true });
  cpSync("package.json", join(library, "package.json"));
  cpSync("dist", join(library, "dist"), { recursive: true });
  for (const module of ["constructs", ...modules]) {
    mkdirSync(dirname(join(folder, "node_modules", module)), { recursive: true });
    symlinkSync(resolve("node_modules", module), join(folder, "node_modules", module));
  }
  writeFileSync(join(folder, "agent-stack.yaml"), "environments: {production: {}}");
  return folder;
}

function run(folder: string, code: string) {
  writeFileSync(join(folder, "app.js"), code);
  const { status, stderr } = spawnSync(process.execPath, ["app.js"], { cwd: folder, encoding: "utf8" });
  return { status, error: stderr.match(/^Error: (.*(?:\n {2}\S.*)*)/m)?.[1] };
}

const versionIn = (folder: string, stack: string): string =>
  JSON.parse(readFileSync(join(folder, "cdktf.out/stacks", stack, "cdk.tf.json"), "utf8"))["//"].metadata
    .version;

const versionOf = (framework: string): string =>
  JSON.parse(readFileSync(`node_modules/${framework}/package.json`, "utf8")).version;

test.each([
  ["cdktf", ["cdktf"]],
  ["cdktn", ["cdktn"]],
  ["cdktf", ["cdktf", "cdktn"]],
])("an app is synthesised by %s where %j are installed", (framework, installed) => {
  const folder = appWith(...installed);

  const { status } = run(folder, `require("${packageName}").synthesise();`);

  expect(status).toBe(0);
  expect(versionIn(folder, "production")).toBe(versionOf(framework));
});

test.each(["cdktf", "cdktn"])(
  "with both installed, an app of %s has its stack by what it imported first",
  (framework) => {
    const folder = appWith("cdktf", "cdktn");

    const { status } = run(
      folder,
      `const { App } = require("${framework}");
const { AgentStack } = require("${packageName}");
const app = new App();
new AgentStack(app, "identity", {});
app.synth();`,
    );

    expect(status).toBe(0);
    expect(versionIn(folder, "identity")).toBe(versionOf(framework));
  },
);

test("with neither installed the library says what to install", () => {
  expect(run(appWith(), `require("${packageName}");`)).toEqual({
    status: 1,
    error:
      "neither cdktf nor cdktn is installed, and constructs are made with one of them: npm install cdktf constructs, or npm install cdktn constructs",
  });
});

const KEEP_TO_ONE =
  "the constructs of agent-stack are made with cdktf here, and an app keeps to one of the two: uninstall the other, or import cdktn before agent-stack";

test.each([
  ["an app", "new AgentStack(new cdktn.App(), 'identity', {});", `made with cdktn: the app; ${KEEP_TO_ONE}`],
  [
    "constructs",
    `const app = new cdktf.App();
const stack = new AgentStack(app, "identity", {});
new (class extends cdktn.TerraformElement {})(stack, "one");
new cdktn.TerraformOutput(stack, "other", { value: "x" });
app.synth();`,
    `Validation failed with the following errors:
  [identity/authentik] made with cdktn: identity/one, identity/other; ${KEEP_TO_ONE}`,
  ],
])("%s of the framework that was not taken is a mistake", (_, code, error) => {
  const folder = appWith("cdktf", "cdktn");

  const ended = run(
    folder,
    `const { AgentStack } = require("${packageName}");
const cdktf = require("cdktf");
const cdktn = require("cdktn");
${code}`,
  );

  expect(ended).toEqual({ status: 1, error });
});

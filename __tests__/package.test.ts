import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { isBuiltin } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

test("the package gives the constructs and the reader of agent-stack.yaml", () => {
  const { main } = JSON.parse(readFileSync("package.json", "utf8"));
  const { AgentStack, ConfigurationError, parseConfiguration } = require(join(process.cwd(), main));

  const { environments } = parseConfiguration("environments: {production: {}}", "agent-stack.yaml");

  expect(environments).toEqual([{ name: "production", props: {} }]);
  expect(() => parseConfiguration("", "agent-stack.yaml")).toThrow(ConfigurationError);
  expect(AgentStack).toEqual(expect.any(Function));
});

test("the library's types need nothing but what the package depends on, least of all the bindings", () => {
  const directory = mkdtempSync(join(tmpdir(), "agent-stack-types-"));
  const { dependencies, peerDependencies } = JSON.parse(readFileSync("package.json", "utf8"));

  execFileSync("node_modules/.bin/tsc", ["-p", "tsconfig.types.json", "--outDir", directory]);

  const declarations = readdirSync(directory, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".d.ts"),
  );
  const imported = declarations.flatMap((name) =>
    [...readFileSync(join(directory, name), "utf8").matchAll(/(?:from|import\()\s*"([^."][^"]*)"/g)].map(
      ([, name = ""]) =>
        name
          .split("/")
          .slice(0, name.startsWith("@") ? 2 : 1)
          .join("/"),
    ),
  );
  rmSync(directory, { recursive: true });
  expect(imported).toEqual(expect.arrayContaining(["cdktf", "constructs"]));
  const known = Object.keys({ ...dependencies, ...peerDependencies });
  expect(imported.filter((name) => !known.includes(name as string))).toEqual([]);
});

test("what is bundled is not installed a second time, and what is not bundled is", () => {
  const { dependencies, peerDependencies } = JSON.parse(readFileSync("package.json", "utf8"));

  const required = ["agent-stack", "agent-stack-terraform", "index"].flatMap((name) =>
    [...readFileSync(`dist/${name}.js`, "utf8").matchAll(/\brequire\("([^"]+)"\)/g)].map(
      ([, module = ""]) => module,
    ),
  );

  const fromOutside = [...new Set(required.filter((module) => !isBuiltin(module)))].sort();
  // Which of cdktf and cdktn it is, is seen when the library is loaded.
  expect(fromOutside).toEqual(["constructs"]);
  expect(Object.keys(peerDependencies)).toEqual(["cdktf", "cdktn", "constructs"]);
  // The library's types name it.
  expect(Object.keys(dependencies)).toEqual(["zod"]);
});

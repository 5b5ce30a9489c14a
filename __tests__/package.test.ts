import { readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { join } from "node:path";

test("the package gives the constructs and the reader of agent-stack.yaml", () => {
  const { main } = JSON.parse(readFileSync("package.json", "utf8"));
  const { AgentStack, ConfigurationError, parseConfiguration } = require(join(process.cwd(), main));

  const { environments } = parseConfiguration("environments: {production: {}}", "agent-stack.yaml");

  expect(environments).toEqual([{ name: "production", props: {} }]);
  expect(() => parseConfiguration("", "agent-stack.yaml")).toThrow(ConfigurationError);
  expect(AgentStack).toEqual(expect.any(Function));
});

test("what is bundled is not installed a second time, and what is not bundled is", () => {
  const { peerDependencies } = JSON.parse(readFileSync("package.json", "utf8"));

  const required = ["all", "standin"].flatMap((name) =>
    [...readFileSync(`dist/${name}.js`, "utf8").matchAll(/\brequire\("([^"]+)"\)/g)].map(
      ([, module = ""]) => module,
    ),
  );

  const fromOutside = [...new Set(required.filter((module) => !isBuiltin(module)))].sort();
  // Which of cdktf and cdktn it is, is seen when the library is loaded.
  expect(fromOutside).toEqual(["constructs"]);
  expect(Object.keys(peerDependencies)).toEqual(["cdktf", "cdktn", "constructs"]);
});

import { readFileSync } from "node:fs";
import { build } from "esbuild";
import { refuseOldNode } from "./scripts/refuse-old-node.mjs";

/** The library takes the framework that the app has. */
const framework = {
  name: "framework",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^cdktf$/ }, () => ({ path: "cdktf", namespace: "framework" }));
    onLoad({ filter: /.*/, namespace: "framework" }, () => ({
      contents: 'module.exports = require("./configuration/framework").framework();',
      resolveDir: import.meta.dirname,
    }));
  },
};

const { engines } = JSON.parse(readFileSync("package.json", "utf8"));
const needed = engines.node.replace(">=", "");

/** Commands are written so that an old Node reads them to the end, to be told that it is too old. */
const COMMANDS = {
  "agent-stack": "tools/commands/cli.ts",
  "agent-stack-terraform": "tools/commands/terraform.ts",
};

const common = {
  outdir: "dist",
  bundle: true,
  platform: "node",
  mainFields: ["module", "main"],
  external: ["constructs"],
  plugins: [framework],
  logLevel: "warning",
};

await Promise.all([
  build({ ...common, entryPoints: { index: "configuration/package.ts" }, target: "node20" }),
  ...Object.entries(COMMANDS).map(([name, file]) =>
    build({
      ...common,
      entryPoints: { [name]: file },
      target: "es2017",
      banner: { js: `(${refuseOldNode})("${name}", "${needed}", process.versions.node);` },
    }),
  ),
]);

import { build } from "esbuild";

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

await build({
  entryPoints: {
    index: "configuration/package.ts",
    "agent-stack": "tools/commands/cli.ts",
    "agent-stack-terraform": "tools/commands/terraform.ts",
  },
  outdir: "dist",
  bundle: true,
  platform: "node",
  target: "node20",
  mainFields: ["module", "main"],
  external: ["constructs"],
  plugins: [framework],
  logLevel: "warning",
});

import { build } from "esbuild";

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
  external: ["cdktf", "constructs"],
  logLevel: "warning",
});

import { createRequire } from "node:module";
import { join } from "node:path";
import { buildSync } from "esbuild";

/** Loads a package that ships ES modules only, which jest cannot. */
export function loadEsModules<T>(name: string): T {
  const built = buildSync({
    stdin: { contents: `export * from ${JSON.stringify(name)}`, resolveDir: __dirname },
    bundle: true,
    platform: "node",
    format: "cjs",
    write: false,
  });
  const module = { exports: {} };
  const source = built.outputFiles[0]?.text ?? "";
  new Function("module", "exports", "require", source)(
    module,
    module.exports,
    createRequire(join(__dirname, "x")),
  );
  return module.exports as T;
}

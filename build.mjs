import { copyFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { minify } from "@swc/core";
import { build } from "esbuild";
import { refuseOldNode } from "./scripts/refuse-old-node.mjs";

/** Another module in the place of a package. */
const inPlaceOf = (name, contents) => ({
  name,
  setup({ onResolve, onLoad }) {
    onResolve({ filter: new RegExp(`^${name}$`) }, () => ({ path: name, namespace: name }));
    onLoad({ filter: /.*/, namespace: name }, () => ({ contents, resolveDir: import.meta.dirname }));
  },
});

/** The library takes the framework that the app has. */
const framework = inPlaceOf("cdktf", 'module.exports = require("./configuration/framework").framework();');

/** What packages would log for `DEBUG`: 20 kB, and a proxy's agent logs what it sends. */
const silent = inPlaceOf("debug", "module.exports = () => () => {};");

const { engines } = JSON.parse(readFileSync("package.json", "utf8"));
const needed = engines.node.replace(">=", "");

/**
 * Of authentik's client the stand-in needs few of many hundred calls and their models, which can be told apart only as
 * ES modules and without the calls that nobody names.
 */
const calledOnly = {
  name: "called-only",
  setup({ onLoad }) {
    const words = new Set(
      readdirSync("standin/provider", { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(".ts"))
        .flatMap((name) => readFileSync(join("standin/provider", name), "utf8").match(/\w+/g)),
    );
    onLoad({ filter: /@goauthentik\/api\/dist\/(apis|models)\/\w+\.js$/ }, ({ path }) => ({
      contents: asModule(
        readFileSync(path, "utf8").replace(
          /^ {4}async (\w+?)(?:RequestOpts|Raw)?\(.*\{\n(?:(?! {4}\}\n).*\n)* {4}\}\n/gm,
          (method, name) => (words.has(name) ? method : ""),
        ),
      ),
    }));
  },
};

/** What TypeScript made a CommonJS module of, as the ES module that it was. */
const asModule = (text) =>
  text
    .replace(/^[\s\S]*?^Object\.defineProperty\(exports, "__esModule".*$/m, "")
    .replaceAll(/^const (\w+) = (?:__importStar\()?require\(("[^"]+")\)\)?;$/gm, "import * as $1 from $2;")
    .replaceAll(/^exports\.\w+ = (?:exports\.\w+ = )*void 0;$/gm, "")
    .replaceAll(/^exports\.(\w+) = \1;$/gm, "export { $1 };")
    .replaceAll(/^exports\.(\w+) = \{/gm, "export const $1 = {")
    .replaceAll(/\bexports\.(\w+)/g, "$1");

const { metafile } = await build({
  entryPoints: {
    // Library and commands, which have much in common.
    all: "tools/commands/package.ts",
    standin: "standin/main.ts",
  },
  outdir: "dist",
  bundle: true,
  minify: true,
  legalComments: "none",
  platform: "node",
  target: "node20",
  mainFields: ["module", "main"],
  external: ["constructs"],
  plugins: [framework, calledOnly, silent],
  metafile: true,
  logLevel: "warning",
});

// A tenth less than esbuild alone makes it.
for (const name of ["all", "standin"]) {
  const file = `dist/${name}.js`;
  const { code } = await minify(readFileSync(file, "utf8"), {
    module: false,
    ecma: 2020,
    compress: { toplevel: true, ecma: 2020 },
    mangle: { toplevel: true },
  });
  writeFileSync(file, code);
}

// Names that ES modules import have to stand in a CommonJS module's text.
const names = Object.keys(createRequire(import.meta.url)("./dist/all.js").library());
writeFileSync(
  "dist/index.js",
  `const library = require("./all.js").library();\n${names.map((name) => `exports.${name} = library.${name};\n`).join("")}`,
);
for (const [file, part] of [
  ["agent-stack", "commands"],
  ["agent-stack-terraform", "terraform"],
]) {
  const first = `(${refuseOldNode})("${file}", "${needed}", process.versions.node);`;
  writeFileSync(`dist/${file}.js`, `#!/usr/bin/env node\n${first}\nrequire("./all.js").${part}();\n`, {
    mode: 0o755,
  });
}
copyFileSync("standin/terraform", "dist/terraform");
writeFileSync("dist/pipelines.json", JSON.stringify(pipelines()));
writeFileSync("dist/licenses.txt", licenses(Object.keys(metafile.inputs)));

/** The forges' pipelines, by forge and by file. */
function pipelines() {
  const folder = "examples/pipelines";
  return Object.fromEntries(
    readdirSync(folder).map((forge) => [
      forge,
      Object.fromEntries(
        readdirSync(join(folder, forge))
          .sort()
          .map((name) => [name, readFileSync(join(folder, forge, name), "utf8")]),
      ),
    ]),
  );
}

/** The licences of what is bundled, each text once with the packages that it is for. */
function licenses(files) {
  const folders = new Set(
    files.flatMap((file) => file.match(/^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0] ?? []),
  );
  const packages = new Map();
  for (const folder of [...folders].sort()) {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const file = readdirSync(folder).find((each) => /^licen[cs]e(\.\w+)?$/i.test(each));
    const text = file ? readFileSync(join(folder, file), "utf8").trim() : license;
    packages.set(text, [...(packages.get(text) ?? []), `${name} ${version} (${license})`]);
  }
  return [...packages].map(([text, names]) => `${names.join("\n")}\n\n${text}\n`).join("\n---\n\n");
}

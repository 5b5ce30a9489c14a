import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** What stands in one line may import what stands in the same line or further down: folders end in a slash. */
const LAYERS: readonly (readonly string[])[] = [
  ["main.ts"],
  ["tools/commands/"],
  ["tools/report/", "tools/adopt/", "tools/repair/", "tools/forge/"],
  ["tools/findings/", "tools/verify/", "tools/changes/", "tools/plan/", "tools/drift/"],
  ["tools/set-up/", "tools/stacks/", "tools/managed-set-up.ts"],
  ["tools/objects/"],
  ["tools/terraform/", "tools/authentik/"],
  ["tools/http/", "tools/findings.ts", "tools/severity.ts"],
  ["configuration/", "lib/configuration/"],
  ["lib/"],
];

/** Imports that point up, each with why it does; one that is gone must go from here. */
const POINTING_UP: Readonly<Record<string, string>> = {
  "lib/access.ts lib/configuration/schema.ts": "rules of the props are read from the schema of the YAML",
  "lib/agent-cli-provider.ts lib/configuration/schema.ts":
    "rules of the props are read from the schema of the YAML",
  "lib/agent-connector.ts lib/configuration/schema.ts":
    "rules of the props are read from the schema of the YAML",
  "lib/default-brand.ts lib/configuration/setting-types.ts":
    "rules of the props are read from the schema of the YAML",
  "lib/device-access-group.ts lib/configuration/schema.ts":
    "rules of the props are read from the schema of the YAML",
  "lib/device-code-flow.ts lib/configuration/schema.ts":
    "rules of the props are read from the schema of the YAML",
  "lib/endpoint-stage.ts lib/configuration/schema.ts":
    "rules of the props are read from the schema of the YAML",
  "lib/enrollment-token.ts lib/configuration/schema.ts":
    "rules of the props are read from the schema of the YAML",
  "lib/further-brands.ts lib/configuration/setting-types.ts":
    "rules of the props are read from the schema of the YAML",
  "lib/prop-validation.ts lib/configuration/schema-mistakes.ts": "the constructs' messages are the YAML's",
  "lib/prop-validation.ts lib/configuration/sourced.ts": "the constructs' messages are the YAML's",
  "lib/index.ts lib/configuration/parse-configuration.ts": "the package's entry also exports the reader",
  "lib/index.ts lib/configuration/problem.ts": "the package's entry also exports the reader",
  "tools/managed-set-up.ts tools/plan/configured.ts":
    "how an index is taken off an address stands with the plan",
  "tools/plan/environment.ts tools/report/model.ts": "a plan becomes a report's model beside the plan",
  "tools/plan/environment.ts tools/report/picture.ts": "a plan becomes a report's model beside the plan",
  "tools/terraform/redact.ts tools/plan/secrets.ts": "what looks like a secret is known beside the plan",
  "tools/verify/rules/deployment.ts tools/repair/dropped-values.ts":
    "what the provider drops is known beside the repair",
};

/** Circles of files, each with why it is one; one that is gone must go from here. */
const CIRCLES: Readonly<Record<string, string>> = {
  "tools/plan/changes.ts tools/plan/consequences.ts tools/plan/predicates.ts":
    "the type of a change stands with what makes one of it",
};

const FILES = [
  "main.ts",
  ...["lib", "configuration", "tools"]
    .filter((folder) => existsSync(folder))
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(".ts"))
        .map((name) => join(folder, name)),
    ),
].sort();

const IMPORTS: ReadonlyMap<string, readonly string[]> = new Map(
  FILES.map((file) => [file, importsOf(file, readFileSync(file, "utf8"))]),
);

/** The project's own modules that a file imports, types too. */
function importsOf(file: string, text: string): string[] {
  return [...text.matchAll(/(?:\bfrom|\bimport|\brequire)\s*\(?\s*"(\.[^"]*)"/g)].flatMap(([, given]) => {
    const path = join(dirname(file), given as string);
    if (path.endsWith(".json")) return [];
    const found = [`${path}.ts`, join(path, "index.ts")].find((candidate) => existsSync(candidate));
    if (!found) throw new Error(`${file} imports ${given}, which is no file`);
    return [found];
  });
}

/** The number of the line a file stands in; the longest name that fits counts. */
function layerOf(file: string): number {
  const fitting = LAYERS.flatMap((names, layer) =>
    names
      .filter((name) => (name.endsWith("/") ? file.startsWith(name) : file === name))
      .map((name) => ({ name, layer })),
  ).sort((a, b) => b.name.length - a.name.length);
  return fitting[0]?.layer ?? Number.NaN;
}

/** The folder that stands for a file in the house; what is below it belongs to it. */
function folderOf(file: string): string {
  return dirname(file).split("/").slice(0, 2).join("/");
}

/** Groups of nodes that reach each other, each sorted. */
function circlesIn(arrows: ReadonlyMap<string, readonly string[]>): string[][] {
  const reached = new Map([...arrows.keys()].map((node) => [node, reachableFrom(node, arrows)]));
  const circles = [...arrows.keys()]
    .filter((node) => reached.get(node)?.has(node))
    .map((node) => [...arrows.keys()].filter((o) => reached.get(node)?.has(o) && reached.get(o)?.has(node)));
  return [...new Map(circles.map((circle) => [circle.sort().join(" "), circle])).values()];
}

function reachableFrom(start: string, arrows: ReadonlyMap<string, readonly string[]>): Set<string> {
  const found = new Set<string>();
  const queue = [...(arrows.get(start) ?? [])];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    queue.push(...(arrows.get(next) ?? []));
  }
  return found;
}

test("every file has its place among the layers", () => {
  expect(FILES.filter((file) => Number.isNaN(layerOf(file)))).toEqual([]);
});

test("no import points up", () => {
  const pointingUp = [...IMPORTS].flatMap(([file, imported]) =>
    imported.filter((other) => layerOf(other) < layerOf(file)).map((other) => `${file} ${other}`),
  );

  expect(pointingUp).toEqual(Object.keys(POINTING_UP).sort());
});

test("no files import each other in a circle", () => {
  expect(circlesIn(IMPORTS).map((circle) => circle.join(" "))).toEqual(Object.keys(CIRCLES).sort());
});

test("no folders import each other in a circle", () => {
  const arrows = new Map<string, string[]>();
  for (const [file, imported] of IMPORTS) {
    const further = imported
      .filter((other) => !(`${file} ${other}` in POINTING_UP))
      .map(folderOf)
      .filter((folder) => folder !== folderOf(file));
    arrows.set(folderOf(file), [...(arrows.get(folderOf(file)) ?? []), ...further]);
  }

  expect(circlesIn(arrows)).toEqual([]);
});

test("what runs around it is read in commands only", () => {
  const OUTSIDE = /(?<![\w.])process\.|\bconsole\.|"(node:)?process"/;
  const reading = FILES.filter((file) => file !== "main.ts" && !file.startsWith("tools/commands/")).filter(
    (file) => OUTSIDE.test(withoutComments(readFileSync(file, "utf8"))),
  );

  expect(reading).toEqual([]);
});

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");
}

test.each([
  ["a circle", { a: ["b"], b: ["c"], c: ["a"], d: ["a"] }, [["a", "b", "c"]]],
  ["a file that imports itself", { a: ["a"] }, [["a"]]],
  ["two ways to one file", { a: ["b", "c"], b: ["d"], c: ["d"], d: [] }, []],
])("%s", (_, arrows, circles) => {
  expect(circlesIn(new Map(Object.entries<string[]>(arrows)))).toEqual(circles);
});

test.each([
  ['import { a } from "./terraform/run";', ["tools/terraform/run.ts"]],
  ['import type { a } from "./terraform/run";', ["tools/terraform/run.ts"]],
  ['export * from "./terraform/run";', ["tools/terraform/run.ts"]],
  ['const { a } = await import("./terraform/run");', ["tools/terraform/run.ts"]],
  ['import { b } from "../lib";', ["lib/index.ts"]],
  ['import { c } from "commander";', []],
])("imports are read: %s", (text, files) => {
  expect(importsOf("tools/x.ts", text)).toEqual(files);
});

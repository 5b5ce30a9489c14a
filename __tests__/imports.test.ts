import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** What stands in one line may import what stands in the same line or further down: folders end in a slash. */
const LAYERS: readonly (readonly string[])[] = [
  ["main.ts"],
  ["tools/commands/"],
  [
    "tools/report/",
    "tools/adopt/",
    "tools/repair/",
    "tools/forge/",
    "tools/apply/",
    "tools/status/",
    "tools/token/",
    "tools/join/",
    "tools/init/",
    "tools/notices/",
  ],
  ["tools/findings/", "tools/changes/", "tools/drift/"],
  ["tools/set-up/"],
  ["tools/terraform/", "tools/authentik/"],
  ["tools/objects/"],
  ["tools/http/", "tools/secrets.ts", "tools/severity.ts", "tools/json.ts"],
  ["configuration/"],
  ["lib/"],
];

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

  expect(pointingUp).toEqual([]);
});

test("no files import each other in a circle", () => {
  expect(circlesIn(IMPORTS)).toEqual([]);
});

test("no folders import each other in a circle", () => {
  const arrows = new Map<string, string[]>();
  for (const [file, imported] of IMPORTS) {
    const further = imported.map(folderOf).filter((folder) => folder !== folderOf(file));
    arrows.set(folderOf(file), [...(arrows.get(folderOf(file)) ?? []), ...further]);
  }

  expect(circlesIn(arrows)).toEqual([]);
});

test("what runs around it is read in commands and by the app only", () => {
  const OUTSIDE = /(?<![\w.])process\.|\bconsole\.|"(node:)?process"/;
  const app = "configuration/synthesise.ts";
  const reading = FILES.filter((file) => file !== app && !file.startsWith("tools/commands/")).filter((file) =>
    OUTSIDE.test(withoutComments(readFileSync(file, "utf8"))),
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

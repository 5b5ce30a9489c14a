import { readdirSync, readFileSync } from "node:fs";
import { Module } from "node:module";
import { join, relative, resolve } from "node:path";
import { parseSync, transformSync } from "@swc/core";
import { expect } from "expect";

/**
 * Changes one thing of tools/objects/ at a time and runs the tests that need no server and no terraform: each change must
 * make one of them fail. Prose (what a consequence says, where the documentation is, reasons) is only deleted.
 */

const ROOT = resolve(__dirname, "..");
const OBJECTS = join(ROOT, "tools", "objects");
/** Files without knowledge of a type: types, predicates and what derives from the rows. */
const NO_ROWS = [
  "object-type.ts",
  "predicates.ts",
  "durations.ts",
  "documentation.ts",
  "severities.ts",
  "consequences.ts",
];
const TESTS = [
  "objects/completeness",
  "objects/api",
  "objects/references",
  "objects/settings",
  "objects/report",
  "changes/consequences",
  "changes/changes",
  "adopt/settings",
  "adopt/comparison",
  "adopt/cli-application-settings",
  "report/layout",
  "set-up/whose",
  "findings/cli-applications",
  "report/picture",
  "set-up/dropped-values",
  "authentik/request-error",
  "findings/audit",
].map((name) => join(ROOT, "__tests__", "tools", `${name}.test.ts`));

/** Tests of how long much takes say nothing of single rows. */
const OF_SCALE = /before the test times out$/;

interface Mutation {
  readonly file: string;
  /** What is changed, and where. */
  readonly title: string;
  readonly source: string;
}

interface Node {
  readonly type: string;
  readonly span?: { readonly start: number; readonly end: number };
  readonly [key: string]: unknown;
}

/** Every deletion and misspelling in a file. */
function mutationsOf(file: string): Mutation[] {
  const source = readFileSync(file, "utf8");
  const bytes = Buffer.from(source);
  const program = parseSync(source, { syntax: "typescript" }) as unknown as Node & {
    span: { start: number };
  };
  // The parser's offsets go on from file to file.
  const base = program.span.start - (source.length - source.trimStart().length);
  const mutations: Mutation[] = [];
  const change = (what: string, { start, end }: { start: number; end: number }, replacement: string) => {
    const [from, to] = [start - base, end - base];
    const line = bytes.subarray(0, from).toString().split("\n").length;
    const old = bytes.subarray(from, to).toString().replace(/\s+/g, " ");
    mutations.push({
      file,
      title: `${relative(ROOT, file)}:${line} ${what} ${old.length > 70 ? `${old.slice(0, 70)}…` : old}`,
      source: Buffer.concat([
        bytes.subarray(0, from),
        Buffer.from(replacement),
        bytes.subarray(to),
      ]).toString(),
    });
  };
  visit(program, [], change);
  return mutations;
}

type Change = (what: string, span: { start: number; end: number }, replacement: string) => void;

const SEVERITY_NAMES: Readonly<Record<string, string>> = {
  BREAKS: "COSMETIC",
  WEAKENS: "BREAKS",
  ACCESS: "BREAKS",
  COSMETIC: "BREAKS",
};

function visit(node: unknown, path: readonly string[], change: Change): void {
  if (Array.isArray(node)) {
    for (const each of node) visit(each, path, change);
    return;
  }
  if (typeof node !== "object" || node === null) return;
  const { type, span, ...rest } = node as Node;
  if (type === "ImportDeclaration" || type === "TsTypeAnnotation" || type === "TsSatisfiesExpression") {
    if (type === "TsSatisfiesExpression") visit(rest.expression, path, change);
    return;
  }
  if (type === "KeyValueProperty") {
    const key = rest.key as Node & { value: string };
    const whole = { start: spanOf(key).start, end: spanOf(rest.value as Node).end };
    change("without", whole, "...{}");
    change("misspelt", spanOf(key), `"${misspelt(key.value)}"`);
    visit(rest.value, [...path, key.value], change);
    return;
  }
  if (type === "ArrayExpression") {
    const elements = (rest.elements as { expression: Node; spread: unknown }[]) ?? [];
    for (const { expression, spread } of elements) {
      if (!isMeaning(elements)) change("without", spanOf(expression), spread ? "[]" : "...[]");
    }
    // The third and fourth parts of a meaning are prose and a link.
    for (const { expression } of isMeaning(elements) ? elements.slice(0, 2) : elements)
      visit(expression, path, change);
    return;
  }
  if (type === "StringLiteral" && span && !isProse(String(rest.value), path)) {
    change("misspelt", span, JSON.stringify(misspelt(String(rest.value))));
  }
  if (type === "NumericLiteral" && span) change("another", span, String(Number(rest.value) + 1));
  if (type === "BooleanLiteral" && span) change("turned", span, String(!rest.value));
  if (type === "Identifier" && span && String(rest.value) in SEVERITY_NAMES) {
    change("another", span, SEVERITY_NAMES[String(rest.value)] ?? "");
  }
  for (const child of Object.values(rest)) visit(child, path, change);
}

/** Whether a text is a reason, or a sentence or a link in a constant beside the rows. */
const isProse = (text: string, path: readonly string[]) =>
  path.length === 0 ? /\s|^https:/.test(text) : ["meansNothing", "noSetting"].includes(path.at(-1) ?? "");

/** Whether an array is a row: when, how severe, what and where. */
const isMeaning = (elements: readonly { expression: Node }[]) =>
  elements.length === 4 && String(elements[1]?.expression.value) in SEVERITY_NAMES;

const spanOf = (node: Node): { start: number; end: number } => {
  const span = node.span ?? (node.expression as Node | undefined)?.span;
  if (!span) throw new Error(`a ${node.type} is nowhere`);
  return span;
};

/** Another spelling that differs in one letter. */
function misspelt(text: string): string {
  if (text === "") return "x";
  const middle = Math.floor(text.length / 2);
  return `${text.slice(0, middle)}${text[middle] === "x" ? "y" : "x"}${text.slice(middle + 1)}`;
}

// What follows evaluates modules anew, with one of them changed, and runs what tests they register.

const compiled = new Map<string, string>();
let mutation: Mutation | undefined;

interface Loader {
  _extensions: Record<
    string,
    (module: NodeModule & { _compile(code: string, file: string): void }, file: string) => void
  >;
}
const { _extensions: extensions } = Module as unknown as Loader;
const loadOthers = extensions[".ts"];
extensions[".ts"] = (module, file) => {
  if (!file.startsWith(ROOT) || file.includes("node_modules")) return loadOthers?.(module, file);
  if (mutation?.file === file) return module._compile(compile(mutation.source, file), file);
  const code = compiled.get(file) ?? compile(readFileSync(file, "utf8"), file);
  compiled.set(file, code);
  module._compile(code, file);
};

function compile(source: string, filename: string): string {
  return transformSync(source, {
    filename,
    jsc: { parser: { syntax: "typescript" }, target: "es2022" },
    module: { type: "commonjs" },
  }).code;
}

type Body = (...values: never[]) => unknown;
interface Registered {
  readonly name: string;
  readonly run: () => unknown;
}

/** What a test file registers: its tests in order, with what comes before those of each group. */
let registered: Registered[] = [];
let before: (() => unknown)[] = [];

const test = (name: string, body: Body) => {
  const first = before;
  if (OF_SCALE.test(name)) return;
  registered.push({
    name,
    run: async () => {
      for (const each of first) await each();
      await body();
    },
  });
};
const describe = (_: string, body: Body) => {
  const outer = before;
  before = [...outer];
  body();
  before = outer;
};
const once = (body: () => unknown) => {
  let done: unknown;
  return () => {
    done ??= body() ?? true;
    return done;
  };
};
const each =
  (register: (name: string, body: Body) => void) =>
  (rows: readonly unknown[]) =>
  (name: string, body: (...values: unknown[]) => unknown) => {
    for (const row of rows) register(name, () => (Array.isArray(row) ? body(...row) : body(row)));
  };
Object.assign(globalThis, {
  expect,
  test: Object.assign(test, { each: each(test) }),
  describe: Object.assign(describe, { each: each(describe) }),
  beforeAll: (body: () => unknown) => before.push(once(body)),
});

/** The first test that fails, undefined when none does. */
async function failing(): Promise<string | undefined> {
  for (const file of TESTS) {
    registered = [];
    before = [];
    try {
      require(file);
    } catch (error) {
      return `${relative(ROOT, file)}: ${(error as Error).message}`;
    }
    for (const { name, run } of registered) {
      try {
        await run();
      } catch (error) {
        return `${relative(ROOT, file)}: ${name}: ${String((error as Error).message).split("\n")[0]}`;
      }
    }
  }
  return undefined;
}

/** Files that, directly or not, use one of objects/: they are evaluated anew for each change. */
function dependents(): string[] {
  const modules = Object.values(require.cache).flatMap((each) => each ?? []);
  const found = new Set(modules.filter(({ filename }) => filename.startsWith(OBJECTS)));
  for (let size = -1; size !== found.size; ) {
    size = found.size;
    for (const each of modules) if (each.children.some((child) => found.has(child))) found.add(each);
  }
  const own = require.main?.filename;
  return [...found]
    .map(({ filename }) => filename)
    .filter((file) => file !== own)
    .concat(TESTS);
}

async function main(): Promise<number> {
  const broken = await failing();
  if (broken) throw new Error(`nothing was changed yet, and ${broken}`);
  const files = dependents();
  const rows = readdirSync(OBJECTS).filter((name) => !NO_ROWS.includes(name));
  const wanted = process.argv[2];
  const mutations = rows
    .filter((name) => wanted === undefined || name === wanted)
    .flatMap((name) => mutationsOf(join(OBJECTS, name)));
  let survivors = 0;
  for (mutation of mutations) {
    for (const file of files) delete require.cache[file];
    // Else what was evaluated for earlier changes would never be let go of.
    module.children.length = 0;
    if ((await failing()) !== undefined) continue;
    survivors += 1;
    console.log(`survived: ${mutation.title}`);
  }
  console.log(`${mutations.length - survivors} of ${mutations.length} caught`);
  return survivors === 0 ? 0 : 1;
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  },
);

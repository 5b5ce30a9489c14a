import "../configuration/without-terraform";

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, Testing } from "cdktf";
import fc from "fast-check";
import { stringify } from "yaml";
import { ConfigurationError } from "../../configuration/configuration-error";
import { readConfiguration } from "../../configuration/read-configuration";
import { AgentStack } from "../../lib";
import { validConfiguration } from "../configuration/valid-configuration";
import { anyJson, mutated, mutations } from "./mutation";
import { PATIENCE, Tried, trials } from "./trials";

jest.setTimeout(PATIENCE);

const LONGEST_MESSAGE = 200_000;
const folder = mkdtempSync(join(tmpdir(), "agent-stack-fuzz-"));
const file = join(folder, "agent-stack.yaml");
const tried = new Tried("configurations");
mkdirSync(join(folder, "environments"));
afterAll(() => {
  tried.tell();
  rmSync(folder, { recursive: true });
});

type Written = string | Uint8Array;

/** Reads what is written there: it gives stacks that synthesise, or mistakes with their places. */
function expectStacksOrMistakes(
  main: Written,
  tenant: Written = "cli: {clientId: acme}\nserver: https://acme.example.com\n",
): void {
  writeFileSync(file, main);
  writeFileSync(join(folder, "environments/acme.yaml"), tenant);
  const error = tried.thrownBy(() => {
    for (const { name, props } of readConfiguration(file).environments.slice(0, 2)) {
      Testing.synth(new AgentStack(new App(), name, props), true);
    }
  });
  if (error === undefined) return;
  tried.refuse();
  if (!(error instanceof ConfigurationError) && !/^Validation failed/.test((error as Error).message))
    throw error;
  const { message } = error as Error;
  expect(message.length).toBeLessThan(LONGEST_MESSAGE);
  expect(message).not.toMatch(/\[object |^\s+at /m);
  if (error instanceof ConfigurationError) {
    for (const { line, column } of error.mistakes) expect(Math.min(line, column)).toBeGreaterThanOrEqual(1);
  }
}

const [{ environments }] = fc.sample(validConfiguration, { seed: 3, numRuns: 1 }) as [
  { environments: object },
];
const [environment] = Object.values(environments);
const valid = JSON.parse(JSON.stringify({ environments: { production: environment } }));
const text = stringify(valid);

/** Bytes that mean something to an editor, to YAML or to JavaScript. */
const piece = fc.oneof(
  fc.uint8Array({ maxLength: 12 }).map((bytes) => Buffer.from(bytes)),
  fc
    .constantFrom(
      "\ufeff",
      "\0",
      "\t",
      "\r",
      "\u2028",
      "\u0085",
      "&a ",
      "*a ",
      "<<: *a\n",
      "? ",
      "- ",
      "{",
      "[",
      "|\n",
      "!!binary ",
      "!!js/function ",
      "%YAML 1.1\n---\n",
      "---\n",
      "...\n",
      "__proto__: ",
      "constructor: ",
      "9".repeat(400),
      "1e400",
      "0x",
      "0o7",
      ".inf",
      ".nan",
      "~",
      "2026-01-01",
      "{environment}",
      "${x}",
      "%{ if true }",
      "'",
      '"',
    )
    .map((each) => Buffer.from(each)),
);

describe("whatever the files hold, there are stacks or mistakes", () => {
  it("any bytes, in the file and in a tenant's", () =>
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.boolean(), (bytes, isTenants) =>
        isTenants ? expectStacksOrMistakes("environments: {}\n", bytes) : expectStacksOrMistakes(bytes),
      ),
      trials(150),
    ));

  it("a valid file with bytes put in or taken out", () => {
    const edit = fc.tuple(fc.nat({ max: text.length }), fc.nat({ max: 8 }), piece);
    return fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 3 }), fc.boolean(), (edits, isTenants) => {
        const tenant = stringify(environment);
        const edited = edits.reduce(
          (bytes, [at, length, put]) =>
            Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + length)]),
          Buffer.from(isTenants ? tenant : text) as Buffer,
        );
        if (isTenants) expectStacksOrMistakes("environments: {}\n", edited);
        else expectStacksOrMistakes(edited);
      }),
      trials(120),
    );
  });

  it("a valid file with values changed", () =>
    fc.assert(
      fc.property(mutations, (given) => expectStacksOrMistakes(JSON.stringify(mutated(valid, given)))),
      trials(120),
    ));

  it("any values, of environments too", () =>
    fc.assert(
      fc.property(anyJson, (value) => {
        expectStacksOrMistakes(JSON.stringify(value));
        expectStacksOrMistakes(
          JSON.stringify({ environments: { production: value } }),
          JSON.stringify(value),
        );
      }),
      trials(60),
    ));

  const several = (count: number, each: (index: number) => string) =>
    Array.from({ length: count }, (_, index) => each(index)).join("\n");
  const laughs = [..."abcdefghij"].map((name, index, all) => {
    const before = all[index - 1];
    return `x-${name}: &${name} [${Array(9)
      .fill(before === undefined ? "ha" : `*${before}`)
      .join(", ")}]`;
  });

  it.each([
    ["a billion laughs", laughs.join("\n")],
    [
      "a merge of merges",
      `x-0: &m0 {a: 1}\n${several(1500, (at) => `x-${at + 1}: &m${at + 1} {<<: *m${at}, b${at}: 1}`)}`,
    ],
    ["many aliases", `x-a: &a 1\nx-b: [${Array(20_000).fill("*a")}]`],
    ["an alias of itself", "environments: &a {production: *a}"],
    ["deep lists", "[".repeat(50_000)],
    ["deep mappings", several(3000, (at) => `${" ".repeat(at)}a:`)],
    ["deep in one line", "- ".repeat(50_000)],
    [
      "environments that extend one another",
      `environments:\n${several(3000, (at) => `  e${at}: {extends: e${at + 1}}`)}\n  e3000: {}`,
    ],
    [
      "templates that extend one another",
      `templates:\n${several(4000, (at) => `  t${at}: {extends: t${at + 1}}`)}\n  t4000: {}\nenvironments: {p: {extends: t0}}`,
    ],
    [
      "environments that extend twice",
      `environments:\n${several(45, (at) => `  e${at}: {extends: [e${at + 1}, e${at + 1}]}`)}\n  e45: {}`,
    ],
    ["many environments", `environments:\n${several(5000, (at) => `  e${at}: {}`)}`],
    ["many unknown keys", `environments:\n  production:\n${several(6000, (at) => `    k${at}: 1`)}`],
    ["one key many times", `environments:\n${several(5000, () => "  p: {}")}`],
    ["a long key", `environments: {production: {}}\n${"k".repeat(900_000)}: 1`],
    ["a long text", `environments: {production: {server: ${"k".repeat(900_000)}}}`],
    [
      "a long name in a backend",
      `environments: {${"k".repeat(1000)}: {backend: {s3: {bucket: "${"{environment}".repeat(50_000)}"}}}}`,
    ],
    ["a long number", `environments: {production: {connector: {nssUidOffset: ${"9".repeat(500_000)}}}}`],
    ["a syntax error in every line", several(8000, () => "a: b: c")],
    ["nothing but comments", "#\n".repeat(100_000)],
    ["nothing but lines", "\n".repeat(200_000)],
    ["more than is read", `environments: {}\n${"#".repeat(1_000_000)}`],
  ])("%s", (_, evil) => {
    expectStacksOrMistakes(evil);
    expectStacksOrMistakes("environments: {}\n", evil);
  });

  it("a file that never ends is read no further than it may be long", () => {
    expect(() => readConfiguration("/dev/zero")).toThrow(
      new ConfigurationError("/dev/zero", [
        {
          line: 1,
          column: 1,
          path: "",
          message:
            "has more than 1 MB, as much as is read: give environments files of their own in the folder environments",
        },
      ]),
    );
  });
});

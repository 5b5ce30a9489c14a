import { type Case, MISTAKEN_SETTINGS } from "./mistaken-settings";
import { mistakesIn, mistakesInProduction } from "./mistakes-in";

const ENVIRONMENTS =
  'expected environments by name, such as "production: {}", or each in a file of its own, such as environments/production.yaml';
const ENVIRONMENT_NAME = "expected a name of at most 100 letters, digits, - and _, not starting with -";

describe("fails when the file is not YAML", () => {
  const cases: Case[] = [
    ["empty", "", ['1:1: the file is empty, expected at least "environments: {production: {}}"']],
    [
      "comments only",
      "# nothing\n",
      ['1:1: the file is empty, expected at least "environments: {production: {}}"'],
    ],
    [
      "a tab as indentation",
      "environments:\n\tproduction: {}",
      ["2:1: a tab indents this line, expected spaces"],
    ],
    [
      "a bracket that stays open",
      "environments: {",
      ["1:16: not YAML: flow map in block collection must be sufficiently indented and end with a }"],
    ],
    [
      "mistakes in two lines",
      'environments:\n  production: {cli: {name: "\\q"}}\n  staging: {cli: @x}',
      [
        "2:29: not YAML: invalid escape sequence \\q",
        "3:18: not YAML: plain value cannot start with reserved character @",
      ],
    ],
    [
      "a second document",
      "environments: {production: {}}\n---\nenvironments: {staging: {}}",
      ["2:1: a second document starts here, expected one document"],
    ],
    ["an unknown tag", "environments: {production: !vault {}}", ["1:28: not YAML: unresolved tag"]],
    [
      "an alias of nothing",
      "environments: *none",
      ['1:1 environments: alias "none" has no anchor before it'],
    ],
    [
      "an alias of itself",
      "environments: &all\n  production: *all",
      ['2:3 environments.production.production: alias "all" leads back to itself'],
    ],
    [
      "a merged list",
      "environments: {production: {cli: {<<: [1]}}}",
      ['1:40 environments.production.cli[0]: expected an alias of a mapping after "<<"'],
    ],
    [
      "a mapping as a key",
      "environments: {production: {}}\n? {a: b}\n: c",
      ["2:3: not a name for a setting, expected text"],
    ],
    [
      "a key that objects cannot hold",
      "environments: {production: {}, __proto__: {}}",
      ["1:32 environments: not a name for a setting, expected text"],
    ],
    [
      "keys twice, at two levels",
      "environments:\n  production: {}\n  staging: {cli: {name: a, name: b}}\n  production: {}",
      [
        "3:28 environments.staging.cli.name: given twice, first in line 3",
        "4:3 environments.production: given twice, first in line 2",
      ],
    ],
    [
      "nesting deeper than any setting",
      `environments: ${"[".repeat(30)}${"]".repeat(30)}`,
      [`1:35 environments${"[0]".repeat(20)}: nested more than 20 levels deep`],
    ],
  ];

  it.each(cases)("%s", (_, text, expected) => {
    expect(mistakesIn(text)).toEqual(expected);
  });

  it("nesting without end", () => {
    const text = `environments: ${"[".repeat(5000)}${"]".repeat(5000)}`;
    expect(mistakesIn(text)).toEqual([expect.stringMatching(/^1:\d+: nested more than 20 levels deep$/)]);
  });

  it("aliases of aliases that expand to more than memory holds", () => {
    const rows = [..."abcdefghij"].map((name, index, names) => {
      const items = index === 0 ? "x" : `*${names[index - 1]}`;
      return `${name}: &${name} [${Array(10).fill(items).join(", ")}]`;
    });
    expect(mistakesIn(rows.join("\n"))).toEqual([
      expect.stringMatching(/: more than 40000 values, aliases included$/),
    ]);
  });
});

describe("fails when the environments are not right", () => {
  const cases: Case[] = [
    ["a list", "[]", ["1:1: got an empty list, expected a mapping"]],
    [
      "without the key environments",
      "production: {}",
      [
        `1:1 environments: missing, ${ENVIRONMENTS}`,
        '1:1 production: unknown key, expected one of "environments", "templates"',
      ],
    ],
    ["nothing", "environments:", [`1:1 environments: got nothing, ${ENVIRONMENTS}`]],
    ["none", "environments: {}", [`1:1 environments: got an empty mapping, ${ENVIRONMENTS}`]],
    [
      "a number",
      "environments: {production: 5}",
      ["1:16 environments.production: got 5, expected a mapping"],
    ],
    [
      "names that cannot be a file's",
      'environments:\n  "a b": {}\n  -c: {}\n  "": {}\n  ../d: {}',
      [
        `2:3 environments["a b"]: got "a b", ${ENVIRONMENT_NAME}`,
        `3:3 environments.-c: got "-c", ${ENVIRONMENT_NAME}`,
        `4:3 environments[""]: got "", ${ENVIRONMENT_NAME}`,
        `5:3 environments["../d"]: got "../d", ${ENVIRONMENT_NAME}`,
      ],
    ],
    [
      "names that only differ in case",
      "environments:\n  production: {}\n  Production: {}",
      [
        '3:3 environments.Production: differs from "production" only in upper and lower case, which not every file system tells apart: rename one of them',
      ],
    ],
    [
      "names that every object has",
      "environments: {constructor: {}, toString: {}}",
      [
        "1:16 environments.constructor: is the name of a property that every JavaScript object has: rename it",
        "1:33 environments.toString: is the name of a property that every JavaScript object has: rename it",
      ],
    ],
    [
      "an unknown parent",
      "environments:\n  production: {}\n  staging: {extends: prodution}",
      [
        '3:13 environments.staging.extends: got "prodution", expected another environment or template, one of "production"; did you mean "production"?',
      ],
    ],
    [
      "an unknown parent, and no other environment",
      "environments: {staging: {extends: production}}",
      [
        '1:26 environments.staging.extends: got "production", expected another environment or template, and there is none',
      ],
    ],
    [
      "itself as a parent",
      "environments: {a: {extends: a}}",
      ['1:20 environments.a.extends: "a" extends "a": an environment cannot extend itself'],
    ],
    [
      "a circle of parents",
      "environments:\n  a: {extends: b}\n  b: {extends: c}\n  c: {extends: b}",
      ['4:7 environments.c.extends: "b" extends "c" extends "b": an environment cannot extend itself'],
    ],
    [
      "a name that is too long for a file's",
      `environments: {${"a-".repeat(50)}b: {}}`,
      [`1:16 environments.${"a-".repeat(50)}b: got "${"a-".repeat(50)}b", ${ENVIRONMENT_NAME}`],
    ],
    [
      "a parent that is no name",
      "environments: {a: {extends: 5}}",
      [
        "1:20 environments.a.extends: got 5, expected the name of an environment or template, or a list of such names; put it in quotes to make it text",
      ],
    ],
  ];

  it.each(cases)("%s", (_, text, expected) => {
    expect(mistakesIn(text)).toEqual(expected);
  });
});

describe.each(MISTAKEN_SETTINGS)("fails when $what", ({ cases }) => {
  it.each(cases)("%s", (_, settings, expected) => {
    expect(mistakesInProduction(settings)).toEqual(expected);
  });
});

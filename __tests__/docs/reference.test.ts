import { readFileSync } from "node:fs";
import { parseConfiguration } from "../../configuration";
import { environmentJsonSchema } from "../../configuration/json-schema";
import { keysOf, keyText, type Schema } from "../../scripts/reference/keys";
import { referencePage } from "../../scripts/reference/page";

const EXAMPLES = "examples/every-key.yaml";
const environment = environmentJsonSchema() as Schema;
const examples = readFileSync(EXAMPLES, "utf8");
const page = readFileSync("docs/reference.md", "utf8");

test("docs/reference.md is what `npm run reference` writes", () => {
  expect(page).toBe(referencePage(environment, examples));
});

test("the reference has every key of the schema", () => {
  const headings = [...page.matchAll(/^##+ (.*)$/gm)].map(([, heading]) => heading);

  expect(headings).toEqual(keysOf(environment).map(({ path }) => keyText(path)));
  expect(headings.length).toBeGreaterThan(150);
});

test("the examples of the reference are a valid configuration", () => {
  expect(parseConfiguration(examples, EXAMPLES).environments.map(({ name }) => name)).toContain("acme");
});

test.each([
  [
    "cli.accessTokenValidity",
    [
      "How long an access token lasts.",
      "",
      '- Value: a duration such as "minutes=10" or "hours=1;minutes=30"',
      '- Default: `"minutes=10"`',
      "- In authentik: `access_token_validity` (CLI provider)",
      "",
      "```yaml",
      "cli: { accessTokenValidity: minutes=30 }",
      "```",
    ],
  ],
  [
    "cli.application.hide",
    [
      "Hides the application from people's dashboards.",
      "",
      "- Value: true or false",
      "- Default: `false`",
      "- Since authentik 2026.5",
      "- In authentik: `meta_hide` (Application)",
      "",
      "```yaml",
      "cli: { application: { hide: true } }",
      "```",
    ],
  ],
])("the reference says of %s what it is, allows, sets and an example", (key, lines) => {
  expect(page).toContain(`### ${key}\n\n${lines.join("\n")}\n`);
});

test("a key without an example is an error that names it", () => {
  expect(() => referencePage(environment, "environments: { acme: { release: '2026.8' } }")).toThrow(
    "no example sets extends",
  );
});

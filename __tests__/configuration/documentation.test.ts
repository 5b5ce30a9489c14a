import { readFileSync } from "node:fs";
import { parseConfiguration } from "../../configuration/parse-configuration";
import { environmentSchema } from "../../configuration/schema";
import { knownKeys, schemaAt } from "../../lib/rules/schema-walk";
import { stateBackend } from "../../lib/rules/state-backend";
import { mistakesIn } from "./mistakes-in";

const documentation = readFileSync("docs/configuration.md", "utf8");
const examples = [...documentation.matchAll(/^```yaml\n(.*?)^```/gms)].map(
  ([, example]) => example as string,
);
/** The file of one environment, whose templates are in the example before it. */
const ofOneEnvironment = (example: string) => /^# (environments\/(\w+)\.yaml)$/m.exec(example);
const hasOnlyTemplates = (example: string) =>
  example.startsWith("templates:") && !/^environments:/m.test(example);

describe("docs/configuration.md", () => {
  it.each(examples)("has an example without mistakes: %#", (text) => {
    const index = examples.indexOf(text) + (hasOnlyTemplates(text) ? 1 : 0);
    const [, file, environment] = ofOneEnvironment(examples[index] as string) ?? [];
    const { environments } =
      file && environment
        ? parseConfiguration(examples[index - 1] as string, "agent-stack.yaml", [
            { file, environment, text: examples[index] as string },
          ])
        : parseConfiguration(text, "agent-stack.yaml");
    expect(environments.length).toBeGreaterThan(0);
  });

  it("has an example of each part of the configuration", () => {
    const parts = knownKeys(environmentSchema) ?? [];
    expect(parts).toContain("deviceCodeFlow");
    expect(parts.filter((part) => !examples.some((example) => example.includes(` ${part}:`)))).toEqual([]);
  });

  it("shows messages as they are", () => {
    const [, message] = /^```\n2 mistakes in agent-stack.yaml\n(.*?)^```/ms.exec(
      documentation,
    ) as unknown as [string, string];
    const text = `environments:
  production:
    cli:
      accessTokenValidity: 10 minutes
    connector:
      refreshIntervall: hours=1`;
    const mistakes = mistakesIn(text).map((mistake) => `agent-stack.yaml:${mistake.replace(" ", ": ")}\n`);
    expect(mistakes.join("")).toBe(message);
  });

  it("names all backends and their settings", () => {
    for (const kind of knownKeys(stateBackend) ?? []) {
      const row = documentation
        .split("\n")
        .find((line) => line.startsWith("| ") && line.includes(`\`${kind}\``));
      for (const setting of knownKeys(schemaAt(stateBackend, [kind])) ?? []) {
        expect(row).toContain(`\`${setting}\``);
      }
    }
  });
});

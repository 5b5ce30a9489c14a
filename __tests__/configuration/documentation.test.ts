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

describe("docs/configuration.md", () => {
  it.each(examples)("has an example without mistakes: %#", (example) => {
    const { environments } = parseConfiguration(example, "agent-stack.yaml");
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

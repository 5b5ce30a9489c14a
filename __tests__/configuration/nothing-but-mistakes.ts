import { ConfigurationError } from "../../configuration/configuration-error";
import { parseConfiguration } from "../../configuration/parse-configuration";

/** What parsing a text throws, undefined where it throws nothing. */
function thrownBy(text: string): unknown {
  try {
    parseConfiguration(text, "agent-stack.yaml");
    return undefined;
  } catch (error) {
    return error;
  }
}

/** Parses a text, which must give a configuration or mistakes that all have a place in the text. */
export function expectNothingButMistakes(text: string): void {
  const error = thrownBy(text);
  if (error === undefined) return;
  expect(error).toBeInstanceOf(ConfigurationError);
  const { mistakes } = error as ConfigurationError;
  expect(mistakes.length).toBeGreaterThan(0);
  const lines = text.split("\n");
  for (const { line, column } of mistakes) {
    expect(line).toBeGreaterThanOrEqual(1);
    expect(line).toBeLessThanOrEqual(lines.length);
    expect(column).toBeGreaterThanOrEqual(1);
    expect(column).toBeLessThanOrEqual((lines[line - 1] as string).length + 1);
  }
}

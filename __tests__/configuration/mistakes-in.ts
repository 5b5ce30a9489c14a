import { ConfigurationError } from "../../configuration/configuration-error";
import { parseConfiguration } from "../../configuration/parse-configuration";
import { NEEDS_SERVER } from "../../lib/rules/places";

/** What is wrong with a configuration, as `line:column path: message`, but that its environments name no servers. */
export function mistakesIn(text: string): string[] {
  return allMistakesIn(text).filter((mistake) => !mistake.endsWith(NEEDS_SERVER));
}

/** Everything that is wrong with a configuration, as `line:column path: message`. */
export function allMistakesIn(text: string): string[] {
  try {
    parseConfiguration(text, "agent-stack.yaml");
    return [];
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.mistakes.map(({ line, column, path, message }) =>
      [`${line}:${column}${path === "" ? "" : ` ${path}`}`, message].join(": "),
    );
  }
}

/** The same for what stands below `environments.production`, whose first line is the third. */
export function mistakesInProduction(settings: string): string[] {
  const lines = settings.split("\n").map((line) => `    ${line}`);
  return mistakesIn(["environments:", "  production:", ...lines].join("\n"));
}

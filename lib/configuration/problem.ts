/** One mistake in the configuration, at the place where it was made. */
export interface Problem {
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  /** Path of the setting, such as `environments.production.cli.scopes[0]`; empty where there is none. */
  readonly path: string;
  /** What was given, what is allowed and what to do. */
  readonly message: string;
}

/** Everything that is wrong with a configuration; its message lists all problems in the order of the file. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
  readonly problems: readonly Problem[];

  constructor(
    readonly file: string,
    problems: readonly Problem[],
  ) {
    const sorted = [...problems].sort((a, b) => a.line - b.line || a.column - b.column);
    const mistakes = sorted.length === 1 ? "1 mistake" : `${sorted.length} mistakes`;
    super([`${mistakes} in ${file}`, ...sorted.map((problem) => described(file, problem))].join("\n"));
    this.problems = sorted;
  }
}

function described(file: string, { line, column, path, message }: Problem): string {
  return [`${file}:${line}:${column}`, path, message].filter((part) => part !== "").join(": ");
}

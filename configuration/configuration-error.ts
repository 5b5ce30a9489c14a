/** One mistake in the configuration, at the place where it was made. */
export interface PlacedMistake {
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  /** Path of the setting, such as `environments.production.cli.scopes[0]`; empty where there is none. */
  readonly path: string;
  /** What was given, what is allowed and what to do. */
  readonly message: string;
}

/** Everything that is wrong with a configuration; its message lists all mistakes in the order of the file. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
  readonly mistakes: readonly PlacedMistake[];

  constructor(
    readonly file: string,
    mistakes: readonly PlacedMistake[],
  ) {
    const sorted = [...mistakes].sort((a, b) => a.line - b.line || a.column - b.column);
    const count = sorted.length === 1 ? "1 mistake" : `${sorted.length} mistakes`;
    super([`${count} in ${file}`, ...sorted.map((mistake) => described(file, mistake))].join("\n"));
    this.mistakes = sorted;
  }
}

function described(file: string, { line, column, path, message }: PlacedMistake): string {
  return [`${file}:${line}:${column}`, path, message].filter((part) => part !== "").join(": ");
}

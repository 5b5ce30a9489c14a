/** One mistake in the configuration, at the place where it was made. */
export interface PlacedMistake {
  /** The tenant's file that it is in. @default - the configuration's own file */
  readonly file?: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  /** Path of the setting, such as `environments.production.cli.scopes[0]`; empty where there is none. */
  readonly path: string;
  /** What was given, what is allowed and what to do. */
  readonly message: string;
}

const MOST_SHOWN = 200;

/** Everything that is wrong with a configuration; its message lists the mistakes in the order of the file, the first 200. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
  readonly mistakes: readonly PlacedMistake[];

  constructor(
    /** The configuration's own file. */
    readonly file: string,
    mistakes: readonly PlacedMistake[],
  ) {
    const sorted = [...mistakes].sort((a, b) => byFile(a, b) || a.line - b.line || a.column - b.column);
    const files = sorted.length === 0 ? [file] : [...new Set(sorted.map((each) => each.file ?? file))];
    const count = sorted.length === 1 ? "1 mistake" : `${sorted.length} mistakes`;
    super(
      [
        `${count} in ${files.join(", ")}`,
        ...sorted.slice(0, MOST_SHOWN).map((mistake) => described(mistake.file ?? file, mistake)),
        ...(sorted.length > MOST_SHOWN ? [`and ${sorted.length - MOST_SHOWN} more`] : []),
      ].join("\n"),
    );
    this.mistakes = sorted;
  }
}

/** The configuration's own file comes first. */
function byFile({ file: a = "" }: PlacedMistake, { file: b = "" }: PlacedMistake): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

function described(file: string, { line, column, path, message }: PlacedMistake): string {
  return [`${file}:${line}:${column}`, path, message].filter((part) => part !== "").join(": ");
}

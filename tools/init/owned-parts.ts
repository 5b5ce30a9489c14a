import { createHash } from "node:crypto";

/**
 * What agent-stack owns in a repository of one's own, and goes on writing: whole files, settings in JSON, lines. The keys are paths,
 * with the part's name after `SEPARATOR`; the values are what is there, with line ends as on Unix.
 */
export type Parts = ReadonlyMap<string, string>;

export const SEPARATOR = " > ";

/** How the parts of a file are read and written that has others' parts as well. */
interface PartedFile {
  read(text: string): ReadonlyMap<string, string>;
  /** @param value - Undefined takes the part away */
  write(text: string, part: string, value: string | undefined): string;
}

const SETTINGS: PartedFile = {
  read: (text) =>
    new Map(settingsIn(JSON.parse(text)).map(({ path, value }) => [path.join(SEPARATOR), value])),
  write: (text, part, value) => {
    const settings = JSON.parse(text || "{}");
    const path = part.split(SEPARATOR);
    const last = path.pop() as string;
    let holder = settings;
    for (const name of path) {
      holder[name] ??= {};
      holder = holder[name];
    }
    if (value === undefined) delete holder[last];
    else holder[last] = JSON.parse(value);
    const [, indent = "  "] = /^\{\s*?\n([ \t]+)"/.exec(text) ?? [];
    return `${JSON.stringify(settings, undefined, indent)}\n`;
  },
};

function settingsIn(value: Readonly<Record<string, unknown>>): { path: string[]; value: string }[] {
  return Object.entries(value).flatMap(([name, each]) =>
    typeof each === "object" && each !== null && !Array.isArray(each)
      ? settingsIn(each as Readonly<Record<string, unknown>>).map(({ path, value: inner }) => ({
          path: [name, ...path],
          value: inner,
        }))
      : [{ path: [name], value: JSON.stringify(each) }],
  );
}

const LINES: PartedFile = {
  read: (text) =>
    new Map(
      text
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => [line, line]),
    ),
  write: (text, part, value) => {
    const others = text.split("\n").filter((line) => line !== part);
    if (value === undefined) return others.join("\n");
    return `${text}${text === "" || text.endsWith("\n") ? "" : "\n"}${value}\n`;
  },
};

const SCHEMA = "schema";
const SCHEMA_LINE = /^# yaml-language-server: \$schema=.*$/m;

/** Of the configuration nothing but the line by which editors find its schema. */
const CONFIGURATION: PartedFile = {
  read: (text) => new Map([...(SCHEMA_LINE.exec(text) ?? [])].map((line) => [SCHEMA, line])),
  write: (text, _, value = "") =>
    SCHEMA_LINE.test(text) ? text.replace(SCHEMA_LINE, () => value) : `${value}\n${text}`,
};

const PARTED: ReadonlyMap<string, PartedFile> = new Map([
  ["package.json", SETTINGS],
  ["cdktf.json", SETTINGS],
  [".gitignore", LINES],
  ["agent-stack.yaml", CONFIGURATION],
]);

/** Written once and never again. */
const OF_THE_READER = ["main.ts", "README.md", "CODEOWNERS"];

/** The parts of files that agent-stack owns there. @throws Error when one is no JSON and should be */
export function partsOf(files: ReadonlyMap<string, string>): Parts {
  return new Map(
    [...files]
      .filter(([file]) => !OF_THE_READER.includes(file))
      .flatMap(([file, given]) => {
        const text = unixLines(given);
        const parted = PARTED.get(file);
        if (!parted) return [[file, text] as const];
        return [...readParts(parted, file, text)].map(
          ([part, value]) => [`${file}${SEPARATOR}${part}`, value] as const,
        );
      }),
  );
}

function readParts(parted: PartedFile, file: string, text: string): ReadonlyMap<string, string> {
  try {
    return parted.read(text);
  } catch (error) {
    throw new Error(`${file} is no JSON: ${(error as Error).message}`);
  }
}

/** The file that a part is in. */
export const fileOf = (key: string) => key.split(SEPARATOR, 1)[0] as string;

/** A file with one of its parts written or taken away; undefined is no file. */
export function withPart(
  text: string | undefined,
  key: string,
  value: string | undefined,
): string | undefined {
  const file = fileOf(key);
  const parted = PARTED.get(file);
  if (!parted) return value;
  return parted.write(text ?? "", key.slice(file.length + SEPARATOR.length), value);
}

export const unixLines = (text: string) => text.replaceAll("\r\n", "\n");

/** By what a text is recognised again. */
export const fingerprint = (text: string) => createHash("sha256").update(text).digest("hex");

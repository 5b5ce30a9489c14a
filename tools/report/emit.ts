import { accessSync, constants, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { renderHtml } from "./html";
import { renderJson } from "./json";
import { renderJunit } from "./junit";
import { renderMarkdown } from "./markdown";
import type { Report } from "./model";
import { outlineOf } from "./outline";
import { renderSarif } from "./sarif";
import { renderText } from "./text";

/** Formats of a report and the endings of their files. */
const FORMATS = {
  markdown: "md",
  json: "json",
  html: "html",
  text: "txt",
  sarif: "sarif",
  junit: "xml",
} as const;

export type Format = keyof typeof FORMATS;

export interface Destination {
  /** Folder for the files; standard output when it is missing. */
  readonly out?: string;
  /** Writes to standard output. */
  readonly print: (text: string) => void;
  readonly formats: readonly Format[];
  /** Whether standard output is a terminal that shows colours. */
  readonly colour: boolean;
  /** The columns of text. */
  readonly width: number;
}

/** Reads `--format markdown,html`; without it text for a terminal and Markdown for everything else. */
export function readFormats(given: string | undefined, out: string | undefined, terminal: boolean): Format[] {
  if (given === undefined) {
    return [terminal && out === undefined ? "text" : "markdown"];
  }
  const formats = given.split(",").map((name) => name.trim());
  const unknown = formats.find((name) => !Object.hasOwn(FORMATS, name));
  if (unknown !== undefined) {
    throw new Error(`--format "${unknown}" is not known: use ${Object.keys(FORMATS).join(", ")}`);
  }
  if (formats.length > 1 && out === undefined) {
    throw new Error("--format names several formats: give a folder for them with --out");
  }
  return formats as Format[];
}

export function render(report: Report, format: Format, colour = false, width?: number): string {
  switch (format) {
    case "markdown":
      return renderMarkdown(report);
    case "json":
      return renderJson(report);
    case "html":
      return renderHtml(report);
    case "text":
      return renderText(report, colour, width);
    case "sarif":
      return renderSarif(outlineOf(report));
    case "junit":
      return renderJunit(outlineOf(report));
  }
}

/** Makes the folder for the files; before the work, which may take minutes. */
export function makeFolder(out: string): void {
  try {
    mkdirSync(out, { recursive: true });
    accessSync(out, constants.W_OK);
  } catch (error) {
    throw new Error(
      `--out "${out}" cannot be written to (${(error as NodeJS.ErrnoException).code}): give a folder`,
    );
  }
}

/**
 * Writes the report, to files one for all environments and, of several, one for each; returns the paths written, none of
 * them twice.
 */
export function emit(report: Report, { out, print, formats, colour, width }: Destination): string[] {
  if (out === undefined) {
    print(render(report, formats[0] ?? "markdown", colour, width));
    return [];
  }
  return formats.flatMap((format) => {
    const all = { name: `agent-stack-${report.kind}`, shown: report };
    const taken = new Set([all.name]);
    const each = report.environments.map((environment) => ({
      name: freeName(fileName(environment.name), taken),
      shown: { ...report, environments: [environment] },
    }));
    return [all, ...(each.length > 1 ? each : [])].map(({ name, shown }) => {
      const path = join(out, `${name}.${FORMATS[format]}`);
      writeFileSync(path, render(shown, format, false, width));
      return path;
    });
  });
}

/** Names that differ only in what files cannot have are told apart by a number. */
function freeName(name: string, taken: Set<string>): string {
  const free = [name, ...Array.from(taken, (_, index) => `${name}-${index + 2}`)].find(
    (each) => !taken.has(each),
  ) as string;
  taken.add(free);
  return free;
}

function fileName(environment: string): string {
  return environment.replace(/[^\w.-]/g, "_").replace(/^[.-]/, "_");
}

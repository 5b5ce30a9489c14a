import { type Command, Option } from "commander";
import { version } from "../../package.json";
import { emit, makeFolder, readFormats } from "../report/emit";
import { exitCodeOf, type ReportKind, type Result } from "../report/model";
import { outlineOf } from "../report/outline";
import { Interrupted } from "../terraform/process";
import { fail } from "./fail";
import { failedOutline, type NotifyOptions, readNotify, type Tell } from "./notify";
import { placeOfEnvironment } from "./place-of-environment";
import { note } from "./print";
import { thisRun } from "./run";
import { textWidth } from "./text-width";

export interface ReportOptions extends NotifyOptions {
  readonly out?: string;
  readonly format?: string;
  readonly detailedExitcode: boolean;
}

const EXIT_CODES = `
Exit code: 0 nothing to do, 2 something to look at, 1 error.
With --no-detailed-exitcode it is 0 also when there is something to look at.`;

/** Adds the options that all reports share. */
export function reportOptions(command: Command): Command {
  return command
    .option(
      "--out <folder>",
      "write one report for all, and of several environments <environment>.md each, into this folder",
    )
    .option(
      "--format <formats>",
      "markdown, json, html, text, sarif or junit, with --out also several with commas (default: text on a terminal, else markdown)",
    )
    .addOption(new Option("--detailed-exitcode", "exit 2 when there is something to look at").default(true))
    .option("--no-detailed-exitcode", "exit 0 when there is something to look at")
    .addHelpText("after", EXIT_CODES);
}

/** Runs a command's work, writes its report and sets the exit code; mistakes of the user end in one message. */
export async function report(
  kind: ReportKind,
  options: ReportOptions,
  work: () => Promise<Result>,
): Promise<void> {
  let tell: Tell | undefined;
  try {
    const formats = readFormats(options.format, options.out, process.stdout.isTTY);
    if (options.out !== undefined) {
      makeFolder(options.out);
    }
    tell = readNotify(options);
    const { environments, versions, notes = [] } = await work();
    for (const each of notes) note(each);
    const made = {
      ...(await thisRun()),
      at: new Date().toISOString(),
      versions: [`agent-stack ${version}`, ...versions],
    };
    const finished = { kind, environments, made };
    const written = emit(finished, {
      out: options.out,
      print: (text) => process.stdout.write(text),
      formats,
      colour: process.stdout.isTTY && !process.env.NO_COLOR,
      width: textWidth(),
      placeOf: placeOfEnvironment,
    });
    for (const path of written) {
      console.error(`wrote ${path}`);
    }
    const code = exitCodeOf(finished);
    process.exitCode = code === 2 && !options.detailedExitcode ? 0 : code;
    await tell(outlineOf(finished));
  } catch (error) {
    fail(kind, error);
    if (!(error instanceof Interrupted)) await tell?.(failedOutline(kind, (error as Error).message));
  }
}

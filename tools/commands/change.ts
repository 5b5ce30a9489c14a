import type { Command } from "commander";
import type { FleetWorkOptions, Outcome } from "../apply/fleet-work";
import type { Look } from "../apply/shown-plan";
import { confirm } from "./confirm";
import { fail } from "./fail";
import { type FleetOptions, fleetOptions, readJobs, readNames } from "./fleet";
import { print, tell } from "./print";
import { thisRun } from "./run";
import { textWidth } from "./text-width";

export interface ChangeOptions extends FleetOptions {
  readonly yes: boolean;
}

/** What commands that change something take alike. */
export function changeOptions(command: Command): Command {
  return fleetOptions(command, "needed where there are several").option(
    "--yes",
    "do it without asking",
    false,
  );
}

/** Does a command's work and sets the exit code; mistakes of the user end in one message. */
export async function change(
  name: string,
  names: readonly string[],
  options: ChangeOptions,
  work: (names: readonly string[], options: FleetWorkOptions & Look) => Promise<Outcome>,
): Promise<void> {
  try {
    const meant = readNames(names, options);
    const jobs = readJobs(options);
    process.exitCode = await work(meant, {
      cwd: process.cwd(),
      env: process.env,
      print,
      fail: (text) => tell(`agent-stack ${name}: ${text}`),
      confirm: options.yes ? async () => true : confirm,
      all: options.all === true,
      jobs,
      colour: process.stdout.isTTY && !process.env.NO_COLOR,
      width: textWidth(),
      ...(await thisRun()),
    });
  } catch (error) {
    fail(name, error);
  }
}

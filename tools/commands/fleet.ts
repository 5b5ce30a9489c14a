import { availableParallelism } from "node:os";
import type { Command } from "commander";

export interface FleetOptions {
  readonly all?: boolean;
  readonly jobs?: string;
}

/** Adds the names of environments and what goes for several of them. */
export function fleetOptions(command: Command, byDefault: string): Command {
  return command
    .argument("[environment...]", `environments, by name or pattern such as 'acme-*' (${byDefault})`)
    .option("--all", "all environments")
    .option("--jobs <number>", "how many environments at once (default: as many as this machine has cores)");
}

/** How many environments are worked on at once. @throws Error when it is not a number of at least 1 */
export function readJobs({ jobs }: FleetOptions): number {
  if (jobs === undefined) return availableParallelism();
  if (!/^[1-9]\d{0,3}$/.test(jobs)) throw new Error(`--jobs ${jobs}: give a number from 1 on`);
  return Number(jobs);
}

/** The names or patterns that were given, none for all. @throws Error when there are names beside --all */
export function readNames(names: readonly string[], { all }: FleetOptions): readonly string[] {
  if (all && names.length > 0) {
    throw new Error(`--all and ${names.join(", ")}: name environments or give --all, not both`);
  }
  return names;
}

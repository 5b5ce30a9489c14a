import { Command } from "commander";
import { LOCK_FILE } from "../findings/lock-file";
import { createProgress } from "../report/progress";
import { verifyEnvironments } from "../report/verify-environments";
import { type FleetOptions, fleetOptions, readJobs, readNames } from "./fleet";
import { notifyOptions } from "./notify";
import { note } from "./print";
import { type ReportOptions, report, reportOptions } from "./report";

interface VerifyCommandOptions extends ReportOptions, FleetOptions {
  readonly probe: boolean;
  readonly accept: boolean;
  readonly lock: string;
}

/** `agent-stack verify`: what a plan cannot see, read from the live server. */
export function verifyCommand(): Command {
  const command = new Command("verify")
    .description("Show what a plan cannot see: who else got access, what else is bound, what runs out")
    .option("--probe", "also ask for a device code as the agent's CLI does, one of 20 calls an hour", false)
    .option("--accept", "take the scope mappings in use for reviewed and record them in the lock file", false)
    .option("--lock <file>", "file with the scope mappings that were reviewed", LOCK_FILE);
  return notifyOptions(reportOptions(fleetOptions(command, "default: all"))).action(
    (names: string[], options: VerifyCommandOptions) =>
      report("verify", options, () => {
        const { probe, accept, lock } = options;
        return verifyEnvironments(readNames(names, options), {
          cwd: process.cwd(),
          env: process.env,
          note,
          probe,
          accept,
          lock,
          progress: createProgress(process.stderr, true),
          jobs: readJobs(options),
        });
      }),
  );
}

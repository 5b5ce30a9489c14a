import { Command } from "commander";
import { connectionFrom } from "../authentik/connection";
import { inParallel } from "../parallel";
import { forwardSignals } from "../process";
import { type ReportOptions, type Result, report, reportOptions } from "../report/command";
import { oneLine } from "../report/escape";
import { type EnvironmentReport, emptyEnvironment, failedEnvironment } from "../report/model";
import { type Stack, selectStacks, synthesise } from "../stacks/synthesise";
import { findTerraform } from "../terraform/binary";
import { initialise } from "../terraform/run";
import { LOCK_FILE, readLock, writeLock } from "./lock-file";
import { withRecords } from "./scope-mapping-lock";
import { verifyStack } from "./verify-stack";

interface VerifyCommandOptions extends ReportOptions {
  readonly probe: boolean;
  readonly accept: boolean;
  readonly lock: string;
}

const MOST_AT_ONCE = 4;

/** `agent-stack verify`: what a plan cannot see, read from the live server. */
export function verifyCommand(): Command {
  const command = new Command("verify")
    .description("Show what a plan cannot see: who else got access, what else is bound, what runs out")
    .argument("[environment...]", "environments to look at (default: all)")
    .option("--probe", "also ask for a device code as the agent's CLI does, one of 20 calls an hour", false)
    .option("--accept", "take the scope mappings in use for reviewed and record them in the lock file", false)
    .option("--lock <file>", "file with the scope mappings that were reviewed", LOCK_FILE);
  return reportOptions(command).action((names: string[], options: VerifyCommandOptions) =>
    report("verify", options, () => verifyEnvironments(names, options)),
  );
}

async function verifyEnvironments(names: readonly string[], options: VerifyCommandOptions): Promise<Result> {
  forwardSignals();
  // Said at once, not for each environment after its init.
  connectionFrom(process.env);
  const { probe, accept } = options;
  const reviewed = readLock(options.lock);
  let lock = reviewed;
  const verifyOptions = { lock, now: new Date(), probe, accept };
  const [stacks, terraform] = await Promise.all([synthesise(process.cwd()), findTerraform()]);
  if (probe) note("the probe uses one of the 20 device logins an hour that authentik allows an address");

  const verifyOne = async (stack: Stack): Promise<EnvironmentReport> => {
    try {
      await initialise(stack, terraform);
      const { findings, notes, accepted } = await verifyStack(stack, terraform, verifyOptions);
      for (const each of notes) note(`${stack.name}: ${each}`);
      if (accepted) lock = withRecords(lock, stack.name, accepted);
      return { ...emptyEnvironment(stack.name), findings };
    } catch (error) {
      return failedEnvironment(stack.name, (error as Error).message);
    }
  };
  const environments = await inParallel(selectStacks(stacks, names), MOST_AT_ONCE, verifyOne);
  if (lock !== reviewed) {
    writeLock(options.lock, lock);
    note(`wrote ${options.lock}: review and commit it`);
  }
  return { environments, versions: [terraform.title] };
}

function note(text: string): void {
  console.error(`note: ${oneLine(text)}`);
}

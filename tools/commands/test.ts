import { join } from "node:path";
import { Command } from "commander";
import { testEnvironments } from "../self-test/test-environments";
import { fail } from "./fail";
import { type FleetOptions, fleetOptions, readJobs, readNames } from "./fleet";
import { print } from "./print";

const EXPLAINED = `
Each environment is planned, applied, planned again and verified on a stand-in of its release: nothing real is reached, and no state and no file of this folder is written. Groups, users and whatever else the configuration expects there are made up. What only your authentik knows is not tested: whether it has those, its policies' ids, what adoption takes over, its version, address and token.

Exit code: 0 all passed, 1 one failed or error.`;

/** `agent-stack test`: the configuration, offline. */
export function testCommand(): Command {
  const command = new Command("test").description(
    "Test the configuration offline: plan, apply, plan again and verify on a stand-in for authentik",
  );
  return fleetOptions(command, "default: all")
    .addHelpText("after", EXPLAINED)
    .action(async (names: string[], options: FleetOptions) => {
      try {
        const hasPassed = await testEnvironments(readNames(names, options), {
          cwd: process.cwd(),
          env: process.env,
          print,
          standIn: [process.execPath, join(__dirname, "standin.js")],
          jobs: readJobs(options),
        });
        process.exitCode = hasPassed ? 0 : 1;
      } catch (error) {
        fail("test", error);
      }
    });
}

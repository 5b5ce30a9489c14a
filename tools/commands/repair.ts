import { Command } from "commander";
import { repairEnvironment } from "../repair/repair-environment";
import { confirm } from "./confirm";
import { forwardSignals } from "./signals";

interface RepairOptions {
  readonly yes: boolean;
}

const EXIT_CODES = `
Exit code: 0 nothing to repair or repaired, 2 something to repair and not allowed to, 1 error.`;

/** `agent-stack repair`: sets through the API what the Terraform provider cannot, after asking. */
export function repairCommand(): Command {
  return new Command("repair")
    .description("Set what the Terraform provider drops: configured false and 0, texts that were taken away")
    .argument("[environment]", "environment to repair (needed where there are several)")
    .option("--yes", "send the requests without asking", false)
    .addHelpText("after", EXIT_CODES)
    .action(async (name: string | undefined, { yes }: RepairOptions) => {
      try {
        forwardSignals();
        process.exitCode = await repairEnvironment(name, {
          cwd: process.cwd(),
          env: process.env,
          print: console.log,
          confirm: yes ? async () => true : confirm,
        });
      } catch (error) {
        console.error(`agent-stack repair: ${(error as Error).message}`);
        process.exitCode = 1;
      }
    });
}

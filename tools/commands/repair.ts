import { Command } from "commander";
import { repairEnvironments } from "../repair/repair-environment";
import { type ChangeOptions, change, changeOptions } from "./change";

const EXIT_CODES = `
Exit code: 0 nothing to repair or repaired, 2 something to repair and not allowed to, 1 error.`;

/** `agent-stack repair`: sets through the API what the Terraform provider cannot, after asking. */
export function repairCommand(): Command {
  const command = new Command("repair").description(
    "Set what the Terraform provider drops: configured false and 0, texts that were taken away",
  );
  return changeOptions(command)
    .addHelpText("after", EXIT_CODES)
    .action((names: string[], options: ChangeOptions) =>
      change("repair", names, options, repairEnvironments),
    );
}

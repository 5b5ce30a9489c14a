import { Command } from "commander";
import { destroyEnvironments } from "../apply/destroy-environments";
import { type ChangeOptions, change, changeOptions } from "./change";

const EXIT_CODES = `
Exit code: 0 destroyed or nothing deployed, 2 not allowed, 1 error.`;

/** `agent-stack destroy`: says who loses what, lets go of the brands and destroys the rest, after asking. */
export function destroyCommand(): Command {
  const command = new Command("destroy").description(
    "Let go of the brands and, after asking, destroy everything else that is deployed",
  );
  return changeOptions(command)
    .addHelpText("after", EXIT_CODES)
    .action((names: string[], options: ChangeOptions) =>
      change("destroy", names, options, destroyEnvironments),
    );
}

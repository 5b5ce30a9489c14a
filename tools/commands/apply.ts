import { Command } from "commander";
import { applyEnvironments } from "../apply/apply-environments";
import { type ChangeOptions, change, changeOptions } from "./change";

interface ApplyCommandOptions extends ChangeOptions {
  readonly plan?: string | true;
}

const EXIT_CODES = `
Exit code: 0 applied and sound, 2 not allowed, changed since it was planned or findings left, 1 error.`;

/** `agent-stack apply`: plans, shows, asks, applies that very plan and verifies. */
export function applyCommand(): Command {
  const command = new Command("apply").description(
    "Plan, show and, after asking, apply exactly that plan; then verify",
  );
  return changeOptions(command)
    .option(
      "--plan [file]",
      "apply the plan that was reviewed: this file, else what `agent-stack plan` saved",
    )
    .addHelpText("after", EXIT_CODES)
    .action((names: string[], options: ApplyCommandOptions) =>
      change("apply", names, options, (meant, work) => {
        const { plan } = options;
        if (typeof plan === "string" && (meant.length !== 1 || /[*?]/.test(meant[0] ?? ""))) {
          throw new Error("--plan has the file of one environment: name that one");
        }
        return applyEnvironments(meant, { ...work, plan });
      }),
    );
}

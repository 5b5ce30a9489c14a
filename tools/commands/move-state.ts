import { Command } from "commander";
import { moveState } from "../apply/move-state";
import { confirm } from "./confirm";
import { fail } from "./fail";
import { print } from "./print";

const EXIT_CODES = `
It asks nothing of authentik and of no other environment's state.

Exit code: 0 moved, or at its place already, 2 not allowed, 1 error.`;

/** `agent-stack move-state`: moves the state of an environment that was renamed, after asking. */
export function moveStateCommand(): Command {
  return new Command("move-state")
    .description(
      "Move the state of an environment with `renamedFrom` to the place of its new name, after asking",
    )
    .argument("[environment]", "environment that was renamed (needed where there are several)")
    .option("--yes", "do it without asking", false)
    .addHelpText("after", EXIT_CODES)
    .action(async (name: string | undefined, { yes }: { readonly yes: boolean }) => {
      try {
        process.exitCode = await moveState(name, {
          cwd: process.cwd(),
          env: process.env,
          print,
          confirm: yes ? async () => true : confirm,
        });
      } catch (error) {
        fail("move-state", error);
      }
    });
}

import { Command } from "commander";
import { adoptEnvironment } from "../adopt/adopt-environment";
import type { Choices } from "../adopt/match";
import { confirm } from "./confirm";
import { fail } from "./fail";
import { print } from "./print";

interface AdoptCommandOptions {
  readonly yes: boolean;
  readonly id: readonly string[];
  readonly connector?: string;
}

const EXIT_CODES = `
It changes neither authentik nor Terraform's state: what it writes is for review, and the next deployment imports.

Exit code: 0 everything is adopted and deploying changes nothing, 2 something is left to decide, write or change, 1 error.`;

/** `agent-stack adopt`: takes over what exists in authentik, by reviewed ids and without changing anything. */
export function adoptCommand(): Command {
  return new Command("adopt")
    .description(
      "Find what is already set up in authentik and write into the configuration what takes it over unchanged",
    )
    .argument("[environment]", "environment to adopt into (needed where there are several)")
    .option("--yes", "write into the configuration without asking", false)
    .option(
      "--id <address=id>",
      "object to take over at an address, where several fit or none does by name; may be repeated",
      (given: string, earlier: string[]) => [...earlier, given],
      [],
    )
    .option(
      "--connector <name>",
      "connector to take over, by its name or id, where several accept the CLI's tokens",
    )
    .addHelpText("after", EXIT_CODES)
    .action(async (name: string | undefined, { yes, id, connector }: AdoptCommandOptions) => {
      try {
        const choices = readChoices(id);
        process.exitCode = await adoptEnvironment(name, {
          cwd: process.cwd(),
          env: process.env,
          print,
          confirm: yes ? async () => true : confirm,
          choices,
          connector,
        });
      } catch (error) {
        fail("adopt", error);
      }
    });
}

function readChoices(given: readonly string[]): Choices {
  return new Map(
    given.map((choice) => {
      const [, address, id] = /^([^=\s]+)=(\S+)$/.exec(choice) ?? [];
      if (!address || !id)
        throw new Error(`--id ${choice}: expected an address and an id, as in --id ADDRESS=ID`);
      return [address, id];
    }),
  );
}

import { Command } from "commander";
import { AuthentikClient } from "../authentik/client";
import { connectionFrom } from "../authentik/connection";
import { confirm } from "../confirm";
import { forwardSignals } from "../process";
import { visible } from "../report/escape";
import { readManaged } from "../stacks/managed";
import { selectStack, synthesise } from "../stacks/synthesise";
import { findTerraform } from "../terraform/binary";
import { initialise } from "../terraform/run";
import { describeRepair, repairsOf, sendRepairs } from "./repair-environment";

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
        process.exitCode = await repair(name, yes);
      } catch (error) {
        console.error(`agent-stack repair: ${(error as Error).message}`);
        process.exitCode = 1;
      }
    });
}

async function repair(name: string | undefined, yes: boolean): Promise<0 | 2> {
  forwardSignals();
  const client = new AuthentikClient(connectionFrom(process.env));
  const [stacks, terraform] = await Promise.all([synthesise(process.cwd()), findTerraform()]);
  const stack = selectStack(stacks, name);
  await initialise(stack, terraform);
  const repairs = await repairsOf(client, await readManaged(stack, terraform));
  if (repairs.length === 0) {
    console.log(`${stack.name}: nothing to repair`);
    return 0;
  }
  console.log(repairs.map((each) => visible(describeRepair(each))).join("\n"));
  if (!yes && !(await confirm(`Send to ${client.connection.url}? [y/N] `))) {
    console.log("nothing was sent; allow it with --yes");
    return 2;
  }
  await sendRepairs(client, repairs);
  console.log(
    `${stack.name}: repaired and read again; deploy once more, or agent-stack drift goes on reporting these values`,
  );
  return 0;
}

import { AuthentikClient } from "../authentik/client";
import { connectionOf } from "../authentik/connection";
import { visible } from "../report/escape";
import { readManaged } from "../set-up/read-managed";
import { findTerraform } from "../terraform/binary";
import { initialise } from "../terraform/initialise";
import { checkServer } from "../terraform/remembered-server";
import { selectStack, synthesise } from "../terraform/synthesise";
import { describeRepair, type Repair, repairsOf, sendRepairs } from "./repairs";

export interface RepairOptions {
  /** The project's folder. */
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Shows a line, or several. */
  readonly print: (text: string) => void;
  readonly confirm: (question: string) => Promise<boolean>;
}

/** Shows what the provider cannot set and sends it where that is allowed; the exit code. */
export async function repairEnvironment(
  name: string | undefined,
  { cwd, env, print, confirm }: RepairOptions,
): Promise<0 | 2> {
  const [stacks, terraform] = await Promise.all([synthesise(cwd, env), findTerraform(cwd, env)]);
  const stack = selectStack(stacks, name);
  const client = new AuthentikClient(connectionOf(stack, env));
  await initialise(stack, terraform);
  await checkServer(stack, terraform);
  const managed = await readManaged(stack, terraform);
  const repairs = await repairsOf(client, managed);
  if (repairs.length === 0) {
    print(`${stack.name}: nothing to repair`);
    return 0;
  }
  const shown = described(repairs);
  print(shown);
  if (!(await confirm(`Send to ${client.connection.url}? [y/N] `))) {
    print("nothing was sent; allow it with --yes");
    return 2;
  }
  // The answer may have taken its time.
  if (described(await repairsOf(client, managed)) !== shown) {
    print("nothing was sent: authentik has changed since this was shown; run it again");
    return 2;
  }
  await sendRepairs(client, repairs);
  print(
    `${stack.name}: repaired and read again; deploy once more, or agent-stack drift goes on reporting these values`,
  );
  return 0;
}

function described(repairs: readonly Repair[]): string {
  return repairs.map((each) => visible(describeRepair(each))).join("\n");
}

import {
  type FleetWorkOptions,
  type Outcome,
  type Part,
  type Prepared,
  workOnFleet,
} from "../apply/fleet-work";
import { AuthentikClient } from "../authentik/client";
import { connectionOf } from "../authentik/connection";
import { readManaged } from "../set-up/read-managed";
import { changesOf, type Repair, repairsOf, requestOf, sendRepairs } from "./repairs";
import { sendsZeros, sentOf, without } from "./sent-values";

/** Shows what the provider cannot set and sends it where that is allowed. */
export function repairEnvironments(names: readonly string[], options: FleetWorkOptions): Promise<Outcome> {
  return workOnFleet(
    names,
    options,
    (part) => prepareRepair(part, options.env),
    (environments) => `Send to ${environments}? [y/N] `,
  );
}

async function prepareRepair({ stack, terraform, say }: Part, env: NodeJS.ProcessEnv): Promise<Prepared> {
  const client = new AuthentikClient(connectionOf(stack, env));
  const managed = await readManaged(stack, terraform);
  const all = await repairsOf(client, managed);
  const isSent = all.length > 0 && (await sendsZeros(stack, terraform));
  const needed = (repairs: readonly Repair[]) =>
    isSent ? repairs.flatMap((each) => without(each, sentOf(each))) : repairs;
  if (isSent) for (const line of all.flatMap(needless)) say(line);
  const repairs = needed(all);
  if (repairs.length === 0) {
    say(`${stack.name}: nothing to repair`);
    return 0;
  }
  for (const each of repairs) {
    say(changesOf(each));
    say(requestOf(each), true);
  }
  return async (part) => {
    // The answer may have taken its time.
    if (described(needed(await repairsOf(client, managed))) !== described(repairs)) {
      part.say("nothing was sent: authentik has changed since this was shown; run it again");
      return 2;
    }
    await sendRepairs(client, repairs);
    part.say(
      `${stack.name}: repaired and read again; deploy once more, or agent-stack drift goes on reporting these values`,
    );
    return 0;
  };
}

function needless(repair: Repair): string[] {
  return sentOf(repair).map(
    (attribute) => `${repair.object.address}: ${attribute} needs no repair, this provider sends it: deploy`,
  );
}

function described(repairs: readonly Repair[]): string {
  return repairs.flatMap((each) => [changesOf(each), requestOf(each)]).join("\n");
}

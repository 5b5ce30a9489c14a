import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { endOf } from "../__tests__/e2e/ended";
import { largeSetUp } from "../__tests__/e2e/large-set-up";
import { launchStandIn } from "../standin/launch";
import { MeasuredFleet, measured, sumOf, watchMemory } from "./measure";

// One environment that is large: `npx tsx bench/load.ts [bindings] [brands] [users]`

const [bindings = 500, brands = 50, users = 5000] = process.argv.slice(2).map(Number);
const NAME = "large";
const COMMANDS = ["plan", "drift", "verify", "status", "adopt"];

async function main(): Promise<void> {
  const terraform = execFileSync("terraform", ["version"], { encoding: "utf8" }).split("\n")[0];
  const standIn = await launchStandIn();
  const fleet = new MeasuredFleet([NAME], [standIn], 1);
  const terraforms = async (...commands: readonly (readonly string[])[]) => {
    const costs = [];
    for (const args of commands) costs.push(await measured(() => fleet.terraform(NAME, ...args)));
    return sumOf(costs);
  };
  const ours = async (codes: readonly number[], ...args: string[]) => {
    let memory = Number.NaN;
    const cost = await measured(async () => {
      const child = fleet.start(...args);
      const watched = watchMemory(child);
      const ended = await endOf(child);
      watched.end();
      memory = watched.most();
      return ended;
    }, codes);
    return { ...cost, memory };
  };
  try {
    fleet.configure(await largeSetUp(standIn, { bindings, brands, users }));
    await ours([2], "plan", NAME, "--no-verify");
    const applied = await ours([0], "apply", NAME, "--yes");
    const floor = await terraforms(["init", "-input=false"], ["plan", "-input=false", "-out=bench.tfplan"]);
    const row = (cost: { seconds: number; cpu: number; memory?: number }) => ({
      s: Number(cost.seconds.toFixed(1)),
      ratio: Number((cost.seconds / floor.seconds).toFixed(1)),
      "cpu s": Number(cost.cpu.toFixed(1)),
      "MB of its own": cost.memory === undefined ? "" : Math.round(cost.memory),
    });
    const rows: Record<string, object> = {
      "terraform init and plan": row(floor),
      "agent-stack apply, the first one": row(applied),
    };
    for (const command of COMMANDS) {
      // Where nothing is managed yet, all that is there is taken over.
      if (command === "adopt") rmSync(join(fleet.directory, `terraform.${NAME}.tfstate`));
      const given = command === "adopt" ? [command, NAME, "--yes"] : [command, NAME];
      rows[`agent-stack ${command}`] = row(await ours([0], ...given));
    }
    const load = loadavg()[0]?.toFixed(1);
    console.log(
      `${cpus()[0]?.model}, ${cpus().length} cores, load ${load}, node ${process.version}, ${terraform}`,
    );
    console.log(
      `one round; one environment with ${bindings} bindings and ${brands} brands, ${users} users in one of the groups`,
    );
    console.table(rows);
  } finally {
    await fleet.close();
  }
}

main();

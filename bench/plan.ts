import { execFileSync } from "node:child_process";
import { cpus } from "node:os";
import { Fleet } from "../__tests__/e2e/fleet";

// Whole processes against stand-ins: `npx tsx bench/plan.ts [rounds] [environments]`

const [rounds = 5, size = 40] = process.argv.slice(2).map(Number);
const names = Array.from({ length: size }, (_, index) => `tenant-${index}`);
const [one] = names as [string];

function median(times: readonly number[]): number {
  return [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] as number;
}

async function measured(work: () => Promise<{ code: number | null; stderr: string }>): Promise<number> {
  const start = performance.now();
  const { code, stderr } = await work();
  if (code !== 0) throw new Error(`ended with ${code}: ${stderr}`);
  return performance.now() - start;
}

async function main(): Promise<void> {
  const terraform = execFileSync("terraform", ["version"], { encoding: "utf8" }).split("\n")[0];
  const fleet = await Fleet.start(names);
  try {
    const applied = await fleet.run("apply", "--all", "--yes");
    const clean = await fleet.run("plan", "--all", "--no-verify", "--format", "json");
    if (clean.code !== 0) throw new Error(`not all are applied: ${applied.stderr}${clean.stderr}`);

    const floors: number[] = [];
    const plans: number[] = [];
    const synths: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      // What terraform itself takes for the same.
      floors.push(
        (await measured(() => fleet.terraform(one, "init", "-input=false"))) +
          (await measured(() => fleet.terraform(one, "plan", "-input=false"))),
      );
      synths.push(await measured(() => fleet.synthesise()));
      plans.push(await measured(() => fleet.run("plan", one)));
    }
    const each: number[] = [];
    for (const name of names) {
      each.push(
        (await measured(() => fleet.terraform(name, "init", "-input=false"))) +
          (await measured(() => fleet.terraform(name, "plan", "-input=false"))),
      );
    }
    const all = await measured(() => fleet.run("plan", "--all"));
    const share = each.reduce((sum, time) => sum + time, 0) / cpus().length;
    const floor = median(floors);
    const plan = median(plans);
    const seconds = (time: number) => Number((time / 1000).toFixed(2));
    console.log(`${cpus()[0]?.model}, ${cpus().length} cores, node ${process.version}, ${terraform}`);
    console.log(`medians of ${rounds} rounds; ${size} environments, each on a stand-in, on the same machine`);
    console.table({
      "terraform init and plan, one environment": { s: seconds(floor), ratio: 1 },
      "the app's synthesis": {
        s: seconds(median(synths)),
        ratio: Number((median(synths) / floor).toFixed(2)),
      },
      "agent-stack plan, with verify, one environment": {
        s: seconds(plan),
        ratio: Number((plan / floor).toFixed(2)),
      },
      [`terraform init and plan, ${size} environments, sum ÷ cores`]: { s: seconds(share), ratio: 1 },
      [`agent-stack plan --all, with verify, ${size} environments`]: {
        s: seconds(all),
        ratio: Number((all / share).toFixed(2)),
      },
    });
  } finally {
    await fleet.close();
  }
}

main();

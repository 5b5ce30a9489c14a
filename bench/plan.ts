import { execFileSync, fork } from "node:child_process";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { endOf } from "../__tests__/e2e/ended";
import type { FleetServer } from "../__tests__/e2e/fleet";
import { type Cost, MeasuredFleet, measured, sumOf, watchMemory } from "./measure";

// Whole processes against stand-ins: `npx tsx bench/plan.ts [rounds] [environments] [servers] [milliseconds that servers answer late]`

const [rounds = 3, size = 40, servers = 10, delay = 0] = process.argv.slice(2).map(Number);
const names = Array.from({ length: size }, (_, index) => `tenant-${index}`);
const [one] = names as [string];

function median(times: readonly number[]): number {
  return [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] as number;
}

function startServer(): Promise<FleetServer> {
  const child = fork(join(__dirname, "stand-in.ts"), [String(delay)], { execArgv: ["--import", "tsx"] });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("message", (told: Pick<FleetServer, "server" | "environment">) =>
      resolve({
        ...told,
        close: async () => {
          child.disconnect();
        },
      }),
    );
  });
}

async function main(): Promise<void> {
  const terraform = execFileSync("terraform", ["version"], { encoding: "utf8" }).split("\n")[0];
  const started = await Promise.all(Array.from({ length: servers }, startServer));
  const fleet = new MeasuredFleet(names, started, Math.ceil(size / servers));
  const memory: number[] = [];
  const ours = (...args: string[]) =>
    measured(async () => {
      const child = fleet.start(...args);
      const watched = watchMemory(child);
      const ended = await endOf(child);
      watched.end();
      memory.push(watched.most());
      return ended;
    });
  const terraforms = async (name: string, ...commands: readonly (readonly string[])[]) => {
    const costs: Cost[] = [];
    for (const args of commands) costs.push(await measured(() => fleet.terraform(name, ...args)));
    return sumOf(costs);
  };
  const INIT_AND_PLAN = [
    ["init", "-input=false"],
    ["plan", "-input=false", "-out=bench.tfplan"],
  ];
  try {
    const applied = await ours("apply", "--all", "--yes");
    const clean = await fleet.run("plan", "--all", "--no-verify", "--format", "json");
    if (clean.code !== 0) throw new Error(`not all are applied: ${clean.stderr}`);

    const runs: Record<string, Cost[]> = {};
    const note = (what: string, cost: Cost) => {
      runs[what] = [...(runs[what] ?? []), cost];
    };
    // In turns, so that whatever else the machine does meets all of them alike.
    for (let round = 0; round < rounds; round += 1) {
      note("floor", await terraforms(one, ...INIT_AND_PLAN));
      note("synthesis", await measured(() => fleet.synthesise()));
      note("plan", await ours("plan", one));
      const each: Cost[] = [];
      for (const name of names) each.push(await terraforms(name, ...INIT_AND_PLAN));
      const { seconds, cpu } = sumOf(each);
      note("floors", { seconds: seconds / cpus().length, cpu });
      for (const command of ["plan", "drift", "verify", "status"])
        note(`${command} --all`, await ours(command, "--all"));
    }
    const of = (what: string): Cost => ({
      seconds: median((runs[what] ?? []).map(({ seconds }) => seconds)),
      cpu: median((runs[what] ?? []).map(({ cpu }) => cpu)),
    });
    const row = ({ seconds, cpu }: Cost, floor: Cost) => ({
      s: Number(seconds.toFixed(2)),
      ratio: Number((seconds / floor.seconds).toFixed(2)),
      "cpu s": Number(cpu.toFixed(2)),
      "cpu ratio": Number((cpu / floor.cpu).toFixed(2)),
    });
    const load = loadavg()[0]?.toFixed(1);
    console.log(
      `${cpus()[0]?.model}, ${cpus().length} cores, load ${load}, node ${process.version}, ${terraform}`,
    );
    console.log(
      `medians of ${rounds} rounds; ${size} environments on ${servers} stand-ins that answer ${delay} ms late, on the same machine`,
    );
    console.table({
      "terraform init and plan, one environment": row(of("floor"), of("floor")),
      [`the app's synthesis, ${size} environments`]: row(of("synthesis"), of("floor")),
      "agent-stack plan, with verify, one environment": row(of("plan"), of("floor")),
      [`terraform init and plan, ${size} environments, sum ÷ cores`]: row(of("floors"), of("floors")),
      ...Object.fromEntries(
        ["plan", "drift", "verify", "status"].map((command) => [
          `agent-stack ${command} --all`,
          row(of(`${command} --all`), of("floors")),
        ]),
      ),
      "agent-stack apply --all, the first one": row(applied, of("floors")),
    });
    console.log(`most memory of agent-stack itself: ${Math.max(...memory).toFixed(0)} MB`);
  } finally {
    await fleet.close();
  }
}

main();

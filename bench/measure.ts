import type { ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import type { Ended } from "../__tests__/e2e/ended";
import { Fleet, type FleetServer } from "../__tests__/e2e/fleet";

const POLL_MILLISECONDS = 100;

export interface Cost {
  readonly seconds: number;
  /** Seconds of the processors that it and all it started took, the stand-ins left out. */
  readonly cpu: number;
}

/** Has the shell tell at the end what a program and all that it started took of the processors. */
export class MeasuredFleet<S extends FleetServer = FleetServer> extends Fleet<S> {
  protected override spawn(command: string, args: readonly string[], cwd: string, env?: NodeJS.ProcessEnv) {
    return super.spawn("sh", ["-c", '"$0" "$@"; code=$?; times >&2; exit $code', command, ...args], cwd, env);
  }
}

export async function measured(work: () => Promise<Ended>, codes: readonly number[] = [0]): Promise<Cost> {
  const start = performance.now();
  const { code, stderr } = await work();
  if (code === null || !codes.includes(code)) throw new Error(`ended with ${code}: ${stderr}`);
  const children = [...stderr.matchAll(/(\d+)m([\d.]+)s/g)].slice(-2);
  const cpu = children.reduce((sum, [, minutes, seconds]) => sum + 60 * Number(minutes) + Number(seconds), 0);
  return { seconds: (performance.now() - start) / 1000, cpu };
}

export const sumOf = (costs: readonly Cost[]): Cost => ({
  seconds: costs.reduce((sum, { seconds }) => sum + seconds, 0),
  cpu: costs.reduce((sum, { cpu }) => sum + cpu, 0),
});

/** The most memory that the program in a shell has had, in MB; not a number where the system does not tell. */
export function watchMemory({ pid: shell }: ChildProcess): {
  readonly most: () => number;
  readonly end: () => void;
} {
  let most = Number.NaN;
  const timer = setInterval(() => {
    try {
      const pid = readFileSync(`/proc/${shell}/task/${shell}/children`, "utf8").trim();
      const [, kilobytes] = /^VmHWM:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
      if (kilobytes !== undefined) most = Number(kilobytes) / 1024;
    } catch {
      // It has ended, or there is no /proc.
    }
  }, POLL_MILLISECONDS);
  return { most: () => most, end: () => clearInterval(timer) };
}

import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

const PAUSE_MILLISECONDS = 25;

/** Does something that no other process of this machine does at the same time; a file says whose turn it is. */
export async function inTurn<T>(file: string, work: () => Promise<T>): Promise<T> {
  mkdirSync(dirname(file), { recursive: true });
  while (!taken(file)) {
    if (isLeft(file)) rmSync(file, { force: true });
    else await wait(PAUSE_MILLISECONDS);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function taken(file: string): boolean {
  try {
    writeFileSync(file, ownName(), { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    return false;
  }
}

/** What a process of this machine is told by. */
export const ownName = () => `${hostname()}~${process.pid}`;

/** Whether a name is of a process of this machine that has ended. */
export function hasEnded(name: string): boolean {
  const [, host, pid] = /^(.*)~(\d+)$/s.exec(name) ?? [];
  if (host !== hostname()) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}

function isLeft(file: string): boolean {
  try {
    return hasEnded(readFileSync(file, "utf8"));
  } catch {
    return false;
  }
}

import { mkdirSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

const PAUSE_MILLISECONDS = 25;
const BEAT_MILLISECONDS = 2_000;
/** A file that was not touched for so long is of a run that was killed. */
const LEFT_MILLISECONDS = 60_000;

/** Does something that no other run does at the same time; a file says whose turn it is. */
export async function inTurn<T>(file: string, work: () => Promise<T>): Promise<T> {
  mkdirSync(dirname(file), { recursive: true });
  while (!taken(file)) {
    if (isLeft(file)) rmSync(file, { force: true });
    else await wait(PAUSE_MILLISECONDS);
  }
  const end = keepAlive(file);
  try {
    return await work();
  } finally {
    end();
    rmSync(file, { force: true });
  }
}

function taken(file: string): boolean {
  try {
    writeFileSync(file, "", { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    return false;
  }
}

/** Touches a file or folder from time to time, until the function that it returns is called. */
export function keepAlive(path: string): () => void {
  const timer = setInterval(() => {
    try {
      utimesSync(path, new Date(), new Date());
    } catch {
      // Whoever took it for left has removed it.
    }
  }, BEAT_MILLISECONDS);
  timer.unref();
  return () => clearInterval(timer);
}

/** Whether nobody touches it any more. */
export function isLeft(path: string): boolean {
  try {
    return Date.now() - statSync(path).mtimeMs > LEFT_MILLISECONDS;
  } catch {
    return false;
  }
}

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { EMPTY_LOCK, type Lock, parseLock, printLock } from "./scope-mapping-lock";

export const LOCK_FILE = "agent-stack.lock.json";

/** The lock in a file, empty where there is none. @throws Error when the file is no lock */
export function readLock(file: string): Lock {
  return existsSync(file) ? parseLock(readFileSync(file, "utf8"), file) : EMPTY_LOCK;
}

export function writeLock(file: string, lock: Lock): void {
  writeFileSync(file, printLock(lock));
}

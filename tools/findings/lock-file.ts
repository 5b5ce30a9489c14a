import { readFileSync, writeFileSync } from "node:fs";
import { EMPTY_LOCK, type Lock, parseLock, printLock } from "./scope-mapping-lock";

export const LOCK_FILE = "agent-stack.lock.json";

/** The lock in a file, empty where there is none. @throws Error when the file is no lock or cannot be read */
export function readLock(file: string): Lock {
  try {
    return parseLock(readFileSync(file, "utf8"), file);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return EMPTY_LOCK;
    throw code === undefined ? error : new Error(`the lock file ${file} cannot be read: ${message}`);
  }
}

/** @throws Error when the file cannot be written */
export function writeLock(file: string, lock: Lock): void {
  try {
    writeFileSync(file, printLock(lock));
  } catch (error) {
    throw new Error(`the lock file ${file} cannot be written: ${(error as Error).message}`);
  }
}

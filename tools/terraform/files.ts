import { randomBytes } from "node:crypto";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { dirname, join } from "node:path";

/** Puts a copy of a file where others may read meanwhile: they see the old one or the new one, whole. */
export function place(from: string, to: string): void {
  if (existsSync(to) && readFileSync(to).equals(readFileSync(from))) return;
  mkdirSync(dirname(to), { recursive: true });
  const beside = `${to}.${randomBytes(6).toString("hex")}`;
  try {
    copyFileSync(from, beside);
    chmodSync(beside, statSync(from).mode);
    renameSync(beside, to);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}

/** Paths of all files of a folder, from there; links are no folders. */
export function filesIn(folder: string, isLeftOut: (name: string) => boolean = () => false): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (isLeftOut(entry.name)) return [];
    return entry.isDirectory()
      ? filesIn(join(folder, entry.name), isLeftOut).map((path) => join(entry.name, path))
      : [entry.name];
  });
}

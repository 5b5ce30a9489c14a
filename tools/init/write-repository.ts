import { lstatSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, sep } from "node:path";

/**
 * Writes the files into the folder, all or none.
 *
 * @param further - Files that are written there later on, and must not be there either
 * @throws Error that names every file that is there already
 */
export function writeRepository(
  folder: string,
  files: ReadonlyMap<string, string>,
  further: readonly string[],
): void {
  const there = [...files.keys(), ...further].filter((path) => isThere(join(folder, path)));
  if (there.length > 0) {
    throw new Error(
      `${folder} has ${there.join(", ")} already, and nothing is overwritten: move ${there.length === 1 ? "it" : "them"} away, or run it in an empty folder`,
    );
  }
  for (const [path, text] of files) write(folder, path, text, "wx");
}

/**
 * The texts of those files that are there.
 *
 * @throws Error that names what is no file of this folder
 */
export function readRepository(folder: string, paths: readonly string[]): ReadonlyMap<string, string> {
  const there = paths.filter((path) => isThere(join(folder, path)));
  const foreign = there.filter((path) => !isOwnFile(folder, path));
  if (foreign.length > 0) {
    throw new Error(
      `${foreign.join(", ")}: not a file of this folder but a link or a folder, and left alone`,
    );
  }
  return new Map(there.map((path) => [path, readFileSync(join(folder, path), "utf8")]));
}

/** Writes the files, undefined takes one away. */
export function updateRepository(folder: string, files: ReadonlyMap<string, string | undefined>): void {
  for (const [path, text] of files) {
    if (text === undefined) rmSync(join(folder, path));
    else write(folder, path, text, "w");
  }
}

function write(folder: string, path: string, text: string, flag: "w" | "wx"): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text, { flag, mode: path.endsWith("/trusted") ? 0o755 : 0o644 });
}

const isThere = (file: string) => lstatSync(file, { throwIfNoEntry: false }) !== undefined;

function isOwnFile(folder: string, path: string): boolean {
  const file = join(folder, path);
  return lstatSync(file).isFile() && realpathSync(file).startsWith(realpathSync(folder) + sep);
}

import { lstatSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * Writes the files into the folder, all or none.
 *
 * @throws Error that names every file that is there already
 */
export function writeRepository(folder: string, files: ReadonlyMap<string, string>): void {
  const there = [...files.keys()].filter(
    (path) => lstatSync(join(folder, path), { throwIfNoEntry: false }) !== undefined,
  );
  if (there.length > 0) {
    throw new Error(
      `${folder} has ${there.join(", ")} already, and nothing is overwritten: move ${there.length === 1 ? "it" : "them"} away, or run it in an empty folder`,
    );
  }
  for (const [path, text] of files) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text, { flag: "wx", mode: path.endsWith("/trusted") ? 0o755 : 0o644 });
  }
}

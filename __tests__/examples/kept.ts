import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** What a folder of artifacts holds, by path. */
export function keptFiles(folder: string): ReadonlyMap<string, Buffer> {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  return new Map(
    paths
      .filter((path) => statSync(join(folder, path)).isFile())
      .map((path) => [path, readFileSync(join(folder, path))]),
  );
}

/** The artifacts in which there is a plan as terraform saves it, a ZIP archive, or one of the secrets. */
export function leaks(folder: string, secrets: readonly string[]): string[] {
  const found = [...keptFiles(folder)].filter(
    ([, content]) => content.includes("PK\x03\x04") || secrets.some((secret) => content.includes(secret)),
  );
  return found.map(([path]) => path);
}

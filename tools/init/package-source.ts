import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";

/**
 * What another package.json says to get this very package: its version where npm took it from a registry, and else the
 * tarball, address or folder that it was taken from. Never a version that npm has not recorded: a registry may have a
 * stranger's package of this name.
 *
 * @param packageFolder - Where this package is installed
 * @param repository - Where the other package.json will be
 */
export function packageSource(packageFolder: string, version: string, repository: string): string {
  const recorded = recordedBy(packageFolder);
  if (recorded === undefined) return fileSource(repository, packageFolder);
  if (recorded.startsWith("file:")) {
    const root = dirname(dirname(packageFolder));
    return fileSource(repository, resolve(root, recorded.slice("file:".length)));
  }
  return /[:/]/.test(recorded) ? recorded : version;
}

/** What the package.json of the folder in which it is installed says of it; npx has one, too. */
function recordedBy(packageFolder: string): string | undefined {
  const modules = dirname(packageFolder);
  const file = join(dirname(modules), "package.json");
  if (basename(modules) !== "node_modules" || !existsSync(file)) return undefined;
  const { dependencies, devDependencies } = JSON.parse(readFileSync(file, "utf8"));
  return { ...devDependencies, ...dependencies }["agent-stack"];
}

const fileSource = (repository: string, path: string) =>
  `file:${relative(repository, path).split(sep).join("/")}`;

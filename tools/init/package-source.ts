import { existsSync, readFileSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { name } from "../../package.json";

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
    return fileSource(repository, resolve(rootOf(packageFolder), recorded.slice("file:".length)));
  }
  return /[:/]/.test(recorded) ? recorded : version;
}

/** What the package.json of the folder in which it is installed says of it; npx has one, too. */
function recordedBy(packageFolder: string): string | undefined {
  const root = rootOf(packageFolder);
  const file = join(root, "package.json");
  if (packageFolder !== join(root, "node_modules", name) || !existsSync(file)) return undefined;
  const { dependencies, devDependencies } = JSON.parse(readFileSync(file, "utf8"));
  return { ...devDependencies, ...dependencies }[name];
}

/** The folder whose node_modules it would be in. */
const rootOf = (packageFolder: string) =>
  resolve(packageFolder, ...["node_modules", ...name.split("/")].map(() => ".."));

const fileSource = (repository: string, path: string) =>
  `file:${relative(repository, path).split(sep).join("/")}`;

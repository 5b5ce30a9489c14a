import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, normalize } from "node:path";
import { environmentOfFile, tenantsFolder } from "../../configuration/tenant-files";
import type { Git } from "./git";

/** The files of a configuration with their contents, by their path below the project. */
export type ConfigurationFiles = ReadonlyMap<string, string>;

/** Whether a path below the project is of the configuration: its file, or one of a tenant in the folder beside it. */
export function isConfiguration(path: string, file: string): boolean {
  const isOfTenant = dirname(path) === tenantsFolder(file) && environmentOfFile(basename(path)) !== undefined;
  return path === normalize(file) || isOfTenant;
}

/**
 * The configuration as a tree of git has it.
 *
 * @throws Error when one of its files is a link: what it would show is not of the repository
 */
export async function filesOfTree(git: Git, tree: string, file: string): Promise<ConfigurationFiles> {
  const entries = await git.entries(tree, [normalize(file), tenantsFolder(file)]);
  const own = entries.filter(({ path }) => isConfiguration(path, file));
  const other = own.find(({ mode }) => !mode.startsWith("100"));
  if (other) throw new Error(`${other.path} is no plain file: a link is not followed`);
  const contents = await Promise.all(
    own.map(async ({ path }) => [path, await git.content(tree, path)] as const),
  );
  return new Map(contents);
}

/** The configuration as it is in the working tree. */
export function filesOfFolder(project: string, file: string): ConfigurationFiles {
  const folder = tenantsFolder(file);
  const names = existsSync(join(project, folder)) ? readdirSync(join(project, folder)) : [];
  const paths = [normalize(file), ...names.map((name) => join(folder, name))];
  const own = paths.filter((path) => isConfiguration(path, file) && existsSync(join(project, path)));
  return new Map(own.map((path) => [path, readFileSync(join(project, path), "utf8")]));
}

/** Makes the working tree's configuration this one. */
export function writeFiles(project: string, file: string, files: ConfigurationFiles): void {
  for (const path of filesOfFolder(project, file).keys()) rmSync(join(project, path));
  for (const [path, content] of files) {
    const target = join(project, path);
    mkdirSync(dirname(target), { recursive: true });
    // A link left there would be written through.
    if (lstatSync(target, { throwIfNoEntry: false })) rmSync(target);
    writeFileSync(target, content);
  }
}

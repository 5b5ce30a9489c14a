import { existsSync, lstatSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { readText, TooLongError } from "./read-text";

/** A file beside the configuration's that has one environment; what is wrong with it where it cannot be read. */
export type TenantFile =
  | { readonly file: string; readonly environment: string; readonly text: string }
  | { readonly file: string; readonly mistake: string };

/** The folder of the tenants' files, beside the configuration's file. */
export const tenantsFolder = (file: string) => join(dirname(file), "environments");

/** The environment that a file of that folder is for, by the file's name; undefined where it is for none. */
export const environmentOfFile = (name: string) => /^([^.].*)\.ya?ml$/.exec(name)?.[1];

/** The file of an environment that has one of its own. */
export function fileOfEnvironment(file: string, environment: string): string | undefined {
  return ["yaml", "yml"]
    .map((ending) => join(tenantsFolder(file), `${environment}.${ending}`))
    .find((path) => existsSync(path));
}

/** The tenants' files beside a configuration's file, in the order of their names. */
export function readTenantFiles(file: string): TenantFile[] {
  const folder = tenantsFolder(file);
  const kind = lstatSync(folder, { throwIfNoEntry: false });
  if (kind?.isSymbolicLink()) return [{ file: folder, mistake: LINK }];
  if (!kind?.isDirectory()) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !name.startsWith("."))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry): TenantFile[] => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return [{ file: path, mistake: `is a folder: put its files into ${folder}` }];
      const environment = environmentOfFile(entry.name);
      if (environment === undefined) {
        const [, name] = /^(.+)\.ya?ml$/i.exec(entry.name) ?? [];
        return name === undefined
          ? []
          : [{ file: path, mistake: `its ending is not in lower case: rename it to ${name}.yaml` }];
      }
      // It would be kept nowhere: objects have no plain key of this name.
      if (environment === "__proto__")
        return [{ file: path, mistake: "is no name that can be kept: rename it" }];
      if (!entry.isFile()) return [{ file: path, mistake: LINK }];
      return [readTenantFile(path, environment)];
    });
}

const LINK =
  "is no plain file or folder: put what it leads to in its place, since reviews and owners of files see no further than a link";

function readTenantFile(file: string, environment: string): TenantFile {
  try {
    return { file, environment, text: readText(file) };
  } catch (error) {
    if (error instanceof TooLongError) return { file, mistake: error.message };
    return { file, mistake: `cannot be read (${(error as NodeJS.ErrnoException).code})` };
  }
}

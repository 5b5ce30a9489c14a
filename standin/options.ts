import { appendFileSync, statSync } from "node:fs";
import { dirname } from "node:path";
import type { LaunchOptions } from "./launch";
import type { LoggedRequest } from "./server";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What the launcher's environment variables say of the stand-in; docs/testing.md names them.
 *
 * @throws when a variable names a file that cannot be one
 */
export function optionsFrom(environment: Environment): LaunchOptions {
  const logFile = fileFrom(environment, "STANDIN_LOG");
  return {
    stateFile: fileFrom(environment, "STANDIN_STATE"),
    version: environment.STANDIN_VERSION || undefined,
    providerVersion: environment.STANDIN_PROVIDER || undefined,
    log: logFile ? (request) => appendFileSync(logFile, lineOf(request)) : undefined,
  };
}

function fileFrom(environment: Environment, variable: string): string | undefined {
  const file = environment[variable];
  if (!file) return undefined;
  if (isFolder(file)) throw new Error(`${variable} is "${file}", which is a folder; give a file`);
  const folder = dirname(file);
  if (!isFolder(folder)) {
    throw new Error(
      `${variable} is "${file}", and there is no folder "${folder}"; make it, or give another file`,
    );
  }
  return file;
}

const isFolder = (path: string) => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

/** Bodies are left out, since they carry secrets. */
function lineOf({ method, path, query, status }: LoggedRequest): string {
  const parameters = new URLSearchParams(query).toString();
  return `${method} ${path}${parameters && `?${parameters}`} ${status}\n`;
}

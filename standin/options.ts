import { appendFileSync, statSync } from "node:fs";
import { dirname } from "node:path";
import type { LaunchOptions } from "./launch";
import type { LoggedRequest } from "./server";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What the launcher's environment variables say of the stand-in; docs/testing.md names them.
 *
 * @throws when a variable names a file that cannot be one, or no port
 */
export function optionsFrom(environment: Environment): LaunchOptions {
  const logFile = fileFrom(environment, "STANDIN_LOG");
  return {
    stateFile: fileFrom(environment, "STANDIN_STATE"),
    port: portFrom(environment.STANDIN_PORT),
    version: environment.STANDIN_VERSION || undefined,
    providerVersion: environment.STANDIN_PROVIDER || undefined,
    log: logFile ? (request) => appendFileSync(logFile, lineOf(request)) : undefined,
  };
}

function portFrom(given: string | undefined): number | undefined {
  if (!given) return undefined;
  const port = Number(given);
  if (/^\d+$/.test(given) && port >= 1 && port <= 65_535) return port;
  throw new Error(`STANDIN_PORT is "${given}"; give a number from 1 to 65535, or leave it out`);
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

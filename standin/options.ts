import { appendFileSync } from "node:fs";
import type { LoggedRequest, StandInOptions } from "./server";

/** What the launcher's environment variables say of the stand-in; docs/testing.md names them. */
export function optionsFrom(environment: Readonly<Record<string, string | undefined>>): StandInOptions {
  const logFile = environment.STANDIN_LOG;
  return {
    stateFile: environment.STANDIN_STATE || undefined,
    version: environment.STANDIN_VERSION || undefined,
    log: logFile ? (request) => appendFileSync(logFile, lineOf(request)) : undefined,
  };
}

/** Bodies are left out, since they carry secrets. */
function lineOf({ method, path, query, status }: LoggedRequest): string {
  const parameters = new URLSearchParams(query).toString();
  return `${method} ${path}${parameters && `?${parameters}`} ${status}\n`;
}

import { readFileSync } from "node:fs";
import { type Configuration, parseConfiguration } from "./parse-configuration";
import { readTenantFiles } from "./tenant-files";

/**
 * The environments of an agent-stack.yaml and of the files in the folder `environments` beside it.
 *
 * @throws ConfigurationError that lists everything that is wrong with them, Error when the file cannot be read
 */
export function readConfiguration(file: string): Configuration {
  return parseConfiguration(readFileSync(file, "utf8"), file, readTenantFiles(file));
}

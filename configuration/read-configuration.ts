import { ConfigurationError } from "./configuration-error";
import { type Configuration, parseConfiguration } from "./parse-configuration";
import { mistakeAt } from "./place-mistakes";
import { readText, TooLongError } from "./read-text";
import { readTenantFiles } from "./tenant-files";

/**
 * The environments of an agent-stack.yaml and of the files in the folder `environments` beside it.
 *
 * @throws ConfigurationError that lists everything that is wrong with them, Error when the file cannot be read
 */
export function readConfiguration(file: string): Configuration {
  return parseConfiguration(textOf(file), file, readTenantFiles(file));
}

function textOf(file: string): string {
  try {
    return readText(file);
  } catch (error) {
    if (!(error instanceof TooLongError)) throw error;
    throw new ConfigurationError(file, [mistakeAt({ line: 1, column: 1, path: [] }, error.message)]);
  }
}

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { configurationFile } from "../../configuration/configuration-file";
import { addressWords, configuredInOf } from "../authentik/connection";
import { placeOfText } from "../authentik/places";
import { type HttpProxy, proxyFor } from "../http/proxy";
import { asTyped, type Binary, TerraformError } from "./binary";
import { withMaskedLog } from "./masked-log";
import { failureMessage } from "./messages";
import { type Run, runProcess } from "./process";
import { redact } from "./redact";
import type { Configuration, Place } from "./remedies";
import { secretsOf, stackEnvironment } from "./stack-environment";
import type { Stack } from "./synthesise";
import { shownFolder } from "./working-folder";

/** Terraform was ended by a signal that nobody sent through us, such as where memory is short. */
export class TerraformKilled extends TerraformError {}

/**
 * Runs terraform in a stack's folder and returns what it printed.
 *
 * @throws TerraformError with terraform's own words and what can be done, secrets masked
 */
export async function runTerraform(
  stack: Stack,
  binary: Binary,
  args: readonly string[],
  { onLine, outlives }: Pick<Run, "onLine" | "outlives"> = {},
): Promise<string> {
  const { command } = binary;
  const secrets = secretsOf(stack, binary.env);
  const ended = await withMaskedLog(stackEnvironment(stack, binary.env), secrets, (env) =>
    runProcess({ command, args, cwd: stack.directory, env, onLine, outlives }),
  );
  if (ended.code !== 0 || ended.signal !== undefined) {
    const said =
      ended.signal === undefined
        ? asTyped(failureMessage(ended.stdout, ended.stderr, await placeOf(stack, binary)), binary)
        : `it was killed by ${ended.signal}`;
    const text = redact(`${command} ${args[0]} failed\n${said}`, binary.env, secrets);
    throw ended.signal === undefined ? new TerraformError(text) : new TerraformKilled(text);
  }
  return ended.stdout;
}

async function placeOf(stack: Stack, binary: Binary): Promise<Place> {
  const file = configurationFile(binary.env);
  return {
    environment: stack.name,
    terraform: terraformIn(stack, binary),
    configuration: await readConfiguration(join(stack.directory, "cdk.tf.json")),
    address: addressWords(configuredInOf(stack, binary.env)),
    proxyOf: (origin) => spokenProxy(origin, binary.env),
    writtenAt: (name) => placeOfText(file, stack.name, name),
  };
}

/** The proxy of an address, undefined for one that terraform alone can speak to. */
function spokenProxy(origin: string, env: NodeJS.ProcessEnv): HttpProxy | undefined {
  try {
    return proxyFor(origin, env);
  } catch {
    return undefined;
  }
}

/** What a person types to run terraform in a stack's folder. */
export function terraformIn(stack: Stack, { command, cwd }: Binary): string {
  const { dataDirectory } = stack.kept ?? stack;
  const variable = dataDirectory === undefined ? "" : `TF_DATA_DIR=${quoted(dataDirectory)} `;
  return `${variable}${quoted(command)} -chdir=${quoted(shownFolder(cwd, stack))}`;
}

/** What is said about a failure must not depend on a file that may be what failed. */
async function readConfiguration(path: string): Promise<Configuration> {
  try {
    return JSON.parse(await readFile(path, "utf8"));
  } catch {
    return {};
  }
}

/** A word as a shell takes it. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

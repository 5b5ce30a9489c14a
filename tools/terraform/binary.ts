import { basename } from "node:path";
import { terraformEnvironment } from "./arguments";
import { failureMessage } from "./messages";
import { refusedOptions } from "./outside-options";
import { runProcess } from "./process";
import { redact } from "./redact";
import { TerraformError } from "./terraform-error";

export { TerraformError } from "./terraform-error";

/** A terraform or OpenTofu that can be used. */
export interface Binary {
  readonly command: string;
  /** For example "terraform 1.11.4". */
  readonly title: string;
  /** The environment it runs in. */
  readonly env: NodeJS.ProcessEnv;
  /** The folder in which a person would type its name. */
  readonly cwd: string;
}

const OLDEST = [1, 7] as const;

/**
 * Finds the binary that cdktf would use, TERRAFORM_BINARY_NAME or terraform.
 *
 * @throws TerraformError when there is none, it is too old, or the environment has options for it that hide something
 */
export async function findTerraform(cwd: string, given: NodeJS.ProcessEnv): Promise<Binary> {
  const refused = refusedOptions(given);
  if (refused.length > 0) throw new TerraformError(refused.join("\n"));
  const command = given.TERRAFORM_BINARY_NAME || "terraform";
  const env = terraformEnvironment(given, cwd);
  const { stdout, stderr } = await runProcess({
    command,
    args: ["version", "-json"],
    cwd,
    env,
  }).catch((error: NodeJS.ErrnoException) => {
    throw error.code === "ENOENT" ? missing(command) : error;
  });
  const version = /"terraform_version":\s*"(\d+\.\d+[^"]*)"/.exec(stdout)?.[1];
  if (version === undefined) {
    const said = failureMessage(stdout, stderr, { terraform: command, configuration: {} });
    throw new TerraformError(redact(`${command} does not tell its version: ${said}`, env));
  }
  if (isOlder(version)) {
    throw new TerraformError(
      `${command} is version ${version}, at least ${OLDEST.join(".")} is needed: install a newer one or name it in TERRAFORM_BINARY_NAME`,
    );
  }
  return { command, title: `${basename(command)} ${version}`, env, cwd };
}

function isOlder(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]);
}

function missing(command: string): TerraformError {
  return new TerraformError(
    `${command} was not found: install terraform ${OLDEST.join(".")} or later (https://developer.hashicorp.com/terraform/install), or name another binary in TERRAFORM_BINARY_NAME`,
  );
}

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

interface Product {
  readonly name: string;
  /** The first version with `removed` blocks that say `destroy = false`. */
  readonly oldest: readonly [number, number];
  readonly installation: string;
}

const TERRAFORM: Product = {
  name: "terraform",
  oldest: [1, 7],
  installation: "https://developer.hashicorp.com/terraform/install",
};
const OPENTOFU: Product = {
  name: "tofu",
  oldest: [1, 10],
  installation: "https://opentofu.org/docs/intro/install",
};

/** Which of the two a command is goes by its name: neither tells in JSON. */
const productOf = (command: string) => (/^tofu(\.exe)?$/.test(basename(command)) ? OPENTOFU : TERRAFORM);

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
    const said = failureMessage(stdout, stderr, {
      environment: "",
      terraform: command,
      configuration: {},
    });
    throw new TerraformError(redact(`${command} does not tell its version: ${said}`, env));
  }
  const { oldest } = productOf(command);
  if (isOlder(version, oldest)) {
    throw new TerraformError(
      `${command} is version ${version}, at least ${oldest.join(".")} is needed: install a newer one or name it in TERRAFORM_BINARY_NAME`,
    );
  }
  return { command, title: `${basename(command)} ${version}`, env, cwd };
}

/** A text with commands of terraform as they are typed where another program takes its place. */
export function asTyped(text: string, { command }: Pick<Binary, "command">): string {
  return text.replace(
    /\bterraform (?=(apply|import|init|plan|show|state)\b)/g,
    `${productOf(command).name} `,
  );
}

function isOlder(version: string, oldest: Product["oldest"]): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major < oldest[0] || (major === oldest[0] && minor < oldest[1]);
}

function missing(command: string): TerraformError {
  const { name, oldest, installation } = productOf(command);
  return new TerraformError(
    `${command} was not found: install ${name} ${oldest.join(".")} or later (${installation}), or name another binary in TERRAFORM_BINARY_NAME`,
  );
}

import { Command, Option } from "commander";
import type { Identity } from "../set-up/needed-permissions";
import { TOKEN_FORMATS, type TokenFormat, tokenOfEnvironment } from "../token/token-of-environment";
import { fail } from "./fail";
import { note } from "./print";

interface TokenCommandOptions {
  readonly for?: Identity;
  readonly format: TokenFormat;
}

const IDENTITIES: readonly Identity[] = ["plan", "apply"];

/** `agent-stack token`: what to create in authentik so that plan and apply may do what they need and nothing more. */
export function tokenCommand(): Command {
  return new Command("token")
    .description("Print the users, roles and permissions that plan and apply need in authentik")
    .argument("[environment]", "environment that they are for (needed where there are several)")
    .addOption(new Option("--for <identity>", "one of them (default: both)").choices(IDENTITIES))
    .addOption(
      new Option("--format <format>", "the permissions alone, or what makes users, roles and tokens")
        .choices(TOKEN_FORMATS)
        .default("list"),
    )
    .action(async (name: string | undefined, options: TokenCommandOptions) => {
      try {
        await tokenOfEnvironment(name, {
          cwd: process.cwd(),
          env: process.env,
          print: (text) => process.stdout.write(text),
          note,
          identities: options.for ? [options.for] : IDENTITIES,
          format: options.format,
        });
      } catch (error) {
        fail("token", error);
      }
    });
}

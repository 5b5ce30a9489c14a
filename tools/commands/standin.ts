import { join } from "node:path";
import { Command } from "commander";

const VARIABLES = `
Without a command it stays up, and prints what to export in another terminal. Variables:
  STANDIN_STATE=FILE       keeps what it was given for the next time
  STANDIN_VERSION=VERSION  plays that version of authentik, 2025.12 or later
  STANDIN_PORT=PORT        the server's port (usual: any that is free)
  STANDIN_LOG=FILE         writes a line for each request

Exit code: that of the command.`;

/** `agent-stack standin`: the double of authentik and of its Terraform provider, which is a bundle of its own. */
export function standinCommand(): Command {
  return new Command("standin")
    .description("Run a command against a stand-in for authentik and its Terraform provider, offline")
    .argument("[command...]", "after --, such as: -- npx agent-stack plan production")
    .addHelpText("after", VARIABLES)
    .action((command: string[]) => {
      process.argv.splice(2, process.argv.length, ...command);
      require(join(__dirname, "standin.js"));
    });
}

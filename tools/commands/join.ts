import { Command } from "commander";
import { joinEnvironment } from "../join/join-environment";
import { fail } from "./fail";
import { print } from "./print";

/** `agent-stack join`: what people and administrators of devices type, with this environment's names. */
export function joinCommand(): Command {
  return new Command("join")
    .description("Print what people and administrators of devices type to use an environment's agent")
    .argument("[environment]", "environment that they use (needed where there are several)")
    .action(async (name: string | undefined) => {
      try {
        await joinEnvironment(name, {
          cwd: process.cwd(),
          env: process.env,
          print,
        });
      } catch (error) {
        fail("join", error);
      }
    });
}

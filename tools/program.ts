import { Command } from "commander";
import { version } from "../package.json";
import { adoptCommand } from "./adopt/command";
import { commentCommand } from "./comment/command";
import { driftCommand, planCommand } from "./plan/command";
import { repairCommand } from "./repair/command";
import { verifyCommand } from "./verify/command";

/** The whole command line. */
export function program(): Command {
  return new Command("agent-stack")
    .description("Plan reports, drift, verification, repair and adoption for the authentik Agent's set-up")
    .version(version)
    .addCommand(planCommand())
    .addCommand(driftCommand())
    .addCommand(verifyCommand())
    .addCommand(repairCommand())
    .addCommand(adoptCommand())
    .addCommand(commentCommand());
}

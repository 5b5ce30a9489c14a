import { Command } from "commander";
import { version } from "../../package.json";
import { adoptCommand } from "./adopt";
import { changedCommand } from "./changed";
import { commentCommand } from "./comment";
import { driftCommand } from "./drift";
import { planCommand } from "./plan";
import { repairCommand } from "./repair";
import { verifyCommand } from "./verify";

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
    .addCommand(changedCommand())
    .addCommand(commentCommand());
}

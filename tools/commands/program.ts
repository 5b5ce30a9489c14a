import { Command } from "commander";
import { version } from "../../package.json";
import { adoptCommand } from "./adopt";
import { applyCommand } from "./apply";
import { changedCommand } from "./changed";
import { commentCommand } from "./comment";
import { destroyCommand } from "./destroy";
import { driftCommand } from "./drift";
import { initCommand } from "./init";
import { joinCommand } from "./join";
import { lockCommand } from "./lock";
import { moveStateCommand } from "./move-state";
import { planCommand } from "./plan";
import { repairCommand } from "./repair";
import { statusCommand } from "./status";
import { tokenCommand } from "./token";
import { upgradeCommand } from "./upgrade";
import { verifyCommand } from "./verify";

/** The whole command line. */
export function program(): Command {
  return new Command("agent-stack")
    .description("Plan reports, drift, verification, repair and adoption for the authentik Agent's set-up")
    .version(version)
    .addCommand(initCommand())
    .addCommand(upgradeCommand())
    .addCommand(planCommand())
    .addCommand(driftCommand())
    .addCommand(verifyCommand())
    .addCommand(statusCommand())
    .addCommand(applyCommand())
    .addCommand(destroyCommand())
    .addCommand(moveStateCommand())
    .addCommand(repairCommand())
    .addCommand(adoptCommand())
    .addCommand(changedCommand())
    .addCommand(commentCommand())
    .addCommand(tokenCommand())
    .addCommand(joinCommand())
    .addCommand(lockCommand());
}

import { Command } from "commander";
import { version } from "../../package.json";
import { adoptCommand } from "./adopt";
import { applyCommand } from "./apply";
import { changedCommand } from "./changed";
import { commentCommand } from "./comment";
import { destroyCommand } from "./destroy";
import { driftCommand } from "./drift";
import { withHelp } from "./help";
import { initCommand } from "./init";
import { joinCommand } from "./join";
import { lockCommand } from "./lock";
import { moveStateCommand } from "./move-state";
import { planCommand } from "./plan";
import { repairCommand } from "./repair";
import { standinCommand } from "./standin";
import { statusCommand } from "./status";
import { testCommand } from "./test";
import { tokenCommand } from "./token";
import { upgradeCommand } from "./upgrade";
import { verifyCommand } from "./verify";

/** The whole command line. */
export function program(): Command {
  return withHelp(new Command("agent-stack"))
    .description("Plan reports, drift, verification, repair and adoption for the authentik Agent's set-up")
    .version(version)
    .addCommand(withHelp(initCommand()))
    .addCommand(withHelp(upgradeCommand()))
    .addCommand(withHelp(planCommand()))
    .addCommand(withHelp(driftCommand()))
    .addCommand(withHelp(verifyCommand()))
    .addCommand(withHelp(statusCommand()))
    .addCommand(withHelp(applyCommand()))
    .addCommand(withHelp(destroyCommand()))
    .addCommand(withHelp(moveStateCommand()))
    .addCommand(withHelp(repairCommand()))
    .addCommand(withHelp(adoptCommand()))
    .addCommand(withHelp(changedCommand()))
    .addCommand(withHelp(commentCommand()))
    .addCommand(withHelp(tokenCommand()))
    .addCommand(withHelp(joinCommand()))
    .addCommand(withHelp(lockCommand()))
    .addCommand(withHelp(testCommand()))
    .addCommand(withHelp(standinCommand()));
}

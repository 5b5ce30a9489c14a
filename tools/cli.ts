#!/usr/bin/env node
import { Command } from "commander";
import { commentCommand } from "./comment/command";
import { driftCommand, planCommand } from "./plan/command";
import { repairCommand } from "./repair/command";
import { verifyCommand } from "./verify/command";

const program = new Command("agent-stack").description(
  "Plan reports, drift, verification and repair for the authentik Agent's set-up",
);

program.addCommand(planCommand());
program.addCommand(driftCommand());
program.addCommand(verifyCommand());
program.addCommand(repairCommand());
program.addCommand(commentCommand());

// Whoever reads us may stop reading, as head does.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

program.parseAsync();

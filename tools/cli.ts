#!/usr/bin/env node
import { Command } from "commander";
import { commentCommand } from "./comment/command";
import { driftCommand, planCommand } from "./plan/command";

const program = new Command("agent-stack").description(
  "Plan reports, drift, verification and repair for the authentik Agent's set-up",
);

program.addCommand(planCommand());
program.addCommand(driftCommand());
program.addCommand(commentCommand());

program.parseAsync();

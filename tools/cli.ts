#!/usr/bin/env node
import { Command } from "commander";

const program = new Command("agent-stack").description(
  "Plan reports, drift, verification and repair for the authentik Agent's set-up",
);

program.parseAsync();

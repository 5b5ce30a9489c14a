import type { Command } from "commander";
import { type PlanCommandOptions, planLike, planReport } from "./plan-like";
import { report } from "./report";

/** `agent-stack plan`: what applying the configuration would change, and what that means. */
export function planCommand(): Command {
  return planLike("plan", "Show what applying the configuration would change for people and devices")
    .option("--no-verify", "leave out what a plan cannot see and `agent-stack verify` reads from the server")
    .action((names: string[], options: PlanCommandOptions) =>
      report("plan", options, () => planReport(names, options, "plan")),
    );
}

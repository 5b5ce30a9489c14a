import { Command } from "commander";
import type { Result } from "../report/model";
import { planEnvironments } from "../report/plan-environments";
import { reportPlanJson } from "../report/plan-json-file";
import { createProgress } from "../report/progress";
import type { PlanMode } from "../terraform/arguments";
import { type FleetOptions, fleetOptions, readJobs, readNames } from "./fleet";
import { type ReportOptions, reportOptions } from "./report";

export interface PlanCommandOptions extends ReportOptions, FleetOptions {
  readonly planJson?: string;
  readonly verify?: boolean;
}

/** What `plan` and `drift` take alike. */
export function planLike(name: PlanMode, description: string): Command {
  const command = new Command(name)
    .description(description)
    .option(
      "--plan-json <file>",
      "report on this output of `terraform show -json`, - for standard input; runs nothing",
    );
  return reportOptions(fleetOptions(command, "default: all"));
}

/** The environments' reports, of terraform's plans or of the plan that was given. */
export async function planReport(
  names: readonly string[],
  { planJson, verify = false, ...fleet }: PlanCommandOptions,
  mode: PlanMode,
): Promise<Result> {
  if (planJson !== undefined) {
    return reportPlanJson(planJson, names, mode);
  }
  const progress = createProgress(process.stderr);
  return planEnvironments(readNames(names, fleet), {
    cwd: process.cwd(),
    env: process.env,
    progress,
    mode,
    verify,
    jobs: readJobs(fleet),
  });
}

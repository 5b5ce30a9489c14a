import { Command } from "commander";
import type { Result } from "../report/model";
import { planEnvironments } from "../report/plan-environments";
import { reportPlanJson } from "../report/plan-json-file";
import { createProgress } from "../report/progress";
import type { PlanMode } from "../terraform/arguments";
import { type ReportOptions, reportOptions } from "./report";
import { forwardSignals } from "./signals";

export interface PlanCommandOptions extends ReportOptions {
  readonly planJson?: string;
  readonly verify?: boolean;
}

/** What `plan` and `drift` take alike. */
export function planLike(name: PlanMode, description: string): Command {
  const command = new Command(name)
    .description(description)
    .argument("[environment...]", "environments to look at (default: all)")
    .option(
      "--plan-json <file>",
      "report on this output of `terraform show -json`, - for standard input; runs nothing",
    );
  return reportOptions(command);
}

/** The environments' reports, of terraform's plans or of the plan that was given. */
export async function planReport(
  names: readonly string[],
  { planJson, verify = false }: PlanCommandOptions,
  mode: PlanMode,
): Promise<Result> {
  if (planJson !== undefined) {
    return reportPlanJson(planJson, names, mode);
  }
  forwardSignals();
  const progress = createProgress(process.stderr);
  return planEnvironments(names, { cwd: process.cwd(), env: process.env, progress, mode, verify });
}

import { Command } from "commander";
import { attributeDrift, openEventLog } from "../drift/event-log";
import { forwardSignals } from "../process";
import { type ReportOptions, type Result, report, reportOptions } from "../report/command";
import type { PlanMode } from "../terraform/arguments";
import { planEnvironments } from "./plan-environments";
import { reportPlanJson } from "./plan-json-file";

interface PlanOptions extends ReportOptions {
  readonly planJson?: string;
  readonly verify?: boolean;
}

/** `agent-stack plan`: what applying the configuration would change, and what that means. */
export function planCommand(): Command {
  return reportCommand("plan", "Show what applying the configuration would change for people and devices")
    .option("--no-verify", "leave out what a plan cannot see and `agent-stack verify` reads from the server")
    .action((names: string[], options: PlanOptions) =>
      report("plan", options, () => work(names, options, "plan")),
    );
}

/** `agent-stack drift`: what was changed outside terraform, by whom and when. */
export function driftCommand(): Command {
  return reportCommand(
    "drift",
    "Show what was changed in authentik outside terraform, and who did it",
  ).action((names: string[], options: PlanOptions) =>
    report("drift", options, async () => {
      const { environments, versions } = await work(names, options, "drift");
      const attributed = environments.map(async (environment) => ({
        ...environment,
        drift: await attributeDrift(environment.drift, () => openEventLog(process.env)),
      }));
      return { environments: await Promise.all(attributed), versions };
    }),
  );
}

function reportCommand(name: PlanMode, description: string): Command {
  const command = new Command(name)
    .description(description)
    .argument("[environment...]", "environments to look at (default: all)")
    .option(
      "--plan-json <file>",
      "report on this output of `terraform show -json`, - for standard input; runs nothing",
    );
  return reportOptions(command);
}

async function work(
  names: string[],
  { planJson, verify = false }: PlanOptions,
  mode: PlanMode,
): Promise<Result> {
  if (planJson !== undefined) {
    return reportPlanJson(planJson, names, mode);
  }
  forwardSignals();
  return planEnvironments(names, mode, verify);
}

import { type EnvironmentReport, emptyEnvironment, failedEnvironment, statusOf } from "../report/model";
import { pictureOf } from "../report/picture";
import type { PlanMode } from "../terraform/arguments";
import { driftOf, plannedChanges } from "./changes";
import { PlanJsonError, parsePlanJson } from "./plan-json";

/** An environment's report from terraform's JSON of a plan; what cannot be read is a failure. */
export function environmentFromPlan(name: string, json: string, mode: PlanMode): EnvironmentReport {
  try {
    const plan = parsePlanJson(json);
    const drift = driftOf(plan);
    const planned = mode === "plan" ? plannedChanges(plan) : { changes: [], outputs: [], unchanged: 0 };
    const environment = {
      ...emptyEnvironment(name),
      ...planned,
      drift,
      failedChecks: plan.failedChecks,
      picture: pictureOf(plan, planned.changes, drift),
    };
    const isUnexplained = mode === "plan" && plan.applyable === true && statusOf(environment) === "unchanged";
    const reads = plan.resourceChanges.some(({ mode: kind }) => kind === "data");
    return isUnexplained && !reads
      ? failedEnvironment(
          name,
          "terraform says that this plan changes something, but not what: update agent-stack",
        )
      : environment;
  } catch (error) {
    if (error instanceof PlanJsonError) {
      return failedEnvironment(name, error.message);
    }
    throw error;
  }
}

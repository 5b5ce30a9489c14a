import { driftOf, plannedChanges } from "../changes/changes";
import { notDeployedIn } from "../findings/rules/not-deployed";
import { type PlanJson, PlanJsonError, parsePlanJson } from "../set-up/plan-json";
import type { PlanMode } from "../terraform/arguments";
import { type EnvironmentReport, emptyEnvironment, failedEnvironment, statusOf } from "./model";
import { pictureOf } from "./picture";

/** An environment's report from terraform's JSON of a plan; what cannot be read is a failure. */
export function environmentFromPlan(name: string, json: string, mode: PlanMode): EnvironmentReport {
  try {
    const plan = parsePlanJson(json);
    const drift = driftOf(plan);
    const planned = mode === "plan" ? plannedChanges(plan) : { changes: [], outputs: [], unchanged: 0 };
    const beside = mode === "plan" ? besideIn(plan) : [];
    const environment = {
      ...emptyEnvironment(name),
      ...planned,
      drift,
      // Before the first deployment a plan has all that is to be made.
      findings: mode === "drift" ? notDeployedIn(name, plan) : [],
      failedChecks: plan.failedChecks,
      ...(beside.length > 0 ? { notShown: beside } : {}),
      picture: pictureOf(plan, planned.changes, drift),
    };
    if (mode !== "plan" || plan.applyable === false || statusOf(environment) !== "unchanged") {
      return environment;
    }
    const unexplained = unexplainedIn(plan);
    if (unexplained.length > 0) {
      return { ...environment, notShown: unexplained };
    }
    return plan.applyable
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

/** What applying would do beside all that is shown. */
function besideIn({ beside: { actions, deferred } }: PlanJson): string[] {
  return [
    ...actions.map((address) => `terraform would run the action ${quoted(address)}`),
    ...deferred.map((address) => `terraform leaves ${quoted(address)} for a later plan`),
  ];
}

/** What may be why a plan in which nothing else is seen can be applied, or why it is not certain that it cannot. */
function unexplainedIn({ applyable, resourceChanges, beside: { unknownFields } }: PlanJson): string[] {
  const reads = resourceChanges.filter(({ mode, actions }) => mode === "data" && actions.includes("read"));
  return [
    ...unknownFields.map(
      (field) => `the plan has ${quoted(field)}, which this agent-stack does not know: update it`,
    ),
    ...(applyable ? reads : []).map(
      ({ address }) => `terraform would read ${quoted(address)} only while it applies`,
    ),
  ];
}

const quoted = (name: string) => `\`${name.replaceAll("`", "'")}\``;

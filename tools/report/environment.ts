import { driftOf, plannedChanges } from "../changes/changes";
import { replacedLookUps } from "../changes/replaced-look-ups";
import { withSetBack } from "../changes/set-back";
import { notDeployedIn } from "../findings/rules/not-deployed";
import { type PlanJson, PlanJsonError, parsePlanJson } from "../set-up/plan-json";
import type { SetUp } from "../set-up/set-up";
import type { PlanMode } from "../terraform/arguments";
import { shorten } from "./escape";
import { type EnvironmentReport, emptyEnvironment, failedEnvironment } from "./model";
import { pictureOf } from "./picture";

const LONGEST_FAILURE = 10_000;

/**
 * An environment's report from terraform's JSON of a plan; what cannot be read is a failure.
 *
 * @param recorded - What terraform recorded before the plan, to tell look-ups that find another object now
 */
export function environmentFromPlan(
  name: string,
  json: string,
  mode: PlanMode,
  recorded?: SetUp,
): EnvironmentReport {
  try {
    const plan = parsePlanJson(json);
    const drift = [...driftOf(plan), ...(recorded ? replacedLookUps(recorded, plan) : [])];
    const planned = mode === "plan" ? plannedChanges(plan) : { changes: [], outputs: [], unchanged: 0 };
    const isShown = planned.changes.length > 0 || planned.outputs.length > 0;
    const notShown = [...besideIn(plan), ...undecidedIn(plan, mode, isShown)];
    if (mode === "plan" && plan.applyable && !isShown && notShown.length === 0) {
      return failedEnvironment(
        name,
        "terraform says that this plan changes something, but not what: update agent-stack",
      );
    }
    return {
      ...emptyEnvironment(name),
      ...planned,
      ...withSetBack({ changes: planned.changes, drift }),
      // Before the first deployment a plan has all that is to be made.
      findings: mode === "drift" ? notDeployedIn(name, plan, recorded) : [],
      failedChecks: plan.failedChecks,
      ...(notShown.length > 0 ? { notShown } : {}),
      picture: pictureOf(plan, planned.changes, drift),
    };
  } catch (error) {
    if (error instanceof PlanJsonError) {
      return failedEnvironment(name, shorten(error.message, LONGEST_FAILURE));
    }
    throw error;
  }
}

/** What applying would do beside all that is shown. */
function besideIn({ beside: { actions, deferred, otherModes } }: PlanJson): string[] {
  return [
    ...actions.map((address) => `terraform would run the action ${quoted(address)}`),
    ...deferred.map((address) => `terraform leaves ${quoted(address)} for a later plan`),
    ...otherModes.map(
      ({ address, mode, actions: [first = ""] }) =>
        `terraform would ${first} ${quoted(address)}, whose mode ${quoted(mode)} this agent-stack does not know: update it`,
    ),
  ];
}

/** What may be why a plan can be applied, or why it is not certain that it cannot. */
function undecidedIn(
  { applyable, resourceChanges, beside: { unknownFields, undecidedChecks } }: PlanJson,
  mode: PlanMode,
  isShown: boolean,
): string[] {
  const fields = unknownFields.map(
    (field) => `the plan has ${quoted(field)}, which this agent-stack does not know: update it`,
  );
  const reads = resourceChanges.filter(({ mode, actions }) => mode === "data" && actions.includes("read"));
  return [
    ...(applyable === false ? [] : fields),
    // Beside a change both are as usual: what is not there yet can be neither read nor checked.
    ...(applyable && mode === "plan" && !isShown ? reads : []).map(
      ({ address }) => `terraform would read ${quoted(address)} only while it applies`,
    ),
    ...(mode === "plan" && !isShown ? undecidedChecks : []).map(
      (address) => `terraform does not tell whether the check ${quoted(address)} holds`,
    ),
  ];
}

const quoted = (name: string) => `\`${name.replaceAll("`", "'")}\``;

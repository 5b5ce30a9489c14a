import { same } from "../json";
import type { AttributeChange, Change, Drift, Value } from "./changes";

interface Planned {
  readonly changes: readonly Change[];
  readonly drift: readonly Drift[];
}

/** Marks what was changed outside and the plan sets back, and the changes that do no more than that. */
export function withSetBack({ changes, drift }: Planned): Planned {
  const byAddress = new Map(changes.map((change) => [change.address, change]));
  const isFixed = (each: Drift) => {
    const change = byAddress.get(each.address);
    return change !== undefined && setsBack(change, each);
  };
  const fixed = new Map(drift.filter(isFixed).map((each) => [each.address, each]));
  return {
    changes: changes.map((change) => {
      const undone = fixed.get(change.address);
      return undone && doesNoMore(change, undone) ? { ...change, setsBack: true as const } : change;
    }),
    drift: drift.map((each) => (isFixed(each) ? { ...each, fixedByPlan: true as const } : each)),
  };
}

function setsBack({ action, attributes }: Change, drift: Drift): boolean {
  if (drift.action === "delete") return action === "create";
  if (action !== "update" && action !== "replace") return false;
  return drift.attributes.every(({ name, before }) => {
    const after = attributes.find((attribute) => attribute.name === name)?.after;
    return after !== undefined && isSetBack(before, after);
  });
}

/** A reference to an object that is made anew is known after the apply only. */
function isSetBack(before: Value, after: Value): boolean {
  if (after.kind === "unknown") return before.kind === "value";
  if (before.kind === "value" && after.kind === "value") return same(before.json, after.json);
  return before.kind === "absent" && after.kind === "absent";
}

function doesNoMore({ action, attributes }: Change, drift: Drift): boolean {
  const isAmong = ({ name }: AttributeChange) => drift.attributes.some((each) => each.name === name);
  return drift.action === "delete" ? action === "create" : action === "update" && attributes.every(isAmong);
}

import { brand, objectType } from "../objects";
import type { PlanJson } from "../set-up/plan-json";
import type { SetUp } from "../set-up/set-up";
import { type Drift, describe } from "./changes";
import { referencesOf } from "./references";

/**
 * The look-ups that find another object of the same name than terraform recorded: what was deployed refers to the old
 * one, which no resource shows as drift. Of brands the resource itself tells.
 */
export function replacedLookUps(recorded: SetUp, plan: PlanJson): Drift[] {
  const references = referencesOf(plan);
  return plan.prior.flatMap(({ address, mode, type, name, values: after }) => {
    const before = recorded.byAddress.get(address)?.deployed;
    const handle = mode === "data" && type !== brand.type ? objectType(type)?.lookedUpBy : undefined;
    if (!before || handle === undefined || typeof after[handle] !== "string") return [];
    if (before[handle] !== after[handle] || before.id === after.id) return [];
    const change = {
      address,
      mode,
      type,
      name,
      actions: ["update"],
      before: { id: before.id, [handle]: before[handle] },
      after: { id: after.id, [handle]: after[handle] },
      unknown: {},
      beforeSensitive: {},
      afterSensitive: {},
      replacePaths: [],
    };
    return [{ ...describe(change, "update", plan, references), objectId: String(before.id) }];
  });
}

import type { PlanJson, ResourceChange } from "../set-up/plan-json";
import type { Resource } from "../set-up/values";
import { type Drift, driftOf } from "./changes";

/**
 * What has changed outside terraform since a plan was saved, told by a fresh plan of the same stack and state, which may
 * be a refresh-only one. What applying the saved plan would make of an object anyway is no change.
 */
export function changedSince(saved: PlanJson, fresh: PlanJson): Drift[] {
  const found = new Map(fresh.prior.map((resource) => [resource.address, resource]));
  // A refresh-only plan does not read what is yet to be imported.
  const imported = new Set(
    saved.resourceChanges.flatMap(({ address, importId }) => (importId === undefined ? [] : [address])),
  );
  const resourceDrift = saved.prior
    .filter(({ mode, address }) => mode === "managed" && (found.has(address) || !imported.has(address)))
    .map((before) => between(before, found.get(before.address)));
  return driftOf({ ...saved, prior: fresh.prior, resourceDrift });
}

function between(
  { address, mode, type, name, values, sensitive }: Resource,
  found: Resource | undefined,
): ResourceChange {
  return {
    address,
    mode,
    type,
    name,
    actions: [found ? "update" : "delete"],
    before: values,
    after: found?.values ?? null,
    unknown: {},
    beforeSensitive: sensitive,
    afterSensitive: found?.sensitive,
    replacePaths: [],
  };
}

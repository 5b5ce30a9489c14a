import { type Attribute, type Attributes, isList } from "../schema/attribute";
import { areEquivalent, isUnset, isWhollyKnown, type State, UNKNOWN, type Value } from "../schema/value";

/**
 * What Terraform's SDK for providers (v2) plans for a change: defaults put in, null and zero told apart only where
 * something else changes, computed attributes kept, or unknown in a create.
 *
 * @param prior - The state before, null in a create.
 * @param proposed - The configuration merged with the state by Terraform.
 */
export function planChange(attributes: Attributes, prior: State | null, proposed: State): State {
  const planned: State = {};
  for (const [name, attribute] of Object.entries(attributes)) {
    planned[name] = planAttribute(name, attribute, prior, proposed);
  }
  return prior && areEquivalent(prior, planned) ? prior : planned;
}

function planAttribute(name: string, attribute: Attribute, prior: State | null, proposed: State): Value {
  const before = prior?.[name] ?? null;
  if (name === "id") return prior ? before : UNKNOWN;
  const configured = proposed[name] ?? attribute.default ?? null;
  const planned = isList(attribute.type)
    ? planList(attribute, before, configured)
    : planPrimitive(attribute, before, configured, prior === null);
  return !prior && attribute.computed && planned === null ? UNKNOWN : planned;
}

function planPrimitive(attribute: Attribute, before: Value, configured: Value, isCreate: boolean): Value {
  if (configured === UNKNOWN) return UNKNOWN;
  if (configured === null) return attribute.computed || isUnset(before) ? before : null;
  if (configured === "" && attribute.computed) return isCreate ? UNKNOWN : (before ?? "");
  if (
    typeof before === "string" &&
    typeof configured === "string" &&
    attribute.suppressDiff?.(before, configured)
  ) {
    return before;
  }
  return configured;
}

function planList(attribute: Attribute, before: Value, configured: Value): Value {
  if (configured === UNKNOWN) return UNKNOWN;
  if (!Array.isArray(configured)) {
    if (before === null) return attribute.computed ? UNKNOWN : null;
    return attribute.computed ? before : [];
  }
  if (configured.length === 0) return attribute.computed && before === null ? UNKNOWN : [];
  return configured.map((element) =>
    element !== null && typeof element === "object" && !isWhollyKnown(element) ? UNKNOWN : element,
  );
}

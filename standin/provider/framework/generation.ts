import type { Attributes } from "../schema/attribute";
import { type State, UNKNOWN, type Value } from "../schema/value";
import type { Generation } from "../sdk/generation";
import { type Reading, stored } from "../sdk/state";
import { FrameworkData } from "./framework-data";

/**
 * HashiCorp's plugin framework, with which the provider's next generation is being made: protocol 6, and null is another
 * value than false, 0 and "".
 */
export const FRAMEWORK: Generation = {
  protocol: 6,
  // What has a default may have another value than the configuration.
  schema: (attributes) =>
    mapped(attributes, (attribute) =>
      attribute.default === undefined || attribute.required ? attribute : { ...attribute, computed: true },
    ),
  plan: planned,
  data: (id, values) => new FrameworkData(id, values),
  refreshed: (attributes, prior, reading) => kept(attributes, prior, reading),
  applied: (attributes, _prior, plan, reading) => {
    const state = kept(attributes, plan, reading);
    return mapped(state, (value) => (value === UNKNOWN ? null : value));
  },
  failed: (_attributes, prior) => prior,
  found: (attributes, config, reading) => kept(attributes, config, reading),
};

/** Computed attributes that are known after an apply only, where they are not configured; others keep their value. */
const KNOWN_AFTER_APPLY = ["grant_types", "expires_in"];

function planned(attributes: Attributes, prior: State | null, _proposed: State, config: State): State {
  const plan: State = {};
  for (const [name, { computed, default: fallback }] of Object.entries(attributes)) {
    const configured = config[name] ?? null;
    const before = prior ? (prior[name] ?? null) : UNKNOWN;
    if (name === "id") plan[name] = before;
    else if (configured !== null) plan[name] = configured;
    else plan[name] = fallback ?? (computed ? before : null);
  }
  if (prior && JSON.stringify(wire(plan)) === JSON.stringify(wire(fitting(prior, plan)))) return prior;
  for (const name of KNOWN_AFTER_APPLY)
    if (name in plan && (config[name] ?? null) === null) plan[name] = UNKNOWN;
  return plan;
}

const fitting = (prior: State, plan: State): State => mapped(plan, (_, name) => prior[name] ?? null);

/** Symbols have no JSON. */
const wire = (state: State) => mapped(state, (value) => (value === UNKNOWN ? "\0unknown" : value));

/** What was read, where nothing that was null becomes empty or the other way round. */
function kept(attributes: Attributes, before: State, reading: Reading): State {
  return mapped(attributes, ({ type, suppressDiff }, name): Value => {
    const was = before[name] ?? null;
    if (!(name in reading)) return was;
    const value = reading[name] ?? null;
    if (value === null || value === "" || (Array.isArray(value) && value.length === 0))
      return was === null || was === UNKNOWN
        ? Array.isArray(value) && was === UNKNOWN
          ? []
          : null
        : empty(was);
    const is = stored(type, value);
    return typeof was === "string" && typeof is === "string" && suppressDiff?.(was, is) ? was : is;
  });
}

/** Nothing, as the value before has it. */
const empty = (was: Value): Value => (Array.isArray(was) ? [] : typeof was === "string" ? "" : null);

function mapped<T, U>(values: Readonly<Record<string, T>>, change: (value: T, name: string) => U) {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value, name)]));
}

import type { Attribute, Attributes } from "./attribute";
import type { Diagnostic } from "./diagnostic";
import { isWhollyKnown, type State, UNKNOWN, type Value } from "./value";

/** Checks a configuration as the real provider's SDK does, in its words. */
export function validate(attributes: Attributes, config: State): Diagnostic[] {
  return Object.entries(attributes).flatMap(([name, attribute]) =>
    problemsWith(name, attribute, config).map((problem) => ({ path: [name], ...problem })),
  );
}

function problemsWith(name: string, attribute: Attribute, config: State): Diagnostic[] {
  const value = config[name] ?? null;
  const combination = attribute.exactlyOneOf && exactlyOneProblem(name, attribute.exactlyOneOf, config);
  if (combination) return [{ summary: "Invalid combination of arguments", detail: combination }];
  if (value === null) {
    if (!attribute.required) return [];
    const detail = `The argument "${name}" is required, but no definition was found.`;
    return [{ summary: "Missing required argument", detail }];
  }
  if (attribute.computed && !attribute.optional) {
    const detail = `Can't configure a value for "${name}": its value will be decided automatically based on the result of applying this configuration.`;
    return [{ summary: "Value for unconfigurable attribute", detail }];
  }
  if (!isWhollyKnown(value)) return [];
  const conflicting = attribute.conflictsWith?.find((other) => isConfigured(config, other));
  if (conflicting) {
    return [
      { summary: "Conflicting configuration arguments", detail: `"${name}": conflicts with ${conflicting}` },
    ];
  }
  return Array.isArray(value)
    ? value.flatMap((element, index) =>
        problemsWithValue(name, attribute, element).map((problem) => ({ ...problem, path: [name, index] })),
      )
    : problemsWithValue(name, attribute, value);
}

function problemsWithValue(name: string, attribute: Attribute, value: Value): Diagnostic[] {
  if (typeof value === "number" && !Number.isInteger(value)) {
    return [{ summary: `Attribute must be a whole number, got ${value}` }];
  }
  if (typeof value !== "string" || !attribute.validate) return [];
  return attribute.validate(value, name).map((summary) => ({ summary }));
}

function exactlyOneProblem(name: string, among: readonly string[], config: State): string | undefined {
  const all = [...among].sort();
  const specified = all.filter((other) => isConfigured(config, other));
  const isUnknownOne = all.some((other) => config[other] === UNKNOWN);
  if (specified.length === 0 && !isUnknownOne)
    return `"${name}": one of \`${all.join(",")}\` must be specified`;
  if (specified.length > 1) {
    return `"${name}": only one of \`${all.join(",")}\` can be specified, but \`${specified.join(",")}\` were specified.`;
  }
  return undefined;
}

function isConfigured(config: State, name: string): boolean {
  const value = config[name] ?? null;
  return value !== null && value !== UNKNOWN;
}

import { PolicyEngineMode } from "@goauthentik/api/dist/models/PolicyEngineMode";

const UNKNOWN = "UnknownDefaultOpenApi";

/** The choices an enumeration of the official client knows. */
export const choicesOf = (enumeration: Record<string, string>): string[] =>
  Object.entries(enumeration).flatMap(([name, value]) => (name === UNKNOWN ? [] : [value]));

/** How the results of several bindings can combine. */
export const ENGINE_MODES = choicesOf(PolicyEngineMode);

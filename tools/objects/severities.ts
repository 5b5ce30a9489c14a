import type { Severity } from "../severity";

export const BREAKS = "breaks logins" satisfies Severity;
export const WEAKENS = "weakens security" satisfies Severity;
export const ACCESS = "changes access" satisfies Severity;
export const COSMETIC = "cosmetic" satisfies Severity;

import type { Severity } from "../severity";

export const BREAKS = "breaks logins" as const satisfies Severity;
export const WEAKENS = "weakens security" as const satisfies Severity;
export const ACCESS = "changes access" as const satisfies Severity;
export const COSMETIC = "cosmetic" as const satisfies Severity;

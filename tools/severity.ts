/** How much a change or a finding matters to the people and devices that log in, worst first. */
export const SEVERITIES = ["breaks logins", "weakens security", "changes access", "cosmetic"] as const;

export type Severity = (typeof SEVERITIES)[number];

interface Rated {
  readonly severity: Severity;
}

/** Sorts the worst first. */
export function bySeverity(a: Rated, b: Rated): number {
  return SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity);
}

/** The worst severity among them, undefined when there are none. */
export function worst(rated: readonly Rated[]): Severity | undefined {
  return [...rated].sort(bySeverity)[0]?.severity;
}

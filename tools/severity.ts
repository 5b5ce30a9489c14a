import { SEVERITIES, type Severity } from "./findings";

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

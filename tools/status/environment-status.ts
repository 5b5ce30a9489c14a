import type { Status } from "../report/model";
import { SEVERITIES, type Severity } from "../severity";

/** What is known of one environment; undefined is not known. */
export interface EnvironmentStatus {
  readonly name: string;
  /** Address of its authentik. */
  readonly server?: string;
  /** Version of its authentik. */
  readonly release?: string;
  readonly deployed?: boolean;
  /** How many objects and outputs a deployment would change. */
  readonly changes?: number;
  /** How many objects were changed outside. */
  readonly drift?: number;
  readonly findings?: Readonly<Record<Severity, number>>;
  /** The worst of what a deployment would mean, what was changed outside and what was found. */
  readonly severity?: Severity;
  /** When the token in use runs out, ISO 8601, null for never. */
  readonly tokenExpires?: string | null;
  /** When the first certificate in use runs out, ISO 8601. */
  readonly certificateExpires?: string;
  /** When the state was last written or a pipeline last deployed, ISO 8601. */
  readonly lastApply?: string;
  /** The commit that a pipeline last deployed. */
  readonly commit?: string;
  /** Why the rest is not known. */
  readonly failure?: string;
}

/** How many there are of each severity. */
export function countBySeverity(rated: readonly { readonly severity: Severity }[]): Record<Severity, number> {
  return Object.fromEntries(
    SEVERITIES.map((severity) => [severity, rated.filter((each) => each.severity === severity).length]),
  ) as Record<Severity, number>;
}

const SOON_MILLISECONDS = 30 * 24 * 60 * 60 * 1000;

export const isSoon = (at: string | null | undefined, now: Date) =>
  at != null && Date.parse(at) - now.getTime() < SOON_MILLISECONDS;

/** Sorts what needs attention first: what failed, then by severity, then what is not as configured or runs out. */
export function byAttention(now: Date) {
  const rank = (status: EnvironmentStatus) => [
    status.failure === undefined ? 1 : 0,
    status.severity === undefined ? SEVERITIES.length : SEVERITIES.indexOf(status.severity),
    needsLook(status) ? 0 : 1,
    isSoon(status.tokenExpires, now) || isSoon(status.certificateExpires, now) ? 0 : 1,
  ];
  return (a: EnvironmentStatus, b: EnvironmentStatus): number => {
    const theirs = rank(b);
    const difference = rank(a)
      .map((each, index) => each - (theirs[index] as number))
      .find((each) => each !== 0);
    return difference ?? a.name.localeCompare(b.name, "en");
  };
}

/** Whether something is not as it should be. */
export const needsLook = ({ deployed, changes = 0, drift = 0, findings, failure }: EnvironmentStatus) =>
  failure !== undefined ||
  deployed === false ||
  changes > 0 ||
  drift > 0 ||
  Object.values(findings ?? {}).some((count) => count > 0);

export function statusOf(status: EnvironmentStatus): Status {
  if (status.failure !== undefined) return "failed";
  return needsLook(status) ? "attention" : "in order";
}

export interface Token {
  readonly identifier: string;
  readonly intent: string;
  readonly expiring: boolean;
  readonly expires: string | null;
}

/** When the token in use runs out: known where its user has a single API token, since none tells its key. */
export function expiryOf(tokens: readonly Token[] | undefined): string | null | undefined {
  const [token, ...others] = (tokens ?? []).filter(({ intent }) => intent === "api");
  if (token === undefined || others.length > 0) return undefined;
  return token.expiring ? (token.expires ?? undefined) : null;
}

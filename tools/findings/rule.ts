import type { ManagedSetUp } from "../set-up/stack";
import type { Severity } from "../severity";
import type { Finding } from "./finding";
import type { LiveSetUp } from "./live-set-up";
import type { Lock } from "./scope-mapping-lock";
import type { LiveToken } from "./token";

/** Both sides of a verification and what they are judged by. */
export interface Evidence {
  readonly managed: ManagedSetUp;
  readonly live: LiveSetUp;
  readonly lock: Lock;
  readonly now: Date;
  /** Whose token it was that read the live side, where that was asked. */
  readonly token?: LiveToken;
}

/**
 * What one finding of a rule has of its own: whom it is about, what was seen and what to do; and how severe it is
 * and what it means, where that depends on the object.
 */
export type Found = Pick<Finding, "subject" | "message" | "remedy" | "address" | "unmanaged"> &
  Partial<Pick<Finding, "severity" | "consequence">>;

export interface Rule {
  /** Stable, documented in docs/findings.md. */
  readonly code: string;
  readonly severity: Severity;
  /** What it means for people and devices, and whom it affects. */
  readonly consequence: string;
  /** One for each place where it is broken; none where the live side is unknown. */
  readonly findings: (evidence: Evidence) => readonly Found[];
}

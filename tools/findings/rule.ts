import type { ManagedSetUp } from "../set-up/stack";
import type { Severity } from "../severity";
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

/** One place where a rule is broken. */
export interface Sighting {
  /** The object it is about: a Terraform address, or authentik's kind and name. */
  readonly subject: string;
  /** What was seen, in one sentence. */
  readonly message: string;
  /** What to do about it. */
  readonly remedy: string;
}

export interface Rule {
  /** Stable, documented in docs/findings.md. */
  readonly code: string;
  readonly severity: Severity;
  /** What it means for people and devices, and whom it affects. */
  readonly consequence: string;
  /** The places where it is broken; none where the live side is unknown. */
  readonly sightings: (evidence: Evidence) => readonly Sighting[];
}

import type { Identity } from "../set-up/needed-permissions";

/** An identity of an environment: a user with one role and one token. */
export interface NamedIdentity {
  readonly environment: string;
  readonly identity: Identity;
  /** As Django names them. */
  readonly permissions: readonly string[];
}

/** What its role, its user and its token are called. */
export function nameOf({ environment, identity }: NamedIdentity): string {
  return `agent-stack-${environment}-${identity}`;
}

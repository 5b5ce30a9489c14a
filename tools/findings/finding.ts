import type { Severity } from "../severity";

/** Something the live server shows that needs a person's attention. */
export interface Finding {
  /** Stable code, documented in docs/findings.md. */
  readonly code: string;
  readonly severity: Severity;
  /** The object it is about: a Terraform address, or authentik's kind and name. */
  readonly subject: string;
  /** Terraform's address of the object whose change leads there or ends it. @default - the subject */
  readonly address?: string;
  /** The object of authentik that Terraform does not manage, as an import names it. @default - it is about no such object */
  readonly unmanaged?: { readonly type: string; readonly id: string };
  /** Whether applying the plan that it stands beside ends it. @default - not, or there is no plan */
  readonly fixedByPlan?: true;
  /** What was seen, in one sentence. */
  readonly message: string;
  /** What it means for people and devices, and whom it affects. */
  readonly consequence: string;
  /** What to do about it: a configuration snippet or the admin page. */
  readonly remedy: string;
}

/** When a pipeline last brought an environment to what a commit says. */
export interface Deployment {
  /** Its hash. */
  readonly commit: string;
  /** ISO 8601. */
  readonly at: string;
}

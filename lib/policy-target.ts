/** What policies, groups and users can be bound to, to say who may use it. */
export interface IPolicyTarget {
  /** UUID, the form in which bindings refer to it. */
  readonly policyTargetId: string;
}

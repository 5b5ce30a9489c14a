import { PolicyBinding } from "@cdktf/provider-authentik/lib/policy-binding";
import { Construct } from "constructs";
import { groupByName, userByName } from "./lookup";
import type { IPolicyTarget } from "./policy-target";
import { validateProps } from "./prop-validation";
import { access, BINDING } from "./rules/access";
import { completed } from "./rules/completed";
import { uniqueTerraformName, writtenOut } from "./terraform-name";

/** A policy that exists in authentik; its provider (2026.5.0) has no data source to look one up by name. */
export interface PolicyReference {
  /** The policy's name, used in Terraform addresses and messages. */
  readonly name: string;
  /** UUID of the policy, for example the `id` of an `authentik_policy_expression`. */
  readonly id: string;
}

/** One binding: exactly one of `group`, `user` and `policy` says whom it lets in. */
export interface AccessBinding {
  /** Name of the group whose members are let in. */
  readonly group?: string;
  /** Username of the one who is let in. */
  readonly user?: string;
  /** Policy that decides. */
  readonly policy?: PolicyReference;
  /** Place in which authentik evaluates the binding. @default - the entry's place in the list, from 0 */
  readonly order?: number;
  /** Turns the result around: lets in everyone but these. @default false */
  readonly negate?: boolean;
  /** @default true */
  readonly enabled?: boolean;
  /** How long the policy may take, in seconds. @default 30 */
  readonly timeoutSeconds?: number;
  /** The result where the policy fails with an error. @default false */
  readonly failureResult?: boolean;
}

export interface AccessProps {
  /** What the bindings guard: the CLI's application, a device access group, or anything else that has a UUID for them. */
  readonly target: IPolicyTarget;
  /** Who is let in, in the order of evaluation. */
  readonly bindings: readonly AccessBinding[];
}

/**
 * The bindings that say who may use an application or log in to a group of devices.
 *
 * Each binding's address carries the kind and the name of whom it lets in, so a new entry leaves the others alone.
 */
export class Access extends Construct {
  constructor(scope: Construct, id: string, props: AccessProps) {
    super(scope, id);
    validateProps(this, { bindings: props.bindings }, access);
    const taken = new Set<string>();
    props.bindings.forEach((binding, index) => {
      const values = completed(binding, BINDING);
      const resourceId = uniqueTerraformName(writtenOut(this, bindingName(binding)), (name) =>
        taken.has(name),
      );
      taken.add(resourceId);
      new PolicyBinding(this, resourceId, {
        target: props.target.policyTargetId,
        group: binding.group === undefined ? undefined : groupByName(this, binding.group),
        user: binding.user === undefined ? undefined : userByName(this, binding.user),
        policy: binding.policy?.id,
        order: values.order ?? index,
        negate: values.negate,
        enabled: values.enabled,
        timeout: values.timeoutSeconds,
        failureResult: values.failureResult,
      });
    });
  }
}

function bindingName(binding: AccessBinding): string {
  if (binding.group !== undefined) return `group_${binding.group}`;
  if (binding.user !== undefined) return `user_${binding.user}`;
  return `policy_${binding.policy?.name ?? ""}`;
}

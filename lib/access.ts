import { createHash } from "node:crypto";
import { PolicyBinding } from "@cdktf/provider-authentik/lib/policy-binding";
import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { GivenOrders } from "./given-orders";
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
  /** Place in which authentik evaluates the binding. @default - one of its own, after the bindings that are given one */
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
  /** Who is let in; their places in the list mean nothing. */
  readonly bindings: readonly AccessBinding[];
}

/**
 * The bindings that say who may use an application or log in to a group of devices.
 *
 * Each binding's address carries the kind and the name of whom it lets in, and so does the order of one that is given
 * none: entries that come, go or change places leave the others alone.
 */
export class Access extends Construct {
  constructor(scope: Construct, id: string, props: AccessProps) {
    super(scope, id);
    validateProps(this, { bindings: props.bindings }, access);
    const entries = this.entriesOf(props.bindings);
    const replacing = new GivenOrders(this, entries);
    for (const { id: bindingId, binding, order } of entries) {
      const values = completed(binding, BINDING);
      new PolicyBinding(this, bindingId, {
        target: props.target.policyTargetId,
        group: binding.group === undefined ? undefined : groupByName(this, binding.group),
        user: binding.user === undefined ? undefined : userByName(this, binding.user),
        policy: binding.policy?.id,
        order,
        negate: values.negate,
        enabled: values.enabled,
        timeout: values.timeoutSeconds,
        failureResult: values.failureResult,
        lifecycle: replacing.lifecycleOf(bindingId),
      });
    }
  }

  private entriesOf(bindings: readonly AccessBinding[]): Entry[] {
    const taken = new Set<string>();
    return bindings.map((binding) => {
      const name = writtenOut(this, bindingName(binding));
      const id = uniqueTerraformName(name, (candidate) => taken.has(candidate));
      taken.add(id);
      return { id, binding, order: binding.order ?? orderOf([...this.pathInStack(), name]) };
    });
  }

  private pathInStack(): string[] {
    const { scopes } = this.node;
    return scopes.slice(scopes.indexOf(TerraformStack.of(this)) + 1).map(({ node }) => node.id);
  }
}

interface Entry {
  readonly id: string;
  readonly binding: AccessBinding;
  readonly order: number;
}

/** Higher than what people give, so that authentik evaluates entries that are given an order first. */
const FIRST_OF_OURS = 2 ** 30;

/**
 * Order of an entry that is given none, its own: authentik refuses to move a binding of a group or user to the order of
 * another one of the same target.
 */
function orderOf(path: readonly string[]): number {
  return (
    FIRST_OF_OURS + (createHash("sha256").update(path.join("/")).digest().readUInt32BE() % FIRST_OF_OURS)
  );
}

function bindingName(binding: AccessBinding): string {
  if (binding.group !== undefined) return `group_${binding.group}`;
  if (binding.user !== undefined) return `user_${binding.user}`;
  return `policy_${binding.policy?.name ?? ""}`;
}

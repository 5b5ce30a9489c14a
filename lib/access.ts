import { PolicyBinding } from "@cdktf/provider-authentik/lib/policy-binding";
import { Construct } from "constructs";
import * as z from "zod";
import { bindingSchema } from "./configuration/schema";
import { groupByName, userByName } from "./lookup";
import { validateProps } from "./prop-validation";
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
  /** UUID of what the bindings guard: an application or a device access group. */
  readonly target: string;
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
    const taken: string[] = [];
    props.bindings.forEach((binding, index) => {
      const resourceId = uniqueTerraformName(writtenOut(this, bindingName(binding)), taken);
      taken.push(resourceId);
      new PolicyBinding(this, resourceId, {
        target: props.target,
        group: binding.group === undefined ? undefined : groupByName(this, binding.group),
        user: binding.user === undefined ? undefined : userByName(this, binding.user),
        policy: binding.policy?.id,
        order: binding.order ?? index,
        negate: binding.negate ?? false,
        enabled: binding.enabled ?? true,
        timeout: binding.timeoutSeconds ?? 30,
        failureResult: binding.failureResult ?? false,
      });
    });
    const bindings = props.bindings.map((binding) => ({ ...binding, policy: binding.policy?.name }));
    validateProps(this, { bindings }, z.object({ bindings: z.array(bindingSchema) }));
    this.node.addValidation({ validate: () => accessMistakes(props.bindings) });
  }
}

/** What is wrong with a list of bindings, one message each, empty when nothing is. */
export function accessMistakes(bindings: readonly AccessBinding[]): string[] {
  const names = bindings.map(bindingName);
  return bindings.flatMap((binding, index) => {
    const given = (["group", "user", "policy"] as const).filter((kind) => binding[kind] !== undefined);
    if (given.length !== 1) {
      const what = given.length === 0 ? "none" : given.join(" and ");
      return [`binding ${index + 1} has ${what} of group, user and policy: give exactly one`];
    }
    const first = names.indexOf(names[index] as string);
    return first === index
      ? []
      : [`binding ${index + 1} repeats binding ${first + 1} (${names[index]}): remove one of them`];
  });
}

function bindingName(binding: AccessBinding): string {
  if (binding.group !== undefined) return `group_${binding.group}`;
  if (binding.user !== undefined) return `user_${binding.user}`;
  return `policy_${binding.policy?.name ?? ""}`;
}

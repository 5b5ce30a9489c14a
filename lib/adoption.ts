import { Brand } from "@cdktf/provider-authentik/lib/brand";
import { TerraformResource, type TerraformStack } from "cdktf";
import { ImportBlock } from "./import-block";
import { told } from "./prop-validation";
import { adoptionRules } from "./rules/adoption";
import type { Mistake } from "./rules/mistake";
import { broken } from "./rules/rule";
import { TERRAFORM_DATA } from "./terraform-data";

/** Terraform address to the id of the object in authentik. */
export type Adoption = Readonly<Record<string, string>>;

/** Brands import themselves, and `terraform_data` is in Terraform's state only. */
const NOT_FOR_THE_TAKING = [Brand.tfResourceType, TERRAFORM_DATA];

/**
 * Has Terraform import existing objects in the same plan that compares them with the configuration.
 *
 * Import blocks do nothing once the object is in the state, so that they may stay. Brands import themselves.
 */
export function adopt(stack: TerraformStack, adoption: Adoption): void {
  const resources = adoptable(stack);
  for (const [address, id] of Object.entries(adoption)) {
    const resource = resources.get(address);
    if (resource) new ImportBlock(resource, id);
  }
  stack.node.addValidation({
    validate: () => adoptionMistakes(adoption, [...resources.keys()]).map(told),
  });
}

/** The resources that may take over existing objects, by address. */
export function adoptable(stack: TerraformStack): ReadonlyMap<string, TerraformResource> {
  return new Map(
    stack.node
      .findAll()
      .filter((construct) => TerraformResource.isTerraformResource(construct))
      .filter(({ terraformResourceType }) => !NOT_FOR_THE_TAKING.includes(terraformResourceType))
      .map((resource) => [`${resource.terraformResourceType}.${resource.friendlyUniqueId}`, resource]),
  );
}

/** What is wrong with an adoption, empty when nothing is. */
export function adoptionMistakes(adopt: Adoption, addresses: readonly string[]): Mistake[] {
  return broken(adoptionRules, { adopt, addresses });
}

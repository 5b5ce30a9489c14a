import { Brand } from "@cdktf/provider-authentik/lib/brand";
import { TerraformResource, type TerraformStack } from "cdktf";
import { ImportBlock } from "./import-block";

/** Terraform address to the id of the object in authentik. */
export type Adoption = Readonly<Record<string, string>>;

/**
 * Has Terraform import existing objects in the same plan that compares them with the configuration.
 *
 * Import blocks do nothing once the object is in the state, so that they may stay. Brands import themselves.
 */
export function adopt(stack: TerraformStack, adoption: Adoption): void {
  const resources = new Map(
    stack.node
      .findAll()
      .filter((construct) => TerraformResource.isTerraformResource(construct))
      .filter(({ terraformResourceType }) => terraformResourceType !== Brand.tfResourceType)
      .map((resource) => [`${resource.terraformResourceType}.${resource.friendlyUniqueId}`, resource]),
  );
  for (const [address, id] of Object.entries(adoption)) {
    const resource = resources.get(address);
    if (resource) new ImportBlock(resource, id);
  }
  stack.node.addValidation({ validate: () => adoptionMistakes(adoption, [...resources.keys()]) });
}

/** What is wrong with an adoption, one message each, empty when nothing is. */
export function adoptionMistakes(adoption: Adoption, addresses: readonly string[]): string[] {
  const takers = new Map<string, string>();
  return Object.entries(adoption).flatMap(([address, id]) => {
    if (!addresses.includes(address)) {
      return [
        `adopt names "${address}", which this stack does not have: remove it, or take one of ${addresses.join(", ")}`,
      ];
    }
    const object = `${address.split(".")[0]} ${id}`;
    const taker = takers.get(object);
    takers.set(object, taker ?? address);
    return taker === undefined
      ? []
      : [`adopt gives ${address} the id of ${taker}, "${id}": remove one of them`];
  });
}

import { Brand } from "@cdktf/provider-authentik/lib/brand";
import { TerraformResource, type TerraformStack } from "cdktf";
import { ImportBlock } from "./import-block";

/** Terraform address to the id of the object in authentik. */
export type Adoption = Readonly<Record<string, string>>;

/** Something wrong with what an address adopts. */
export interface AdoptionMistake {
  readonly address: string;
  readonly message: string;
}

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
    validate: () => adoptionMistakes(adoption, [...resources.keys()]).map(({ message }) => message),
  });
}

/** The resources that may take over existing objects, by address. */
export function adoptable(stack: TerraformStack): ReadonlyMap<string, TerraformResource> {
  return new Map(
    stack.node
      .findAll()
      .filter((construct) => TerraformResource.isTerraformResource(construct))
      .filter(({ terraformResourceType }) => terraformResourceType !== Brand.tfResourceType)
      .map((resource) => [`${resource.terraformResourceType}.${resource.friendlyUniqueId}`, resource]),
  );
}

/** What is wrong with an adoption, empty when nothing is. */
export function adoptionMistakes(adoption: Adoption, addresses: readonly string[]): AdoptionMistake[] {
  const takers = new Map<string, string>();
  return Object.entries(adoption).flatMap(([address, id]) => {
    if (!addresses.includes(address)) {
      const message = `adopt names "${address}", which this stack does not have: remove it, or take one of ${addresses.join(", ")}`;
      return [{ address, message }];
    }
    const object = `${address.split(".")[0]} ${id}`;
    const taker = takers.get(object);
    takers.set(object, taker ?? address);
    if (taker === undefined) return [];
    return [{ address, message: `adopt gives ${address} the id of ${taker}, "${id}": remove one of them` }];
  });
}

import { Brand } from "@cdktf/provider-authentik/lib/brand";
import { TerraformElement } from "cdktf";
import type { Construct } from "constructs";

/**
 * A `removed` block (Terraform 1.7): the state forgets the brand, the brand stays.
 *
 * @param movedFrom - Address of one instance of a resource, which a `removed` block cannot name: it moves here first.
 */
export class ForgottenBrand extends TerraformElement {
  constructor(
    scope: Construct,
    id: string,
    private readonly movedFrom?: string,
  ) {
    super(scope, id);
  }

  override toTerraform() {
    const address = `${Brand.tfResourceType}.${this.friendlyUniqueId}`;
    return {
      removed: [{ from: address, lifecycle: { destroy: false } }],
      ...(this.movedFrom && { moved: [{ from: this.movedFrom, to: address }] }),
    };
  }
}

import { TerraformElement, TerraformResource } from "cdktf";
import type { Construct } from "constructs";

/** `moved` blocks of entries that were renamed and whose names are part of their addresses: Terraform keeps their objects. */
export class RenamedEntries extends TerraformElement {
  private readonly formerIds = new Map<Construct, string>();

  /** @param formerId - the id that the construct had in the same scope */
  add(construct: Construct, formerId: string): void {
    if (construct.node.id !== formerId) this.formerIds.set(construct, formerId);
  }

  override toTerraform() {
    const moved = [...this.formerIds].flatMap(([construct, formerId]) =>
      construct.node
        .findAll()
        .filter((each) => TerraformResource.isTerraformResource(each))
        .map(({ terraformResourceType: type, friendlyUniqueId: id }) => ({
          from: `${type}.${formerId}${id.slice(construct.node.id.length)}`,
          to: `${type}.${id}`,
        })),
    );
    return moved.length === 0 ? {} : { moved };
  }
}

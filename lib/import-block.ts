import { TerraformElement, type TerraformResource } from "cdktf";

/**
 * An `import` block: the existing object of this id becomes the resource's with the next apply.
 *
 * cdktf's own `importFrom` starts `terraform version` at every synth, which takes longer than the rest of it.
 */
export class ImportBlock extends TerraformElement {
  constructor(
    private readonly resource: TerraformResource,
    private readonly importId: string,
  ) {
    super(resource, "import");
  }

  override toTerraform() {
    const to = `${this.resource.terraformResourceType}.${this.resource.friendlyUniqueId}`;
    return { import: [{ to, id: this.importId }] };
  }
}

import { TerraformElement, type TerraformResource } from "cdktf";

/**
 * An `import` block: the existing object of this id becomes the resource's with the next apply.
 *
 * With `forEach` (Terraform 1.7) it is one object for each instance, whose id may name `each.key`.
 *
 * cdktf's own `importFrom` starts `terraform version` at every synth, which takes longer than the rest of it.
 */
export class ImportBlock extends TerraformElement {
  constructor(
    private readonly resource: TerraformResource,
    private readonly importId: string,
    private readonly forEach?: Readonly<Record<string, string>>,
  ) {
    super(resource, "import");
  }

  override toTerraform() {
    const to = `${this.resource.terraformResourceType}.${this.resource.friendlyUniqueId}`;
    const block = this.forEach
      ? { for_each: this.forEach, to: `${to}[each.key]`, id: this.importId }
      : { to, id: this.importId };
    return { import: [block] };
  }
}

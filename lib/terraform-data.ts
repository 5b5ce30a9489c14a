import { TerraformResource, type TerraformResourceConfig } from "cdktf";
import type { Construct } from "constructs";

export const TERRAFORM_DATA = "terraform_data";

export interface TerraformDataProps extends Pick<TerraformResourceConfig, "lifecycle"> {
  readonly input: unknown;
}

/**
 * A `terraform_data`: a value in the state.
 *
 * cdktf's own `DataResource` starts `terraform version` at every synth, which takes longer than the rest of it.
 */
export class TerraformData extends TerraformResource {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: TerraformDataProps,
  ) {
    super(scope, id, {
      terraformResourceType: TERRAFORM_DATA,
      terraformGeneratorMetadata: { providerName: "terraform" },
      lifecycle: props.lifecycle,
    });
  }

  protected override synthesizeAttributes() {
    return { input: this.props.input };
  }
}

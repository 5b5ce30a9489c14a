import { TerraformElement, TerraformStack } from "cdktf";
import { type Construct, RootConstruct } from "constructs";
import { keepStateIn, type StateBackend } from "./state-backend";

/** An environment before it was renamed. */
export interface FormerEnvironment {
  readonly name: string;
  /** Where Terraform kept the state. @default - cdktf's local file, which has the name */
  readonly backend?: StateBackend;
}

/** Where the state was kept before the environment was renamed: a note for agent-stack's tools, which Terraform does not read. */
export class FormerPlace extends TerraformElement {
  constructor(
    scope: Construct,
    id: string,
    private readonly former: FormerEnvironment,
  ) {
    super(scope, id);
  }

  override toTerraform() {
    const { name, backend = { local: {} } } = this.former;
    const stack = new TerraformStack(new RootConstruct(), name);
    keepStateIn(stack, backend);
    const { terraform } = stack.toTerraform();
    return { "//": { "agent-stack": { formerly: { name, backend: terraform.backend } } } };
  }
}

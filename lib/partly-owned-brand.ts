import { Brand, type BrandConfig } from "@cdktf/provider-authentik/lib/brand";
import type { Construct } from "constructs";

/** What we own of a brand; everything else on it belongs to others. */
const OWN_ATTRIBUTES = ["domain", "default", "flow_device_code"];

/**
 * A brand that Terraform refuses to destroy, and of which it ignores every attribute that the bindings know but for ours:
 * one that a new provider adds is not reset.
 */
export class PartlyOwnedBrand extends Brand {
  constructor(scope: Construct, id: string, config: BrandConfig) {
    super(scope, id, { ...config, lifecycle: { preventDestroy: true } });
  }

  protected override synthesizeAttributes() {
    const attributes = super.synthesizeAttributes();
    const others = Object.keys(attributes).filter((name) => name !== "id" && !OWN_ATTRIBUTES.includes(name));
    this.addOverride("lifecycle.ignore_changes", others);
    return attributes;
  }
}

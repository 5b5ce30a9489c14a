import { Brand } from "@cdktf/provider-authentik/lib/brand";
import { DataAuthentikBrand } from "@cdktf/provider-authentik/lib/data-authentik-brand";
import { TerraformElement } from "cdktf";
import { Construct } from "constructs";
import { name, settings } from "./configuration/setting-types";
import type { IDeviceCodeFlow } from "./device-code-flow";
import { ImportBlock } from "./import-block";
import { validateProps } from "./prop-validation";

export interface AdoptedBrandProps {
  readonly deviceCodeFlow: IDeviceCodeFlow;
  /** Domain by which the existing brand is found. @default "authentik-default", that of a fresh installation */
  readonly domain?: string;
  /** Whether it is the default brand, which authentik has exactly one of. @default true */
  readonly default?: boolean;
  /** Forgets the brand without changing it, to be applied before a teardown. @default false */
  readonly release?: boolean;
}

/** What we own of a brand; everything else on it belongs to others. */
const OWN_ATTRIBUTES = ["domain", "default", "flow_device_code"];

const brandSchema = settings("A brand.", { domain: name("Domain of an existing brand.") });

/**
 * An existing brand, taken over by import so that its device code flow can be set and nothing else is touched.
 *
 * Terraform does not create it, and does not destroy it as long as this construct is there: deleting the default brand
 * would take the organisation's login pages along. Apply `release`, which forgets it, before removing the construct;
 * authentik itself empties the brand's device code flow when the flow is deleted.
 */
export class AdoptedBrand extends Construct {
  constructor(scope: Construct, id: string, props: AdoptedBrandProps) {
    super(scope, id);
    if (props.release) {
      new ForgottenBrand(this, "Resource");
      return;
    }
    const domain = props.domain ?? "authentik-default";
    validateProps(this, { domain }, brandSchema);
    const existing = new DataAuthentikBrand(this, "existing", { domain });
    const brand = new PartlyOwnedBrand(this, "Resource", {
      domain,
      // The provider's own default is false, which would leave authentik without a default brand.
      default: props.default ?? true,
      flowDeviceCode: props.deviceCodeFlow.uuid,
      lifecycle: { preventDestroy: true },
    });
    new ImportBlock(brand, existing.id);
  }
}

/** Ignores changes of every attribute that the bindings know, but for ours: one that a new provider adds is not reset. */
class PartlyOwnedBrand extends Brand {
  protected override synthesizeAttributes() {
    const attributes = super.synthesizeAttributes();
    const others = Object.keys(attributes).filter((name) => name !== "id" && !OWN_ATTRIBUTES.includes(name));
    this.addOverride("lifecycle.ignore_changes", others);
    return attributes;
  }
}

/** A `removed` block (Terraform 1.7): the state forgets the brand, the brand stays. */
class ForgottenBrand extends TerraformElement {
  override toTerraform() {
    return {
      removed: [{ from: `${Brand.tfResourceType}.${this.friendlyUniqueId}`, lifecycle: { destroy: false } }],
    };
  }
}

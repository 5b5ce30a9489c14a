import { DataAuthentikBrand } from "@cdktf/provider-authentik/lib/data-authentik-brand";
import { Construct } from "constructs";
import type { IDeviceCodeFlow } from "./device-code-flow";
import { ForgottenBrand } from "./forgotten-brand";
import { ImportBlock } from "./import-block";
import { partlyOwnedBrand } from "./partly-owned-brand";
import { validateProps } from "./prop-validation";
import { DEFAULT_BRAND, defaultBrand } from "./rules/brands";
import { completed } from "./rules/completed";

export interface DefaultBrandProps {
  readonly deviceCodeFlow: IDeviceCodeFlow;
  /** Domain by which the existing brand is found. @default "authentik-default", that of a fresh installation */
  readonly domain?: string;
  /** Forgets the brand without changing it, to be applied before a teardown. @default false */
  readonly release?: boolean;
}

/**
 * The default brand, taken over by import so that its device code flow can be set and nothing else is touched.
 *
 * Terraform does not create it, and does not destroy it as long as this construct is there: deleting it would take the
 * organisation's login pages along. Apply `release`, which forgets it, before removing the construct; authentik itself
 * empties the brand's device code flow when the flow is deleted.
 */
export class DefaultBrand extends Construct {
  /** UUID of the brand, also where it is released. */
  readonly brandId: string;

  constructor(scope: Construct, id: string, props: DefaultBrandProps) {
    super(scope, id);
    validateProps(this, { domain: props.domain }, defaultBrand);
    const { domain } = completed(props, DEFAULT_BRAND);
    const existing = new DataAuthentikBrand(this, "existing", { domain });
    this.brandId = existing.id;
    if (props.release) {
      new ForgottenBrand(this, "Resource");
      return;
    }
    const brand = partlyOwnedBrand(this, "Resource", {
      domain,
      // The provider's own default is false, which would leave authentik without a default brand.
      default: true,
      flowDeviceCode: props.deviceCodeFlow.uuid,
    });
    new ImportBlock(brand, existing.id);
  }
}

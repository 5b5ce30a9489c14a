import { DataAuthentikBrand } from "@cdktf/provider-authentik/lib/data-authentik-brand";
import { TerraformResource, Token } from "cdktf";
import { Construct } from "constructs";
import type { DefaultBrand } from "./default-brand";
import type { IDeviceCodeFlow } from "./device-code-flow";
import { ForgottenBrand } from "./forgotten-brand";
import { ImportBlock } from "./import-block";
import { partlyOwnedBrands } from "./partly-owned-brand";
import { validateProps } from "./prop-validation";
import { furtherBrands } from "./rules/brands";
import { uniqueTerraformName } from "./terraform-name";

export interface FurtherBrandsProps {
  readonly deviceCodeFlow: IDeviceCodeFlow;
  /** The default brand of the same stack, which checks the provider for both. @default - the provider is not checked */
  readonly defaultBrand?: DefaultBrand;
  /** Domains of the existing brands that get the flow. @default - none */
  readonly domains?: readonly string[];
  /** Domains that were among `domains` and are let go of unchanged. @default - none */
  readonly released?: readonly string[];
  /** Forgets all of them without changing them, to be applied before a teardown. @default false */
  readonly release?: boolean;
}

/**
 * Brands beside the default one, taken over as that is.
 *
 * They are one resource, there also when none is named: Terraform refuses to destroy an instance whose domain is taken
 * out of `domains`, where it would delete a resource, and so the brand, that is no longer there.
 */
export class FurtherBrands extends Construct {
  constructor(scope: Construct, id: string, props: FurtherBrandsProps) {
    super(scope, id);
    if (props.release) {
      new ForgottenBrand(this, "Resource");
      return;
    }
    const { domains = [], released = [] } = props;
    validateProps(this, { domains, released }, furtherBrands);
    this.node.addValidation({ validate: () => releasedUnknown(released) });
    const forEach = Object.fromEntries(domains.map((domain) => [domain, domain]));
    const brand = partlyOwnedBrands(this, "Resource", forEach, {
      domain: "${each.key}",
      default: false,
      flowDeviceCode: props.deviceCodeFlow.uuid,
    });
    // Its check of the provider goes before them, also with -target.
    const first = props.defaultBrand?.node.tryFindChild("Resource");
    if (first && TerraformResource.isTerraformResource(first)) {
      brand.dependsOn = [`${first.terraformResourceType}.${first.friendlyUniqueId}`];
    }
    const address = `${brand.terraformResourceType}.${brand.friendlyUniqueId}`;
    if (domains.length > 0) {
      const existing = new DataAuthentikBrand(this, "existing", { domain: "${each.key}" });
      existing.addOverride("for_each", forEach);
      const found = `data.${existing.terraformResourceType}.${existing.friendlyUniqueId}`;
      new ImportBlock(brand, `\${${found}[each.key].id}`, forEach);
    }

    const taken = new Set<string>();
    for (const domain of released) {
      const releasedId = uniqueTerraformName(`released_${domain}`, (name) => taken.has(name));
      taken.add(releasedId);
      new ForgottenBrand(this, releasedId, `${address}[${JSON.stringify(domain)}]`);
    }
  }
}

function releasedUnknown(released: readonly string[]): string[] {
  return released.flatMap((domain, index) =>
    Token.isUnresolved(domain)
      ? [`released[${index}]: known to Terraform only, expected the domain itself, as \`moved\` blocks need`]
      : [],
  );
}

import { Brand } from "@cdktf/provider-authentik/lib/brand";
import type { TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import { CURRENT_RELEASE, type Release } from "./rules/releases";
import { isKnown, releaseOf } from "./stack-release";

/** What we own of a brand; everything else on it belongs to others. */
interface OwnAttributes {
  readonly domain: string;
  readonly default: boolean;
  readonly flowDeviceCode: string;
}

const OWN_ATTRIBUTES = ["domain", "default", "flow_device_code"];

/** A brand that Terraform refuses to destroy and of which it changes nothing but these attributes. */
export function partlyOwnedBrand(scope: Construct, id: string, own: OwnAttributes): TerraformResource {
  return new CheckedBrand(scope, id, { ...own, lifecycle: { preventDestroy: true } });
}

/**
 * Such brands as instances of one resource, by their domains.
 *
 * They have no check of the provider of their own: a postcondition knows an instance by `self`, and a plan with
 * `-refresh-only` ends in "Invalid index" for one that is not in the state yet (Terraform 1.11).
 */
export function partlyOwnedBrands(
  scope: Construct,
  id: string,
  forEach: Readonly<Record<string, string>>,
  own: OwnAttributes,
): TerraformResource {
  const brands = new PartlyOwnedBrand(scope, id, { ...own, lifecycle: { preventDestroy: true } });
  brands.addOverride("for_each", forEach);
  return brands;
}

/** Ignores changes of every attribute that the release knows, but for ours. */
class PartlyOwnedBrand extends Brand {
  protected override synthesizeAttributes() {
    const attributes = super.synthesizeAttributes();
    const others = knownOf(this, attributes).filter(
      (name) => name !== "id" && !OWN_ATTRIBUTES.includes(name),
    );
    this.addOverride("lifecycle.ignore_changes", others);
    return attributes;
  }
}

/** Fails each plan with a provider that knows other attributes, as constraints may let in one of a later release: it would reset those. */
class CheckedBrand extends PartlyOwnedBrand {
  protected override synthesizeAttributes() {
    const attributes = super.synthesizeAttributes();
    this.addOverride("lifecycle.postcondition", [knowsNoOther(knownOf(this, attributes), releaseOf(this))]);
    return attributes;
  }
}

const knownOf = (brand: Brand, attributes: object) =>
  Object.keys(attributes).filter((name) => isKnown(brand, Brand.tfResourceType, name));

function knowsNoOther(known: readonly string[], release: Release): object {
  const others = `setsubtract(keys(self), ${JSON.stringify(known)})`;
  const [who, remedy] =
    release === CURRENT_RELEASE
      ? ["agent-stack", "set providerVersion to the version before it"]
      : [`release ${release}`, "set providerVersion to a version that does not, release to the provider's"];
  return {
    condition: `\${length(${others}) == 0}`,
    error_message: `this version of the authentik provider knows attributes of a brand that ${who} does not, and would reset them: \${join(", ", ${others})}; ${remedy}, or update agent-stack`,
  };
}

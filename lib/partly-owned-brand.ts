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
  return new PartlyOwnedBrand(scope, id, { ...own, lifecycle: { preventDestroy: true } });
}

/**
 * Ignores changes of every attribute that the release knows, but for ours. The default brand, which is in each set-up, fails each
 * plan with a provider that knows others, as constraints may let in one of a later release: it would reset those to nothing.
 */
class PartlyOwnedBrand extends Brand {
  protected override synthesizeAttributes() {
    const attributes = super.synthesizeAttributes();
    const known = Object.keys(attributes).filter((name) => isKnown(this, Brand.tfResourceType, name));
    const others = known.filter((name) => name !== "id" && !OWN_ATTRIBUTES.includes(name));
    this.addOverride("lifecycle.ignore_changes", others);
    // Of several instances, one that is yet to be imported has no `self` in a refresh-only plan, which fails where it is asked for.
    if (this.defaultInput === true) {
      this.addOverride("lifecycle.postcondition", [knowsNoOther(known, releaseOf(this))]);
    }
    return attributes;
  }
}

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

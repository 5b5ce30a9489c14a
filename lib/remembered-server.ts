import { Aspects, TerraformLocal, TerraformResource, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { plainAddress } from "./rules/server-address";
import { TerraformData } from "./terraform-data";
import { writtenOut } from "./terraform-name";

export interface RememberedServerProps {
  /** Id of the default brand, which differs from one installation of authentik to the next. */
  readonly defaultBrandId: string;
  /** @default - none, it is not remembered */
  readonly address?: string;
}

/**
 * What the state remembers of the authentik that it was made on, so that a plan against another one fails.
 *
 * The address belongs to it, since a server that was restored from another's backup has the other's ids.
 */
export class RememberedServer extends Construct {
  private readonly checks: string[] = [];

  constructor(scope: Construct, id: string, { defaultBrandId, address }: RememberedServerProps) {
    super(scope, id);
    const brand = writtenOut(this, defaultBrandId);
    this.remember("installation", {
      input: { default_brand: defaultBrandId },
      isSame: (output) => `${output}.default_brand == ${brand}`,
      difference: (output) =>
        `this state was made on another authentik: its default brand was \${${output}.default_brand}, and ${address ? `that of ${plainAddress(address)}` : "this one's"} is \${${brand}}`,
      meant: "authentik was installed anew or its default brand was replaced",
    });
    if (address !== undefined) {
      const plain = plainAddress(address);
      this.remember("address", {
        input: { url: plain },
        isSame: (output) => `${output}.url == ${JSON.stringify(plain)}`,
        difference: (output) =>
          `this state was made on \${${output}.url}, and the environment's server is ${plain}`,
        meant: "the same authentik moved there",
      });
    }
    this.precede(TerraformStack.of(this));
  }

  /** With -target, terraform looks at nothing but what is targeted and what that depends on. */
  private precede(stack: TerraformStack): void {
    Aspects.of(stack).add({
      visit: (element) => {
        if (!TerraformResource.isTerraformResource(element) || element.node.scope === this) return;
        element.dependsOn = [...(element.dependsOn ?? []), ...this.checks];
      },
    });
  }

  private remember(id: string, { input, isSame, difference, meant }: Memory): void {
    const memory = new TerraformData(this, id, { input });
    const address = `${memory.terraformResourceType}.${memory.friendlyUniqueId}`;
    const told = (output: string) =>
      `${difference(output)}. Correct the server. If ${meant}, say so once: terraform apply -replace=${address}`;
    memory.lifecycle = {
      ignoreChanges: ["input"],
      postcondition: [{ condition: `\${${isSame("self.output")}}`, errorMessage: told("self.output") }],
    };
    // To destroy and to refresh, conditions are no more than warnings; what cannot be evaluated stops both.
    const output = `${address}.output`;
    const same = new TerraformLocal(
      this,
      `same_${id}`,
      `\${${isSame(output)} ? true : tobool("${told(output)}")}`,
    );
    this.checks.push(`local.${same.friendlyUniqueId}`);
  }
}

interface Memory {
  readonly input: Readonly<Record<string, string>>;
  isSame(output: string): string;
  difference(output: string): string;
  readonly meant: string;
}

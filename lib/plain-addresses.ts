import { TerraformDataSource, TerraformElement, TerraformResource, type TerraformStack } from "cdktf";
import type { IConstruct, Node } from "constructs";
import { lookedUpBy } from "./lookup";
import { uniqueTerraformName } from "./terraform-name";

/**
 * Addresses that read as the constructs' path, without cdktf's hash: they are what people see in plans and import by.
 *
 * A look-up's address is the name that it looks up. No two elements of one type get the same address.
 */
export class PlainAddresses {
  private readonly byPath = new Map<string, string>();
  private readonly taken = new Map<string, Set<string>>();

  constructor(private readonly stack: TerraformStack) {}

  of(element: TerraformElement | Node): string {
    const node = TerraformElement.isTerraformElement(element) ? element.node : element;
    const known = this.byPath.get(node.path);
    if (known !== undefined) return known;
    const type = TerraformDataSource.isTerraformDataSource(element) ? element.terraformResourceType : "";
    const name = lookedUpBy(node.scopes.at(-1));
    // Look-ups only need to differ from what is of their type.
    const own = name === undefined ? "" : `look-up ${type}`;
    const others = name === undefined ? `look-up ${type}` : type;
    const address = uniqueTerraformName(
      name ?? this.pathTo(node).join("_"),
      (candidate) => this.isTaken(own, candidate) || this.isTaken(others, candidate),
    );
    this.byPath.set(node.path, address);
    for (const space of name === undefined ? ["", type] : [own]) this.take(space, address);
    return address;
  }

  private pathTo(node: Node): string[] {
    const ids = node.scopes.slice(node.scopes.indexOf(this.stack) + 1).map((scope) => scope.node.id);
    return ids.filter((id) => id !== "Resource");
  }

  private isTaken(space: string, address: string): boolean {
    return this.taken.get(space)?.has(address) ?? false;
  }

  private take(space: string, address: string): void {
    this.taken.set(space, (this.taken.get(space) ?? new Set()).add(address));
  }
}

/** Objects of which synthesis would make one: an overridden id does not ask which are taken. */
export function sharedAddresses(stack: TerraformStack): string[] {
  const owners = new Map<string, string>();
  return stack.node.findAll().flatMap((construct) => {
    const address = addressOf(construct);
    if (address === undefined) return [];
    const owner = owners.get(address);
    owners.set(address, owner ?? construct.node.path);
    return owner === undefined
      ? []
      : [`${construct.node.path} has the address of ${owner}, ${address}: override its id with another one`];
  });
}

function addressOf(construct: IConstruct): string | undefined {
  if (TerraformResource.isTerraformResource(construct))
    return `${construct.terraformResourceType}.${construct.friendlyUniqueId}`;
  if (TerraformDataSource.isTerraformDataSource(construct))
    return `data.${construct.terraformResourceType}.${construct.friendlyUniqueId}`;
  return undefined;
}

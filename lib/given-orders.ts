import type { TerraformResourceLifecycle } from "cdktf";
import type { Construct } from "constructs";
import { TerraformData } from "./terraform-data";

interface Entry {
  readonly id: string;
  readonly binding: { readonly policy?: unknown; readonly order?: number };
  readonly order: number;
}

/** What bindings have that were made in authentik's admin pages: taking them over needs nothing new in the state. */
const ADMIN_PAGES_ORDER = 0;

/**
 * Has a binding whose given order changes be made anew, before the old one goes.
 *
 * authentik (2026.5) checks a binding that moves to another order against all bindings of groups and users of the same
 * target, new ones against none. Two that swap their orders could not be moved one after the other.
 */
export class GivenOrders {
  private readonly orders: Readonly<Record<string, number>>;
  private readonly memory: TerraformData | undefined;

  constructor(scope: Construct, entries: readonly Entry[]) {
    const checked = entries.filter(({ binding }) => binding.policy === undefined);
    const given = checked.filter(({ binding }) => binding.order !== undefined);
    this.orders = Object.fromEntries(given.map(({ id, order }) => [id, order]));
    if (given.length > 0 && checked.length > 1 && !checked.every(({ order }) => order === ADMIN_PAGES_ORDER))
      this.memory = new TerraformData(scope, "orders", { input: this.orders });
  }

  /** Nothing where no other binding can be in the way: dependencies would have to be made anew first, too. */
  lifecycleOf(id: string): TerraformResourceLifecycle | undefined {
    if (!this.memory || !Object.hasOwn(this.orders, id)) return undefined;
    const order = `${this.memory.terraformResourceType}.${this.memory.friendlyUniqueId}.input.${id}`;
    return { createBeforeDestroy: true, replaceTriggeredBy: [order] };
  }
}

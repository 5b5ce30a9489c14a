import type { IConstruct } from "constructs";

/**
 * The constructs of a kind that an app has.
 *
 * They are noted as they are made: to look for them through the whole app takes, for each, time with the square of their number.
 */
export class ByApp<T extends IConstruct> {
  private readonly byRoot = new WeakMap<IConstruct, T[]>();

  add(construct: T): void {
    const known = this.byRoot.get(construct.node.root);
    if (known) known.push(construct);
    else this.byRoot.set(construct.node.root, [construct]);
  }

  of({ node: { root } }: IConstruct): readonly T[] {
    return this.byRoot.get(root) ?? [];
  }
}

import type { Json, Row } from "./json";
import type { Resource } from "./resource";
import type { Store } from "./store";

/** An object that is about to go, and the collection that describes it. */
export interface Deletion {
  resource: Resource;
  row: Row;
}

/**
 * Deletes an object as its references say: what cannot be without it goes too, what merely
 * points at it forgets it. Returns every object deleted, the given one first.
 */
export function deleteRow(
  resource: Resource,
  row: Row,
  resources: readonly Resource[],
  store: Store,
): Deletion[] {
  const deletions: Deletion[] = [{ resource, row }];
  store.remove(resource.table, row);
  for (const other of resources) {
    for (const [name, { reference }] of Object.entries(other.fields)) {
      if (reference?.table !== resource.table) continue;
      for (const dependent of store.filter(other.table, (candidate) => pointsAt(candidate[name], row.pk))) {
        if (other.includes && !other.includes(dependent)) continue;
        if (reference.many) dependent[name] = (dependent[name] as Json[]).filter((pk) => pk !== row.pk);
        else if (reference.onDelete === "clear") dependent[name] = null;
        else deletions.push(...deleteRow(other, dependent, resources, store));
      }
    }
  }
  const bindings = resources.find(({ table }) => table === "policybinding");
  if (bindings && row.pbm !== undefined)
    for (const binding of store.filter("policybinding", ({ target }) => target === row.pbm))
      deletions.push(...deleteRow(bindings, binding, resources, store));
  return deletions;
}

const pointsAt = (value: Json, pk: Json): boolean =>
  Array.isArray(value) ? value.includes(pk) : value === pk;

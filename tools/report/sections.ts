import { MANAGED, managedType } from "../objects";
import { deviceAccessGroup } from "../objects/device-access-group";
import { policyBinding } from "../objects/policy-binding";
import type { Action } from "../objects/predicates";
import type { Change } from "../plan/changes";
import { withoutIndexes } from "../plan/configured";

const OTHERS = "Other objects";

/** Changes by the construct they belong to, in the documentation's order. */
export function byConstruct(changes: readonly Change[]): { title: string; changes: Change[] }[] {
  return [...MANAGED.map(({ section }) => section), OTHERS]
    .map((title) => ({ title, changes: changes.filter((change) => sectionOf(change) === title) }))
    .filter((section) => section.changes.length > 0);
}

function sectionOf({ type, address }: Change): string {
  const name = withoutIndexes(address).split(".").at(-1) ?? "";
  const isGroups = type === policyBinding.type && name.startsWith("device_access_group_");
  return (isGroups ? deviceAccessGroup : managedType(type))?.section ?? OTHERS;
}

const COUNTED: readonly (readonly [action: Action, words: string])[] = [
  ["create", "to create"],
  ["import", "to import"],
  ["update", "to change"],
  ["replace", "to replace"],
  ["delete", "to delete"],
  ["move", "to move"],
  ["forget", "to forget"],
];

/** For example "1 to import, 2 to change": an import that also changes counts as both. */
export function countActions(changes: readonly Change[]): string {
  return COUNTED.flatMap(([action, words]) => {
    const count = changes.filter((change) => happens(change, action)).length;
    return count > 0 ? [`${count} ${words}`] : [];
  }).join(", ");
}

function happens(change: Change, action: Action): boolean {
  return (
    change.action === action ||
    (action === "import" && change.importId !== undefined) ||
    (action === "move" && change.movedFrom !== undefined)
  );
}

/** "1 change", "2 changes". */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

import type { Change } from "../changes/changes";
import { MANAGED, managedType } from "../objects";
import { cliApplication } from "../objects/cli-application";
import { deviceAccessGroup } from "../objects/device-access-group";
import { flow } from "../objects/flow";
import type { Action } from "../objects/predicates";

const OTHERS = "Other objects";
const CLI_APPLICATIONS = cliApplication.section;

/** What is bound to these is told with them. */
const TOLD_WITH_TARGET: Readonly<Record<string, string>> = {
  flow: flow.section,
  "device access group": deviceAccessGroup.section,
  "another object": OTHERS,
};

/** Changes by the construct they belong to, in the documentation's order; what is another application's belongs to none. */
export function byConstruct(changes: readonly Change[]): { title: string; changes: Change[] }[] {
  return [...MANAGED.map(({ section }) => section), CLI_APPLICATIONS, OTHERS]
    .map((title) => ({ title, changes: changes.filter((change) => sectionOf(change) === title) }))
    .filter((section) => section.changes.length > 0);
}

function sectionOf({ type, whose, guarded, isCliApplications }: Change): string {
  if (isCliApplications) return CLI_APPLICATIONS;
  if (whose === "another's") return OTHERS;
  return (guarded && TOLD_WITH_TARGET[guarded]) ?? managedType(type)?.section ?? OTHERS;
}

const COUNTED: readonly (readonly [action: Action, words: string])[] = [
  ["create", "to create"],
  ["import", "to import"],
  ["update", "to change"],
  ["replace", "to replace"],
  ["create and forget", "to create beside an old one that is forgotten"],
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

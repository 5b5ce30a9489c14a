import type { Action } from "../objects/predicates";
import type { Change } from "../plan/changes";
import { withoutIndexes } from "../plan/configured";

type Belongs = (type: string, name: string) => boolean;

const ofType =
  (wanted: string): Belongs =>
  (type) =>
    type === wanted;
const isGroupBinding: Belongs = (type, name) =>
  type === "authentik_policy_binding" && name.startsWith("device_access_group_");

/** In the order of the documentation; the first that fits takes the change. */
const SECTIONS: readonly (readonly [title: string, belongs: Belongs])[] = [
  ["Device code flow", ofType("authentik_flow")],
  ["Default brand and further brands", ofType("authentik_brand")],
  ["CLI provider", ofType("authentik_provider_oauth2")],
  ["Application", ofType("authentik_application")],
  [
    "Access to the application",
    (type, name) => type === "authentik_policy_binding" && !isGroupBinding(type, name),
  ],
  ["Connector", ofType("authentik_endpoints_connector_agent")],
  [
    "Device access groups",
    (type, name) => type === "authentik_endpoints_device_access_group" || isGroupBinding(type, name),
  ],
  ["Enrollment tokens", ofType("authentik_endpoints_connector_agent_enrollment_token")],
  ["Endpoint stages", ofType("authentik_stage_endpoints")],
  ["Other objects", () => true],
];

/** Changes by the construct they belong to. */
export function byConstruct(changes: readonly Change[]): { title: string; changes: Change[] }[] {
  const titleOf = ({ type, address }: Change) =>
    SECTIONS.find(([, belongs]) => belongs(type, withoutIndexes(address).split(".").at(-1) ?? ""))?.[0];
  return SECTIONS.map(([title]) => ({
    title,
    changes: changes.filter((change) => titleOf(change) === title),
  })).filter((section) => section.changes.length > 0);
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

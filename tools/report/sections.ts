import type { Action, Change } from "../plan/changes";

const SECTIONS: readonly (readonly [title: string, types: readonly string[], name?: RegExp])[] = [
  ["Device code flow", ["authentik_flow"]],
  ["Default brand and further brands", ["authentik_brand"]],
  ["CLI provider", ["authentik_provider_oauth2"]],
  ["Application", ["authentik_application"]],
  ["Device access groups", ["authentik_endpoints_device_access_group"]],
  ["Device access groups", ["authentik_policy_binding"], /^device_access_group_/],
  ["Access to the application", ["authentik_policy_binding"]],
  ["Connector", ["authentik_endpoints_connector_agent"]],
  ["Enrollment tokens", ["authentik_endpoints_connector_agent_enrollment_token"]],
  ["Endpoint stages", ["authentik_stage_endpoints"]],
];

const ORDER = [
  "Device code flow",
  "Default brand and further brands",
  "CLI provider",
  "Application",
  "Access to the application",
  "Connector",
  "Device access groups",
  "Enrollment tokens",
  "Endpoint stages",
  "Other objects",
];

/** Changes by the construct they belong to, in the order of the documentation. */
export function byConstruct<T extends Change>(changes: readonly T[]): { title: string; changes: T[] }[] {
  const titleOf = ({ type, address }: T) =>
    SECTIONS.find(
      ([, types, name]) =>
        types.includes(type) && (name === undefined || name.test(address.split(".").at(-1) ?? "")),
    )?.[0] ?? "Other objects";
  return ORDER.map((title) => ({
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

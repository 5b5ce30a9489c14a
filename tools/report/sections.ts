import type { Action, Change } from "../plan/changes";
import type { BindingTarget } from "../set-up/bindings";

type Belongs = (change: Pick<Change, "type" | "whose" | "guarded">) => boolean;

const ofType =
  (wanted: string): Belongs =>
  ({ type }) =>
    type === wanted;
const guarding =
  (wanted: BindingTarget): Belongs =>
  ({ guarded }) =>
    guarded === wanted;

/** In the order of the documentation; the first that fits takes the change. */
const SECTIONS: readonly (readonly [title: string, belongs: Belongs])[] = [
  ["Device code flow", either(ofType("authentik_flow"), guarding("flow"))],
  ["Default brand and further brands", ofType("authentik_brand")],
  ["CLI provider", ofType("authentik_provider_oauth2")],
  ["Application", ofType("authentik_application")],
  [
    "Access to the application",
    ({ type, guarded }) =>
      type === "authentik_policy_binding" && (guarded === undefined || guarded === "application"),
  ],
  ["Connector", ofType("authentik_endpoints_connector_agent")],
  [
    "Device access groups",
    either(ofType("authentik_endpoints_device_access_group"), guarding("device access group")),
  ],
  ["Enrollment tokens", ofType("authentik_endpoints_connector_agent_enrollment_token")],
  ["Endpoint stages", ofType("authentik_stage_endpoints")],
];

const OTHERS = "Other objects";

function either(...tests: readonly Belongs[]): Belongs {
  return (change) => tests.some((belongs) => belongs(change));
}

/** Changes by the construct they belong to; what is another application's belongs to none. */
export function byConstruct(changes: readonly Change[]): { title: string; changes: Change[] }[] {
  const titleOf = (change: Change) =>
    (change.whose === "another's" ? undefined : SECTIONS.find(([, belongs]) => belongs(change))?.[0]) ??
    OTHERS;
  return [...SECTIONS.map(([title]) => title), OTHERS]
    .map((title) => ({ title, changes: changes.filter((change) => titleOf(change) === title) }))
    .filter((section) => section.changes.length > 0);
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

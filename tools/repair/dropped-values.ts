import { isReference, type SetUpObject } from "../set-up/set-up";

type Zero = false | 0 | "";

interface DroppedAttribute {
  readonly name: string;
  /** The value that the provider leaves out of its requests. */
  readonly zero: Zero;
  /** Whether leaving the attribute out of the configuration means the zero value too, as there is no other default. */
  readonly unsetMeansZero?: boolean;
}

const switches = (...names: string[]): DroppedAttribute[] => names.map((name) => ({ name, zero: false }));
const offsets = (...names: string[]): DroppedAttribute[] => names.map((name) => ({ name, zero: 0 }));
const texts = (...names: string[]): DroppedAttribute[] =>
  names.map((name) => ({ name, zero: "", unsetMeansZero: true }));

/** Where the objects live in the API and which attributes the provider (2026.5.0) drops when they are false, 0 or empty. */
const DROPPING: Readonly<Record<string, { path: string; attributes: readonly DroppedAttribute[] }>> = {
  authentik_endpoints_connector_agent: {
    path: "/endpoints/agents/connectors/",
    attributes: [
      ...switches("enabled", "auth_terminate_session_on_expiry", "challenge_trigger_check_in"),
      ...offsets("nss_uid_offset", "nss_gid_offset"),
    ],
  },
  authentik_application: {
    path: "/core/applications/",
    attributes: texts("group", "meta_launch_url", "meta_icon", "meta_description", "meta_publisher"),
  },
  authentik_provider_oauth2: { path: "/providers/oauth2/", attributes: texts("logout_uri") },
  authentik_flow: { path: "/flows/instances/", attributes: [{ name: "background", zero: "" }] },
};

/** One attribute that the live object has and the provider cannot set. */
export interface DroppedValue {
  readonly attribute: string;
  readonly wanted: Zero;
  readonly found: unknown;
}

/** Where a deployed object lives in the API, undefined for those that drop nothing. */
export function droppingPath(object: SetUpObject): string | undefined {
  const dropping = object.mode === "data" ? undefined : DROPPING[object.type];
  return dropping && object.deployed && `${dropping.path}${object.deployed.id}/`;
}

/** What the configuration wants, the live object does not have, and an apply would not change. */
export function droppedValues(object: SetUpObject, live: Readonly<Record<string, unknown>>): DroppedValue[] {
  const { configured } = object;
  if (!configured) return [];
  return (DROPPING[object.type]?.attributes ?? []).flatMap(({ name, zero, unsetMeansZero }) => {
    const value = configured[name] ?? (unsetMeansZero ? zero : undefined);
    const found = live[name];
    const wantsZero = !isReference(value) && value === zero;
    // A server that does not know the attribute has nothing to repair.
    return wantsZero && found !== undefined && (found ?? zero) !== zero
      ? [{ attribute: name, wanted: zero, found }]
      : [];
  });
}

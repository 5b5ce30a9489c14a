import { CLIENT_CREDENTIALS_GRANT, DEVICE_CODE_GRANT } from "../../lib/rules/choices";
import type { Change } from "../changes/changes";
import type { Finding } from "./finding";

/** What a change to a state and a change out of it look like. */
export interface SameState {
  /** Codes of the consequences of a change that leads there, which are as severe as the finding. */
  readonly consequences: readonly string[];
  /** Whether a change of the object ends it. @default - no plan does */
  readonly isEndedBy?: (change: Change) => boolean;
}

const valueAfter = (change: Change, attribute: string) =>
  change.attributes.find(({ name }) => name === attribute)?.after;

const changes = (attribute: string) => (change: Change) => valueAfter(change, attribute) !== undefined;

const sets = (attribute: string) => (change: Change) => {
  const after = valueAfter(change, attribute);
  return after?.kind === "value" ? after.json !== "" && after.json !== false : after?.kind === "unknown";
};

const includes = (attribute: string, member: string) => (change: Change) => {
  const after = valueAfter(change, attribute);
  return after?.kind === "value" && Array.isArray(after.json) && after.json.includes(member);
};

const isMade = ({ action }: Change) => action === "create";

/** A binding is made, or turned on again. */
const comes = (change: Change) => isMade(change) || sets("enabled")(change);

/** By the code of a finding, the consequences that say the same of a change; findings of which no change says the same have no row. */
export const SAME_STATES: Readonly<Record<string, SameState>> = {
  "brand-without-device-flow": {
    consequences: ["brand-loses-device-flow"],
    isEndedBy: sets("flow_device_code"),
  },
  "brand-shadows-default": {
    consequences: ["brand-loses-device-flow"],
    isEndedBy: sets("flow_device_code"),
  },
  "brand-flow-emptied": {
    consequences: ["brand-loses-device-flow"],
    isEndedBy: sets("flow_device_code"),
  },
  "brand-flow-replaced": {
    consequences: ["brand-device-flow-swapped"],
    isEndedBy: sets("flow_device_code"),
  },
  "brand-default-changed": { consequences: ["brand-not-default"], isEndedBy: changes("default") },
  "device-grant-missing": {
    consequences: ["device-code-grant-missing"],
    isEndedBy: includes("grant_types", DEVICE_CODE_GRANT),
  },
  "refresh-grant-missing": {
    consequences: ["refresh-grant-missing"],
    isEndedBy: includes("grant_types", "refresh_token"),
  },
  "grants-not-managed": { consequences: ["grant-added"], isEndedBy: changes("grant_types") },
  "needed-scope-missing": {
    consequences: ["scope-removed", "openid-missing", "offline-access-missing", "profile-missing"],
    isEndedBy: changes("property_mappings"),
  },
  "claims-left-out": {
    consequences: ["claims-left-out"],
    isEndedBy: sets("include_claims_in_id_token"),
  },
  "no-device-login-flow": {
    consequences: ["device-login-flow-removed"],
    isEndedBy: sets("authorization_flow"),
  },
  "unmanaged-federation": {
    consequences: ["federated-provider-added"],
    isEndedBy: changes("jwt_federation_providers"),
  },
  "enrollment-token-extended": { consequences: ["token-expires-later", "token-never-expires"] },
  "endpoint-stage-without-key": {
    consequences: ["challenge-key-removed"],
    isEndedBy: sets("challenge_key"),
  },
  "endpoint-stage-unbound": { consequences: ["stage-binding-gone"], isEndedBy: isMade },
  "open-application": { consequences: ["last-binding-gone"], isEndedBy: comes },
  "open-cli-application": { consequences: ["last-binding-gone"], isEndedBy: comes },
  "closed-device-access-group": {
    consequences: ["last-group-binding-gone", "group-lets-nobody-in"],
    isEndedBy: comes,
  },
  "enrollment-token-without-group": {
    consequences: ["token-enrols-into-no-group"],
    isEndedBy: sets("device_access_group"),
  },
  "unmanaged-application-binding": { consequences: ["binding-added"] },
  "unmanaged-device-access-binding": { consequences: ["binding-added"] },
  "unmanaged-cli-application-binding": { consequences: ["binding-added"] },
  "cli-application-grant-missing": {
    consequences: ["client-credentials-grant-missing"],
    isEndedBy: includes("grant_types", CLIENT_CREDENTIALS_GRANT),
  },
  "cli-application-grant-added": {
    consequences: ["cli-application-grant-added"],
    isEndedBy: changes("grant_types"),
  },
  "cli-application-without-signing-key": {
    consequences: ["cli-application-signing-key-removed", "cli-application-signing-key-missing"],
    isEndedBy: sets("signing_key"),
  },
  "cli-application-refuses-cli": {
    consequences: ["cli-application-refuses-cli"],
    isEndedBy: changes("jwt_federation_providers"),
  },
  "object-gone": { consequences: [], isEndedBy: isMade },
};

/** Whether an import of what the finding is about ends it: it is found for being no part of the set-up, not for what it is. */
export const isEndedByImport = ({ code, unmanaged }: Pick<Finding, "code" | "unmanaged">) =>
  unmanaged !== undefined && SAME_STATES[code]?.isEndedBy === undefined;

/** Codes of the consequences of a deletion, of which a lost object has the severity; of bindings it depends on what is left. */
export const GONE: ReadonlySet<string> = new Set([
  "flow-gone",
  "brand-gone",
  "provider-gone",
  "application-gone",
  "connector-gone",
  "token-gone",
  "group-gone",
  "device-check-gone",
  "stage-binding-gone",
  "cli-application-gone",
  "cli-application-provider-gone",
]);

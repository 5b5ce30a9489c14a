import { DEVICE_CODE_GRANT } from "../../lib/choices";
import { pointerOf } from "./configured";
import type { Attributes, PlanJson } from "./plan-json";

/** An object as it is at one time: before or after the changes. */
interface Sight {
  readonly address: string;
  readonly type: string;
  readonly values: Attributes;
}

const known = new WeakMap<PlanJson, ReadonlySet<string>>();

/**
 * Addresses of flows, providers and applications that the agent does not depend on: a stack may hold other applications too.
 *
 * Where the plan does not show which of them the agent uses, it may be any.
 */
export function othersThanTheAgents(plan: PlanJson): ReadonlySet<string> {
  const others = known.get(plan) ?? findOthers(plan);
  known.set(plan, others);
  return others;
}

function findOthers(plan: PlanJson): ReadonlySet<string> {
  const sights = sightsIn(plan);
  const flows = notUsedBy(sights, "authentik_brand", "flow_device_code", "authentik_flow", plan);
  const providers = notUsedBy(
    sights,
    "authentik_endpoints_connector_agent",
    "jwt_federation_providers",
    "authentik_provider_oauth2",
    plan,
  );
  if (providers.size === 0) {
    return flows;
  }
  const own = sights.filter(
    ({ type, address }) => type === "authentik_provider_oauth2" && !providers.has(address),
  );
  const applications = sights.filter(({ type }) => type === "authentik_application");
  const agents = applications.filter((each) => own.some(pointerTo(each, "protocol_provider", plan)));
  return new Set([...flows, ...providers, ...without(applications, agents)]);
}

function sightsIn({ prior, planned, resourceChanges, resourceDrift }: PlanJson): Sight[] {
  const changed = [...resourceChanges, ...resourceDrift].flatMap((change) =>
    [change.before, change.after].flatMap((values) => (values ? [{ ...change, values }] : [])),
  );
  return [...prior, ...planned, ...changed].filter(({ mode }) => mode === "managed");
}

/** Objects of a type to which no user points, empty when none points to any. */
function notUsedBy(
  sights: readonly Sight[],
  user: string,
  attribute: string,
  type: string,
  plan: PlanJson,
): ReadonlySet<string> {
  const pointers = sights
    .filter((each) => each.type === user)
    .map((from) => pointerTo(from, attribute, plan));
  const candidates = sights.filter((each) => each.type === type);
  const used = candidates.filter((each) => pointers.some((isMeant) => isMeant(each)));
  return used.length === 0
    ? new Set()
    : without(candidates, [...used, ...candidates.filter(({ values }) => hasDeviceCode(values))]);
}

function without(sights: readonly Sight[], taken: readonly Sight[]): ReadonlySet<string> {
  const addresses = new Set(taken.map(({ address }) => address));
  return new Set(sights.map(({ address }) => address).filter((address) => !addresses.has(address)));
}

function hasDeviceCode({ grant_types: grants }: Attributes): boolean {
  return Array.isArray(grants) && grants.includes(DEVICE_CODE_GRANT);
}

/** Tells of an object whether the attribute means it. */
function pointerTo(from: Sight, attribute: string, plan: PlanJson): (to: Sight) => boolean {
  const isMeant = pointerOf(from, attribute, plan);
  return ({ address, values }) => isMeant(address, [values.uuid, values.id]);
}

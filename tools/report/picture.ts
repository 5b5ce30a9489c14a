import type { Action, Change } from "../plan/changes";
import { label } from "../plan/references";
import { maskText } from "../plan/secrets";
import { handlesIn } from "../set-up/handles";
import { type Meaning, meaningOf, means, meantBy } from "../set-up/meaning";
import type { PlanJson } from "../set-up/plan-json";
import { type SetUp, setUpInPlan } from "../set-up/set-up";
import type { Resource } from "../set-up/values";

export type NodeState = "unchanged" | "drifted" | "lost" | Action;

export interface PictureNode {
  readonly id: string;
  /** What kind of object it is, in the field's words. */
  readonly kind: string;
  readonly label: string;
  readonly state: NodeState;
  /** Layer from left to right: 0 to 3. */
  readonly layer: number;
}

export interface PictureEdge {
  readonly from: string;
  readonly to: string;
  readonly label: string;
}

/** The set-up as nodes and arrows: who may use what, and what refers to what. */
export interface Picture {
  readonly nodes: readonly PictureNode[];
  readonly edges: readonly PictureEdge[];
  /** How many objects were left out to keep the picture readable. */
  readonly omitted: number;
}

interface Kind {
  readonly name: string;
  readonly layer: number;
  /** Attributes that refer to other objects, and what the arrow says. */
  readonly arrows: Readonly<Record<string, string>>;
}

const KINDS: Readonly<Record<string, Kind>> = {
  authentik_brand: { name: "brand", layer: 0, arrows: { flow_device_code: "device code flow" } },
  authentik_policy_binding: { name: "binding", layer: 0, arrows: { target: "may use" } },
  authentik_endpoints_connector_agent_enrollment_token: {
    name: "enrollment token",
    layer: 0,
    arrows: { connector: "enrols at", device_access_group: "puts into" },
  },
  authentik_stage_endpoints: { name: "endpoint stage", layer: 0, arrows: { connector: "asks" } },
  authentik_flow: { name: "flow", layer: 1, arrows: {} },
  authentik_application: { name: "application", layer: 1, arrows: { protocol_provider: "provider" } },
  authentik_endpoints_device_access_group: { name: "device access group", layer: 1, arrows: {} },
  authentik_endpoints_connector_agent: {
    name: "connector",
    layer: 1,
    arrows: { jwt_federation_providers: "federates", challenge_key: "challenge key" },
  },
  authentik_provider_oauth2: {
    name: "provider",
    layer: 2,
    arrows: { signing_key: "signs with", property_mappings: "scopes" },
  },
  authentik_certificate_key_pair: { name: "certificate", layer: 3, arrows: {} },
  authentik_property_mapping_provider_scope: { name: "scopes", layer: 3, arrows: {} },
};

/** A resource of a kind that is drawn, and by what others mean it. */
interface Drawn extends Resource {
  readonly kind: Kind;
  readonly keys: readonly string[];
}

const MOST_NODES = 40;

/** Draws what the plan knows, with the changes marked; undefined when there is nothing to draw. */
export function pictureOf(
  plan: PlanJson,
  changes: readonly Change[],
  drift: readonly Change[],
): Picture | undefined {
  const states = new Map<string, NodeState>([
    ...drift.map(({ address, action }) => [address, action === "delete" ? "lost" : "drifted"] as const),
    ...changes.map(({ address, action }) => [address, action] as const),
  ]);
  const setUp = setUpInPlan(plan);
  const known = new Map([...plan.planned, ...plan.prior].map((each) => [each.address, each]));
  const resources = new Map<string, Drawn>();
  const removed = plan.resourceDrift.map((change) => ({
    ...change,
    values: change.before ?? {},
    sensitive: change.beforeSensitive,
  }));
  for (const resource of [...removed, ...plan.prior, ...plan.planned]) {
    const kind = KINDS[resource.type];
    if (kind) {
      const values = { ...resources.get(resource.address)?.values, ...resource.values };
      const keys = setUp.byAddress.get(resource.address)?.keys ?? [];
      resources.set(resource.address, { ...resource, values, kind, keys });
    }
  }
  const arrows = new Map([...resources.values()].map((each) => [each.address, arrowsOf(each, setUp)]));
  const pointedAt = new Set([...arrows.values()].flatMap((each) => each.flatMap(({ at }) => [...at.keys])));
  const drawn = [...resources.values()].filter(
    ({ mode, keys }) => mode === "managed" || keys.some((key) => pointedAt.has(key)),
  );
  const stateOf = ({ address }: Resource) => states.get(address) ?? "unchanged";
  const kept = drawn
    .toSorted((a, b) => Number(stateOf(a) === "unchanged") - Number(stateOf(b) === "unchanged"))
    .slice(0, MOST_NODES)
    .map((resource) => nodeOf(resource, stateOf(resource), setUp, known))
    .sort((a, b) => a.layer - b.layer || a.id.localeCompare(b.id, "en"));
  const ids = new Set(kept.map(({ id }) => id));
  if (kept.length === 0) {
    return undefined;
  }
  const shown = drawn.filter(({ address }) => ids.has(address));
  const edges = shown.flatMap((from) =>
    (arrows.get(from.address) ?? []).flatMap(({ says, at }) =>
      shown
        .filter((to) => to.address !== from.address && means(at, to))
        .map((to) => ({ from: from.address, to: to.address, label: says })),
    ),
  );
  return { nodes: kept, edges, omitted: drawn.length - kept.length };
}

function nodeOf(
  resource: Drawn,
  state: NodeState,
  setUp: SetUp,
  known: ReadonlyMap<string, Resource>,
): PictureNode {
  const { name: kind, layer } = resource.kind;
  const text =
    resource.type === "authentik_policy_binding" ? subjectOf(resource, setUp, known) : labelOf(resource);
  return { id: resource.address, kind, label: maskText(text), state, layer };
}

function labelOf(resource: Resource): string {
  const { managed_list: managed } = resource.values;
  return Array.isArray(managed)
    ? managed.map((name) => String(name).replace(/^.*\/scope-/, "")).join(", ")
    : label(resource);
}

/** Whom a binding names: the group, user or policy behind it. */
function subjectOf(binding: Resource, setUp: SetUp, known: ReadonlyMap<string, Resource>): string {
  for (const kind of ["group", "user", "policy"]) {
    // The provider's SDK records what is not set as "" or 0.
    const id = binding.values[kind] || undefined;
    const [meant] = meantBy(setUp, meaningIn(binding, kind, setUp));
    const named = meant && known.get(meant.address);
    if (named || id !== undefined) {
      return `${kind} ${named ? label(named) : id}`;
    }
  }
  return binding.name;
}

function arrowsOf(from: Drawn, setUp: SetUp): { readonly says: string; readonly at: Meaning }[] {
  return Object.entries(from.kind.arrows).map(([attribute, says]) => ({
    says: arrowLabel(from, attribute, says),
    at: meaningIn(from, attribute, setUp),
  }));
}

/** What the attribute means as it is drawn; where it is empty or not known, what it is configured to mean. */
function meaningIn({ address, values }: Resource, attribute: string, setUp: SetUp): Meaning {
  const planned = handlesIn(attribute, values[attribute]).length > 0 ? values : undefined;
  return meaningOf(setUp, { address, seen: [values], planned }, attribute);
}

function arrowLabel(from: Resource, attribute: string, says: string): string {
  if (attribute !== "target") {
    return says;
  }
  const { enabled, negate } = from.values;
  return enabled === false ? "disabled" : negate === true ? "may not use" : says;
}

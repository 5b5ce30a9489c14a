import type { AuthentikClient } from "../authentik/client";
import { type AttributeChange, type Change, plannedChanges, type Value } from "../changes/changes";
import { same } from "../json";
import { attributesWith, fieldOf, managedType } from "../objects";
import type { Reference } from "../objects/object-type";
import { MASK } from "../secrets";
import type { PlanJson } from "../set-up/plan-json";
import type { ManagedSetUp } from "../set-up/stack";
import type { LiveObject } from "./live-object";
import { refusalOf } from "./refusal";
import { keeping, nameOf, type Setting } from "./settings";

/** One attribute that authentik has otherwise than configured. */
export interface Difference {
  readonly name: string;
  readonly live: string;
  readonly configured: string;
  /** The settings that keep the live value, undefined where the configuration has none for it. */
  readonly keep?: readonly Setting[];
}

export interface DifferentObject extends Pick<Change, "address" | "action" | "consequences"> {
  readonly differences: readonly Difference[];
}

/** What applying the configuration would do beside importing. */
export interface Comparison {
  readonly created: readonly string[];
  readonly different: readonly DifferentObject[];
  /** Addresses that are written although nothing changes: Terraform's provider does not read the attributes named. */
  readonly rewritten: readonly { readonly address: string; readonly names: readonly string[] }[];
}

/** Compares what is there with what is configured, by the plan and, for what the provider does not read, by the API. */
export async function compare(
  client: AuthentikClient,
  managed: ManagedSetUp,
  plan: PlanJson,
): Promise<Comparison> {
  const { changes } = plannedChanges(plan);
  const others = changes.filter(({ action }) => action !== "create" && action !== "import");
  const compared = await Promise.all(
    others.map(async (change) => {
      const live = await unreadOf(client, change, plan);
      return { change, ...(await differencesOf(client, managed, change, live)) };
    }),
  );
  return {
    // What Terraform keeps in its state for itself is no object in authentik.
    created: changes
      .filter(({ action, type }) => action === "create" && type.startsWith("authentik_"))
      .map(({ address }) => address),
    different: compared
      .filter(({ change, differences }) => change.action !== "update" || differences.length > 0)
      .map(({ change: { address, action, consequences }, differences }) => {
        return { address, action, consequences, differences };
      }),
    rewritten: compared
      .filter(({ change, differences }) => change.action === "update" && differences.length === 0)
      .map(({ change: { address, attributes } }) => ({ address, names: attributes.map(({ name }) => name) })),
  };
}

/** The values of what the provider does not read, of an object that is imported. */
async function unreadOf(
  client: AuthentikClient,
  { address, type, importId }: Change,
  plan: PlanJson,
): Promise<LiveObject> {
  const managed = managedType(type);
  const unread = managed ? attributesWith(managed, ({ isUnread }) => isUnread) : [];
  const id = plan.resourceChanges.find((change) => change.address === address)?.before?.id;
  if (!managed || unread.length === 0 || importId === undefined || id === undefined) return {};
  const object = await client.get<LiveObject>(`${managed.api.path}${id}/`);
  return Object.fromEntries(unread.map((name) => [name, object[fieldOf(managed, name)] ?? null]));
}

async function differencesOf(
  client: AuthentikClient,
  managed: ManagedSetUp,
  { address, action, type, attributes }: Change,
  unread: LiveObject,
): Promise<{ differences: Difference[] }> {
  const object = managed.objects.find((each) => each.address === address);
  const differences = attributes.map(async (attribute): Promise<Difference[]> => {
    const { name, before, after } = attribute;
    const live = name in unread ? unread[name] : jsonOf(before);
    const { isTerraforms, isMoment, refers } = managedType(type)?.attributes[name] ?? {};
    if (isTerraforms || isSame(live, attribute, isMoment)) return [];
    const canKeep = action === "update" && object && !JSON.stringify(live).includes(MASK);
    return [
      {
        name,
        live: name in unread ? JSON.stringify(live) : await namedIn(client, before, refers),
        configured: await namedIn(client, after, refers),
        keep: canKeep
          ? accepted(await keeping(client, managed, object, { name, live, configured: jsonOf(after) }))
          : undefined,
      },
    ];
  });
  return { differences: (await Promise.all(differences)).flat() };
}

/** The text of a value, with the names of objects before their ids also where the plan does not know them. */
async function namedIn(
  client: AuthentikClient,
  value: Value,
  refers: Reference | undefined,
): Promise<string> {
  const text = textOf(value);
  const [kind] = refers?.to ?? [];
  const ids = [jsonOf(value)].flat().map(String);
  const named = value.kind === "value" ? (value.refersTo ?? []).filter(({ name }) => name !== undefined) : [];
  const unknown = ids.filter((id) => UUID.test(id) && named.every((each) => each.id !== id));
  if (kind === undefined || unknown.length === 0) return text;
  const names = await Promise.all(unknown.map((id) => nameOf(client, kind, id)));
  return unknown.reduce((told, id, index) => {
    const name = names[index];
    return name === undefined ? told : told.replaceAll(id, `"${name}" (${id})`);
  }, text);
}

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

const accepted = (settings: readonly Setting[] | undefined) =>
  settings && refusalOf(settings) === undefined ? settings : undefined;

/** authentik keeps no order in lists of references, and writes times in a way of its own. */
function isSame(live: unknown, { after }: AttributeChange, isMoment = false): boolean {
  if (after.kind !== "value") return false;
  const configured = after.json;
  if (isMoment) return Date.parse(String(live)) === Date.parse(String(configured));
  return same(sorted(live), sorted(configured));
}

const sorted = (value: unknown) =>
  Array.isArray(value) ? value.map((item) => JSON.stringify(item)).sort() : value;

const jsonOf = (value: Value) => (value.kind === "value" ? value.json : null);

function textOf(value: Value): string {
  if (value.kind === "value") return value.json === "" ? "none" : value.text;
  return value.kind === "absent" ? "none" : value.kind === "unknown" ? "known after apply" : MASK;
}
